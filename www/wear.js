/** One sheet for all roots that wear it. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** @param {string} text */
function sheetOf(text) {
  const sheet = sheets.get(text) ?? new CSSStyleSheet();
  if (!sheets.has(text)) sheet.replaceSync(text);
  sheets.set(text, sheet);
  return sheet;
}

/**
 * Dresses a shadow root: no policy forbids sheets that are made like this.
 *
 * @param {ShadowRoot} root
 * @param {string[]} styles
 */
export function wear(root, styles) {
  try {
    root.adoptedStyleSheets = styles.map(sheetOf);
  } catch {
    // An old browser, or a sandbox in which a sheet is another window's.
    const style = document.createElement('style');
    style.textContent = styles.join('\n');
    root.append(style);
  }
}
