/**
 * A picture to take away: what is drawn in the report, as an SVG that needs nothing else, or as a PNG of it. On a light
 * ground whatever the page looks like.
 *
 * @typedef {import('./evidence.js').Host} Host
 */

import { el, svg } from './dom.js';

/** What makes the look of a shape; all else is drawn from its attributes. */
const LOOK = ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linecap',
  'stroke-linejoin', 'opacity', 'paint-order', 'text-anchor', 'font-family', 'font-size', 'font-weight', 'font-style'];
const EDGE = 16;
/** A line of what is told above it, and the width of a letter at most. */
const [LINE, LETTER] = [22, 9];

/** @param {number} n */
const at = (n) => n.toFixed(1);

/** @param {CSSStyleDeclaration} style */
function isSeen(style) {
  return style.display !== 'none' && style.visibility !== 'hidden' && style.opacity !== '0';
}

/**
 * A drawing with its look written into it.
 *
 * @param {SVGElement} from
 * @returns {SVGElement | undefined}
 */
function withLook(from) {
  const style = getComputedStyle(from);
  if (!isSeen(style)) return undefined;
  const copy = /** @type {SVGElement} */ (from.cloneNode(false));
  for (const name of copy.getAttributeNames()) {
    if (/^(class|role|tabindex|data-|aria-|style)/.test(name)) copy.removeAttribute(name);
  }
  // As attributes: the policy of a page may forbid styles in the text.
  for (const name of LOOK) copy.setAttribute(name, style.getPropertyValue(name).replaceAll('"', "'"));
  for (const child of from.childNodes) {
    if (child instanceof SVGElement) copy.append(withLook(child) ?? '');
    else if (child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? '');
  }
  return copy;
}

/**
 * Boxes and words of HTML, each where it stands.
 *
 * @param {Element} from
 * @param {SVGElement} into
 * @param {DOMRect} frame
 */
function draw(from, into, frame) {
  const style = getComputedStyle(from);
  if (!isSeen(style) || from.matches('.unseen, input, button')) return;
  const box = from.getBoundingClientRect();
  const [x, y] = [box.x - frame.x, box.y - frame.y];
  if (from instanceof SVGElement) {
    const copy = withLook(from);
    if (!copy) return;
    for (const [name, value] of Object.entries({ x, y, width: box.width, height: box.height })) {
      copy.setAttribute(name, at(value));
    }
    into.append(copy);
    return;
  }
  if (!/^(rgba\(.*, 0\)|transparent)$/.test(style.backgroundColor)) {
    const { width, height } = box;
    into.append(svg('rect', { x: at(x), y: at(y), width: at(width), height: at(height), fill: style.backgroundColor }));
  }
  const border = parseFloat(style.borderBottomWidth);
  if (border) {
    into.append(svg('path', { d: `M${at(x)} ${at(y + box.height - border / 2)}h${at(box.width)}`,
      stroke: style.borderBottomColor, 'stroke-width': border }));
  }
  for (const child of from.childNodes) {
    if (child instanceof Element) draw(child, into, frame);
    else if (child.nodeType === Node.TEXT_NODE && child.textContent?.trim()) write(child, into, frame, style);
  }
}

/**
 * @param {ChildNode} text
 * @param {SVGElement} into
 * @param {DOMRect} frame
 * @param {CSSStyleDeclaration} style
 */
function write(text, into, frame, style) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const box = range.getBoundingClientRect();
  const size = parseFloat(style.fontSize);
  into.append(svg('text', {
    x: at(box.x - frame.x), y: at(box.y - frame.y + box.height / 2 + size * 0.35), fill: style.color,
    'font-family': style.fontFamily.replaceAll('"', "'"), 'font-size': at(size), 'font-weight': style.fontWeight,
  }, text.textContent?.replace(/\s+/g, ' ').trim()));
}

/**
 * @param {Element} shown In the document: it is measured.
 * @param {string} title
 * @param {string[]} [told] What must be known of it wherever it is seen, line by line above it.
 * @returns {{ text: string, width: number, height: number }}
 */
export function svgOf(shown, title, told = []) {
  // A copy beside it, by daylight and in its full width.
  const copy = el('div', { class: 'daylight', 'aria-hidden': 'true', inert: true });
  copy.append(shown.cloneNode(true));
  shown.after(copy);
  try {
    const frame = copy.getBoundingClientRect();
    const above = told.length * LINE;
    const longest = Math.max(0, ...told.map((line) => line.length));
    const width = Math.ceil(Math.max(frame.width, longest * LETTER)) + 2 * EDGE;
    const height = Math.ceil(frame.height) + above + 2 * EDGE;
    const { color, fontFamily, backgroundColor: ground } = getComputedStyle(copy);
    const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height },
      svg('title', {}, title),
      svg('rect', { width, height, fill: ground }));
    const inside = svg('g', { transform: `translate(${EDGE} ${EDGE + above})` });
    told.forEach((line, index) => picture.append(svg('text', {
      x: EDGE, y: EDGE + LINE * (index + 0.7), fill: color, 'font-family': fontFamily.replaceAll('"', "'"),
      'font-size': 14, 'font-weight': 600,
    }, line)));
    draw(copy, inside, frame);
    picture.append(inside);
    return { text: new XMLSerializer().serializeToString(picture), width, height };
  } finally {
    copy.remove();
  }
}

/**
 * Twice as large as on the screen.
 *
 * @param {{ text: string, width: number, height: number }} picture
 * @returns {Promise<Blob>}
 */
export async function pngOf({ text, width, height }) {
  const image = new Image(width * 2, height * 2);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = el('canvas', { width: width * 2, height: height * 2 });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large for this browser'))));
  });
}

/**
 * Two buttons, where the host can keep what is made.
 *
 * @param {string} shown What is saved of the section that they stand in.
 * @param {string} title
 * @param {Host} host
 * @param {(section: Element) => string[]} [told] What must be known of it, when it is saved.
 */
export function saving(shown, title, { save }, told = () => []) {
  if (!save) return null;
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const keep = async (/** @type {Element} */ pressed, /** @type {'svg' | 'png'} */ kind) => {
    const section = /** @type {Element} */ (pressed.closest('section'));
    const outcome = /** @type {Element} */ (section.querySelector('.saving .told'));
    try {
      const picture = svgOf(/** @type {Element} */ (section.querySelector(shown)), title, told(section));
      const blob = kind === 'svg' ? new Blob([picture.text], { type: 'image/svg+xml' }) : await pngOf(picture);
      await save(`quorate-${name}.${kind}`, blob);
      outcome.textContent = '';
    } catch (error) {
      outcome.textContent = `Not saved: ${error instanceof Error ? error.message : 'this browser refused it'}`;
    }
  };
  const button = (/** @type {'svg' | 'png'} */ kind) => el('button', {
    type: 'button', class: 'quiet', 'aria-label': `Save as ${kind.toUpperCase()}: ${title}`,
    click: ({ currentTarget }) => void keep(/** @type {Element} */ (currentTarget), kind),
  }, `Save as ${kind.toUpperCase()}`);
  return el('p', { class: 'saving' }, button('svg'), button('png'),
    el('span', { class: 'told', role: 'status' }));
}
