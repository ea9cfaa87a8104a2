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
 * What it says, without numbers: those change with every reading.
 *
 * @param {Node} node
 */
function words(node) {
  const label = node instanceof HTMLDetailsElement ? node.querySelector('summary') : node;
  return (label?.textContent ?? '').replace(/\d+/g, '').slice(0, 80);
}

/** @typedef {(root: HTMLElement) => Node | undefined} Finder */

/**
 * Finds it in what is drawn anew: where it was, or, where other parts have come or gone, what says the same.
 *
 * @param {Node} node
 * @param {HTMLElement} root
 * @returns {Finder}
 */
function finder(node, root) {
  const [steps, said, tag] = [(wayTo(node, root) ?? '').split(' ').filter(Boolean), words(node), kind(node)];
  return (drawn) => {
    /** @type {Node | undefined} */
    let at = drawn;
    for (const step of steps) {
      const [wanted, index] = step.split('/');
      at = [...(at?.childNodes ?? [])].filter((child) => kind(child) === wanted)[Number(index)];
    }
    if (at && words(at) === said) return at;
    const alike = node instanceof Element ? [...drawn.querySelectorAll(node.localName)] : [];
    return alike.find((one) => kind(one) === tag && words(one) === said) ?? at;
  };
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
  const all = [...root.querySelectorAll('details')].map((one) => ({ find: finder(one, root), open: one.open }));
  return () => {
    for (const { find, open } of all) {
      const found = find(root);
      if (found instanceof HTMLDetailsElement) found.open = open;
    }
  };
}

/** @param {HTMLElement} root */
function keepChosen(root) {
  const fields = root.querySelectorAll('input[type=checkbox], input[type=radio]');
  const isChecked = (/** @type {Element} */ field) => /** @type {HTMLInputElement} */ (field).checked;
  const all = [...fields].map((one) => ({ find: finder(one, root), checked: isChecked(one) }));
  return () => {
    for (const { find, checked } of all) {
      const found = find(root);
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
  const find = top && finder(top, root);
  const stood = top?.getBoundingClientRect().top ?? 0;
  const inner = [...root.querySelectorAll('*')].filter((one) => one.scrollTop || one.scrollLeft)
    .map((one) => ({ find: finder(one, root), at: [one.scrollLeft, one.scrollTop] }));
  return () => {
    for (const { find: same, at: [left, down] } of inner) {
      const found = same(root);
      if (found instanceof Element) found.scrollTo(left, down);
    }
    const found = find?.(root);
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
  const [from, to] = [finder(anchorNode, root), finder(focusNode, root)];
  return () => {
    const [first, last] = [from(root), to(root)];
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
  const find = finder(focused, root);
  return () => {
    const found = find(root);
    const place = found instanceof HTMLElement || found instanceof SVGElement ? found : root;
    place.focus({ preventScroll: true });
  };
}
