/**
 * The only place that makes DOM. Strings become text, never markup: everything a server says is a stranger's word.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | EventListener | undefined>} Attributes
 */

/**
 * Characters that show nothing, or turn the reading direction of what follows. Shown by their code, so that two names
 * which differ in them look different and no name can rewrite its surroundings.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(INVISIBLE, (c) => {
    const code = c.codePointAt(0) ?? 0;
    return c === '\n' || c === '\t' ? c : `\u2039U+${code.toString(16).toUpperCase().padStart(4, '0')}\u203a`;
  });
}

/**
 * At most `most` characters; what was left out is marked where it was.
 *
 * @param {string} text
 * @param {number} [most]
 * @returns {string}
 */
export function clip(text, most = 80) {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) * 0.7);
  return `${text.slice(0, head)}\u2026${text.slice(text.length - (most - 1 - head))}`;
}

/**
 * What listens on an element, by the event's name: another listener takes its place without a second one being added.
 *
 * @type {WeakMap<Element, Map<string, EventListener>>}
 */
const LISTENERS = new WeakMap();

/**
 * @param {Element} element
 * @param {string} name
 * @param {EventListener} listener Finds what it works on from `event.currentTarget`: a refreshed element is another one
 *   than it was made for.
 */
function listen(element, name, listener) {
  const all = LISTENERS.get(element) ?? new Map();
  LISTENERS.set(element, all);
  if (!all.has(name)) element.addEventListener(name, (event) => all.get(name)?.(event));
  all.set(name, listener);
}

/**
 * Of some, the one that the Tab key stops at.
 *
 * @param {Element | null} stop
 * @param {Iterable<Element>} all
 */
export function stopAt(stop, all) {
  for (const one of all) if (one !== stop) one.setAttribute('tabindex', '-1');
  stop?.setAttribute('tabindex', '0');
}

/**
 * Gives an element what listens on another.
 *
 * @param {Element} from
 * @param {Element} to
 */
export function handOver(from, to) {
  for (const [name, listener] of LISTENERS.get(from) ?? []) listen(to, name, listener);
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') listen(element, name, value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : visible(String(child)));
  }
}

/**
 * `el('button', { class: 'quiet', click: () => … }, 'Copy')`: attributes as in HTML, listeners by the event's name.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/**
 * The same for SVG.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, attributes, children);
  return element;
}

/**
 * A stranger's word inside our own sentence: kept apart from it, and of bounded length.
 *
 * @param {string} text
 * @param {number | ((text: string) => string)} [most] Or what is shown for it.
 * @returns {HTMLElement}
 */
export function said(text, most = 80) {
  const short = typeof most === 'number' ? clip(text, most) : most(text);
  return el('bdi', { title: short === text ? undefined : visible(clip(text, 2000)) }, short);
}

/**
 * A sentence of the core: `code` in it is set as code.
 *
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function sentence(text) {
  const fragment = document.createDocumentFragment();
  clip(text, 700)
    .split(/`([^`]+)`/)
    .forEach((part, index) => {
      if (part) fragment.append(index % 2 ? el('code', {}, part) : visible(part));
    });
  return fragment;
}

/** Kinds of input that take no text. */
const TEXTLESS = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/**
 * Whoever types means the text: a key, and what is pasted or dropped there, is then for nothing else. In a choice from
 * a list letters are typed as well.
 *
 * @param {EventTarget | null} target Of a key, a paste or a drop.
 */
export function isTyping(target) {
  if (target instanceof HTMLInputElement) return !TEXTLESS.includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'));
}
