// Offsets of a selection: the browser counts UTF-16 units, the case counts Unicode code points.

/** Count the code points of a string; half of a surrogate pair counts as one. */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Turn an offset in UTF-16 units into one in code points; inside a pair it goes to the pair's start. */
export function toCodePoints(text, units) {
  const inside = units > 0 && units < text.length && isLow(text.charCodeAt(units)) && isHigh(text.charCodeAt(units - 1));
  return codePoints(text.slice(0, inside ? units - 1 : units));
}

/** Turn an offset in code points into one in UTF-16 units. */
export function toUnits(text, points) {
  let units = 0;
  for (const char of text) {
    if (points <= 0) break;
    units += char.length;
    points -= 1;
  }
  return units;
}

/**
 * Give the stretch that a range selects in a text of segments (elements with data-s, their offset in code points).
 *
 * Returns {start, end, words} without blanks at either end, or null where nothing of the text is selected.
 */
export function spanOf(range, root) {
  const segments = [...root.querySelectorAll("[data-s]")].filter((one) => range.intersectsNode(one));
  let start = null;
  let end = null;
  let words = "";
  for (const segment of segments) {
    const text = segment.textContent;
    const from = segment.contains(range.startContainer) ? unitsIn(segment, range.startContainer, range.startOffset) : 0;
    const to = segment.contains(range.endContainer) ? unitsIn(segment, range.endContainer, range.endOffset) : text.length;
    if (to <= from) continue;
    const base = Number(segment.dataset.s);
    const first = base + toCodePoints(text, from);
    // What lies between two paragraphs is white space that no segment shows.
    if (end !== null && first > end) words += "\n".repeat(first - end);
    if (start === null) start = first;
    end = base + toCodePoints(text, to);
    words += text.slice(from, to);
  }
  if (start === null) return null;
  const before = words.length - words.trimStart().length;
  const after = words.length - words.trimEnd().length;
  start += codePoints(words.slice(0, before));
  end -= codePoints(words.slice(words.length - after));
  words = words.trim();
  return words ? { start, end, words } : null;
}

/** Give the element and the unit in it at which a code point of the text stands. */
export function placeOf(root, point) {
  let found = null;
  for (const segment of root.querySelectorAll("[data-s]")) {
    if (Number(segment.dataset.s) > point) break;
    found = segment;
  }
  return found && { segment: found, unit: toUnits(found.textContent, point - Number(found.dataset.s)) };
}

function unitsIn(segment, node, offset) {
  const range = document.createRange();
  range.setStart(segment, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function isHigh(unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
