/**
 * Readings that stand in the page: in a `<script type="application/json">`, or as text.
 *
 * @typedef {import('./originals.js').Input} Input
 */

/**
 * @param {unknown} value
 * @returns {value is Input} As far as one sees at once; what else is wrong with it the core says.
 */
function isInput(value) {
  return typeof value === 'object' && value !== null && 'source' in value;
}

/**
 * A list of inputs, or what a server said.
 *
 * @param {string} text
 * @param {string} source
 * @returns {Input[]}
 */
function inputs(text, source) {
  if (!text.trim()) return [];
  try {
    const value = JSON.parse(text);
    if (Array.isArray(value) && value.length > 0 && value.every(isInput)) return value;
  } catch {
    // No JSON: the core knows what it is, or says what is wrong with it.
  }
  return [{ source, body: text }];
}

/**
 * @param {Element} element
 * @returns {Input[]}
 */
export function inputsIn(element) {
  const scripts = [...element.querySelectorAll(':scope > script[type="application/json"]')];
  const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.nodeValue ?? '').join('');
  return [
    ...scripts.flatMap((script, index) => inputs(script.textContent ?? '', `script ${index + 1}`)),
    ...inputs(text, 'text'),
  ];
}
