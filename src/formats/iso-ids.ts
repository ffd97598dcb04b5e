/** Texts that were seen, by a number of 64 bits each. */
export interface SeenTexts {
  /** Notes the text of a kind; answers false when it was noted before. */
  add(kind: string, text: string): boolean;
}

/** Adds texts up to a number of 64 bits. */
export interface Fingerprint {
  left: number;
  right: number;
}

/** Begins anew. */
export function restart(print: Fingerprint): void {
  print.left = 0x2545f491;
  print.right = 0x6c078965;
}

/** Adds a text, and its end. */
export function mix(print: Fingerprint, text: string): void {
  let { left, right } = print;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    left = Math.imul(left ^ code, 0x9e3779b1);
    right = Math.imul(right ^ code, 0x5f356495);
  }
  print.left = Math.imul(left ^ (left >>> 16) ^ 0x1f, 0x85ebca6b);
  print.right = Math.imul(right ^ (right >>> 15) ^ 0x2e, 0xc2b2ae35);
}

/** The fingerprint as text. */
export function printText({ left, right }: Fingerprint): string {
  return `${left} ${right}`;
}

/** Tables that grow one after the other. Why many: while one is copied into a wider one, both take memory. */
const TABLES = 64;
const FIRST_PLACES = 16;

interface Table {
  numbers: Uint32Array;
  count: number;
}

/** Puts a number of two halves into its place, or the next free one; false when it stands there. An empty place holds zeros. */
function put(numbers: Uint32Array, left: number, right: number): boolean {
  const last = numbers.length / 2 - 1;
  let place = (left ^ (right >>> 7)) & last;
  for (;;) {
    const [foundLeft, foundRight] = [numbers[place * 2], numbers[place * 2 + 1]];
    if (foundLeft === 0 && foundRight === 0) break;
    if (foundLeft === left && foundRight === right) return false;
    place = (place + 1) & last;
  }
  numbers[place * 2] = left;
  numbers[place * 2 + 1] = right;
  return true;
}

function widened(numbers: Uint32Array): Uint32Array {
  const wider = new Uint32Array(numbers.length * 2);
  for (let at = 0; at < numbers.length; at += 2) {
    const [left = 0, right = 0] = [numbers[at], numbers[at + 1]];
    if (left !== 0 || right !== 0) put(wider, left, right);
  }
  return wider;
}

/**
 * A set of texts of any kind, of which only 64 bits each are kept, in tables of numbers: three million ids take 64 MB, a Set of texts ten times as
 * much. Two different texts have the same 64 bits by chance once in 2^64 pairs: among three million ids once in four million files.
 */
export function seenTexts(): SeenTexts {
  const tables = Array.from({ length: TABLES }, (): Table => ({
    numbers: new Uint32Array(FIRST_PLACES * 2),
    count: 0,
  }));
  const print: Fingerprint = { left: 0, right: 0 };
  return {
    add: (kind, text) => {
      restart(print);
      mix(print, kind);
      mix(print, text);
      const [left, right] = [print.left >>> 0, print.right >>> 0];
      const table = tables[right >>> 26];
      if (table === undefined) throw new RangeError('six bits choose among 64 tables');
      if (!put(table.numbers, left, left === 0 && right === 0 ? 1 : right)) return false;
      table.count += 1;
      if (table.count * 8 > table.numbers.length * 3) table.numbers = widened(table.numbers);
      return true;
    },
  };
}
