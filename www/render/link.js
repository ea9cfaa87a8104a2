/**
 * Whatever is about one peer is lit together: in the drawing, the tables, the findings, the evidence. One peer is one
 * `data-peer`; what lies between two has the second as `data-other`. What is out of sight is lit when it comes into
 * sight: whoever points at a peer does not wait for it.
 */

import { isInSight } from './sight.js';

/** What a report is made of. */
const PARTS = '.parts > :not(.group), .group > *';

/**
 * @param {Element} part
 * @param {Set<string | null>} names
 */
function about(part, names) {
  const all = [...part.querySelectorAll('[data-peer]')].filter((one) =>
    names.has(one.getAttribute('data-peer')) || names.has(one.getAttribute('data-other')));
  // What they stand in is told, too: a style that looks for them inside (`:has`) is worked out for all of the page.
  const around = all.map((one) => one.closest(one.matches('.seat') ? '.drawing' : '.finding'));
  return [...all, ...around].filter((one) => one !== null);
}

/**
 * @param {Element} root Where the report stands.
 */
export function link(root) {
  /** @type {Set<string | null>} */
  let lit = new Set();
  const coming = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      coming.unobserve(target);
      for (const one of about(target, lit)) one.setAttribute('data-lit', '');
    }
  }, { rootMargin: '25%' });

  /** @param {Set<string | null>} names */
  function light(names) {
    if (names.size === lit.size && [...names].every((name) => lit.has(name))) return;
    lit = names;
    coming.disconnect();
    const parts = names.size ? [...root.querySelectorAll(PARTS)] : [];
    const seen = new Set(parts.filter(isInSight));
    const now = new Set([...seen].flatMap((part) => about(part, names)));
    for (const one of root.querySelectorAll('[data-lit]')) if (!now.has(one)) one.removeAttribute('data-lit');
    // Said again to one that is lit already, its style would be worked out once more.
    for (const one of now) if (!one.hasAttribute('data-lit')) one.setAttribute('data-lit', '');
    for (const part of parts) if (!seen.has(part)) coming.observe(part);
  }

  /** @param {Event} event */
  function look({ target }) {
    const at = target instanceof Element ? target.closest('[data-peer], .finding') : null;
    if (!at) return light(new Set());
    const all = at.matches('[data-peer]') ? [at] : [...at.querySelectorAll('[data-peer]')];
    const names = new Set(all.flatMap((one) => [one.getAttribute('data-peer'), one.getAttribute('data-other')]));
    names.delete(null);
    light(names);
  }

  // Before any other listener changes anything: what is in sight need not be measured anew.
  root.addEventListener('pointerover', look, { capture: true });
  root.addEventListener('focusin', look, { capture: true });
  root.addEventListener('pointerleave', () => light(new Set()));
  root.addEventListener('focusout', (event) => {
    if (!(/** @type {FocusEvent} */ (event).relatedTarget instanceof Node)) light(new Set());
  });
}
