/**
 * Whatever is about one peer is lit together: in the drawing, the tables, the findings, the evidence. One peer is one
 * `data-peer`; what lies between two has the second as `data-other`.
 */

/**
 * @param {Element} root Where the report stands.
 */
export function link(root) {
  let shown = '';

  /** @param {string[]} names */
  function light(names) {
    const key = names.join('\n');
    if (key === shown) return;
    shown = key;
    for (const one of root.querySelectorAll('[data-lit]')) one.removeAttribute('data-lit');
    for (const name of names) {
      const quoted = CSS.escape(name);
      for (const one of root.querySelectorAll(`[data-peer="${quoted}"], [data-other="${quoted}"]`)) {
        one.setAttribute('data-lit', '');
        // What it stands in is told here: a style that looks for it inside (`:has`) is worked out for all of the page.
        one.closest('.finding')?.setAttribute('data-lit', '');
        if (one.matches('.seat')) one.closest('.drawing')?.setAttribute('data-lit', '');
      }
    }
  }

  /** @param {Event} event */
  function look({ target }) {
    const at = target instanceof Element ? target.closest('[data-peer], .finding') : null;
    if (!at) return light([]);
    const about = at.matches('[data-peer]') ? [at] : [...at.querySelectorAll('[data-peer]')];
    const names = about.flatMap((one) => [one.getAttribute('data-peer'), one.getAttribute('data-other')]);
    light([...new Set(names.filter((name) => name !== null))]);
  }

  root.addEventListener('pointerover', look);
  root.addEventListener('focusin', look);
  root.addEventListener('pointerleave', () => light([]));
  root.addEventListener('focusout', (event) => {
    if (!(/** @type {FocusEvent} */ (event).relatedTarget instanceof Node)) light([]);
  });
}
