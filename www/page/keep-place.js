/**
 * New content in the place of old, without tearing away what is being read: focus, selection, what was opened and
 * chosen, and where the page was scrolled to. Elements are found again by their way from the root.
 */

/**
 * @param {Node} node
 * @param {HTMLElement} root
 * @returns {string | undefined}
 */
function wayTo(node, root) {
  const steps = [];
  for (let at = node; at !== root; at = /** @type {Node} */ (at.parentNode)) {
    const { parentNode: parent } = at;
    if (!parent) return undefined;
    const isAlike = (/** @type {Node} */ other) => kind(other) === kind(at);
    steps.unshift(`${kind(at)}/${[...parent.childNodes].filter(isAlike).indexOf(/** @type {ChildNode} */ (at))}`);
  }
  return steps.join(' ');
}

/** @param {Node} node Its tag and first class: what says which part it is, and not in which state. */
function kind(node) {
  return node instanceof Element ? `${node.localName}.${node.classList[0] ?? ''}` : node.nodeName;
}

/**
 * @param {HTMLElement} root
 * @param {string | undefined} way
 * @returns {Node | undefined}
 */
function follow(root, way) {
  if (way === undefined) return undefined;
  /** @type {Node | undefined} */
  let at = root;
  for (const step of way.split(' ').filter(Boolean)) {
    const [wanted, index] = step.split('/');
    at = [...(at?.childNodes ?? [])].filter((child) => kind(child) === wanted)[Number(index)];
  }
  return at;
}

/**
 * @param {HTMLElement} root
 * @param {() => void} redraw
 */
export function keepPlace(root, redraw) {
  const before = [keepOpened(root), keepChosen(root), keepScroll(root), keepSelection(root), keepFocus(root)];
  redraw();
  for (const restore of before) restore();
}

/** @param {HTMLElement} root */
function keepOpened(root) {
  const all = [...root.querySelectorAll('details')].map((one) => ({ way: wayTo(one, root), open: one.open }));
  return () => {
    for (const { way, open } of all) {
      const found = follow(root, way);
      if (found instanceof HTMLDetailsElement) found.open = open;
    }
  };
}

/** @param {HTMLElement} root */
function keepChosen(root) {
  const fields = root.querySelectorAll('input[type=checkbox], input[type=radio]');
  const isChecked = (/** @type {Element} */ field) => /** @type {HTMLInputElement} */ (field).checked;
  const all = [...fields].map((one) => ({ way: wayTo(one, root), checked: isChecked(one) }));
  return () => {
    for (const { way, checked } of all) {
      const found = follow(root, way);
      if (!(found instanceof HTMLInputElement) || found.checked === checked) continue;
      found.checked = checked;
      found.dispatchEvent(new Event('change', { bubbles: true }));
    }
  };
}

/** What stands at the top of the window stays there. @param {HTMLElement} root */
function keepScroll(root) {
  const blocks = [...root.querySelectorAll('h2, h3, h4, p, tr, li, svg')];
  const top = scrollY > 0 ? blocks.find((one) => one.getBoundingClientRect().bottom > 0) : undefined;
  const way = top && wayTo(top, root);
  const stood = top?.getBoundingClientRect().top ?? 0;
  const inner = [...root.querySelectorAll('*')].filter((one) => one.scrollTop || one.scrollLeft)
    .map((one) => ({ way: wayTo(one, root), at: [one.scrollLeft, one.scrollTop] }));
  return () => {
    for (const { way: to, at: [left, down] } of inner) {
      const found = follow(root, to);
      if (found instanceof Element) found.scrollTo(left, down);
    }
    const found = follow(root, way);
    if (found instanceof Element) scrollBy({ top: found.getBoundingClientRect().top - stood, behavior: 'instant' });
  };
}

/** @param {HTMLElement} root */
function keepSelection(root) {
  const selection = getSelection();
  const { anchorNode, anchorOffset = 0, focusNode, focusOffset = 0 } = selection ?? {};
  if (!anchorNode || !focusNode || selection?.isCollapsed || !root.contains(anchorNode) || !root.contains(focusNode)) {
    return () => {};
  }
  const [from, to] = [wayTo(anchorNode, root), wayTo(focusNode, root)];
  return () => {
    const [first, last] = [follow(root, from), follow(root, to)];
    if (!first || !last) return;
    const [start, end] = [Math.min(anchorOffset, lengthOf(first)), Math.min(focusOffset, lengthOf(last))];
    selection?.setBaseAndExtent(first, start, last, end);
  };
}

/** @param {Node} node */
function lengthOf(node) {
  return node instanceof CharacterData ? node.length : node.childNodes.length;
}

/** @param {HTMLElement} root */
function keepFocus(root) {
  const { activeElement: focused } = document;
  if (!focused || focused === root || !root.contains(focused)) return () => {};
  const way = wayTo(focused, root);
  return () => {
    const found = follow(root, way);
    const place = found instanceof HTMLElement || found instanceof SVGElement ? found : root;
    place.focus({ preventScroll: true });
  };
}
