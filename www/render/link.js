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
function lightIn(part, names) {
  for (const one of part.querySelectorAll('[data-peer]')) {
    if (!names.has(one.getAttribute('data-peer')) && !names.has(one.getAttribute('data-other'))) continue;
    one.setAttribute('data-lit', '');
    // What it stands in is told here: a style that looks for it inside (`:has`) is worked out for all of the page.
    one.closest('.finding')?.setAttribute('data-lit', '');
    if (one.matches('.seat')) one.closest('.drawing')?.setAttribute('data-lit', '');
  }
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
      lightIn(target, lit);
    }
  }, { rootMargin: '25%' });

  /** @param {Set<string | null>} names */
  function light(names) {
    if (names.size === lit.size && [...names].every((name) => lit.has(name))) return;
    lit = names;
    coming.disconnect();
    // All of it is measured before any is changed.
    const seen = names.size ? [...root.querySelectorAll(PARTS)].map((part) => ({ part, isSeen: isInSight(part) })) : [];
    for (const one of root.querySelectorAll('[data-lit]')) one.removeAttribute('data-lit');
    for (const { part, isSeen } of seen) {
      if (isSeen) lightIn(part, names);
      else coming.observe(part);
    }
  }

  /** @param {Event} event */
  function look({ target }) {
    const at = target instanceof Element ? target.closest('[data-peer], .finding') : null;
    if (!at) return light(new Set());
    const about = at.matches('[data-peer]') ? [at] : [...at.querySelectorAll('[data-peer]')];
    const names = new Set(about.flatMap((one) => [one.getAttribute('data-peer'), one.getAttribute('data-other')]));
    names.delete(null);
    light(names);
  }

  root.addEventListener('pointerover', look);
  root.addEventListener('focusin', look);
  root.addEventListener('pointerleave', () => light(new Set()));
  root.addEventListener('focusout', (event) => {
    if (!(/** @type {FocusEvent} */ (event).relatedTarget instanceof Node)) light(new Set());
  });
}
