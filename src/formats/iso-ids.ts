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
  return `${(left >>> 0).toString(16)}:${(right >>> 0).toString(16)}`;
}

const FIRST_PLACES = 1 << 10;

/**
 * A set of texts of any kind, of which only 64 bits each are kept, in one table of numbers: three million ids take 64 MB, a Set of texts ten
 * times as much. Two different texts have the same 64 bits by chance once in 2^64 pairs: among three million ids once in four million files.
 */
export function seenTexts(): SeenTexts {
  let places = FIRST_PLACES;
  let table = new Uint32Array(places * 2);
  let count = 0;
  const print: Fingerprint = { left: 0, right: 0 };

  /** Puts a number in; false when it stands there. */
  const put = (into: Uint32Array, left: number, right: number): boolean => {
    const last = into.length / 2 - 1;
    let place = (left ^ (right >>> 7)) & last;
    for (;;) {
      const [foundLeft, foundRight] = [into[place * 2], into[place * 2 + 1]];
      if (foundLeft === 0 && foundRight === 0) break;
      if (foundLeft === left && foundRight === right) return false;
      place = (place + 1) & last;
    }
    into[place * 2] = left;
    into[place * 2 + 1] = right;
    return true;
  };

  const grow = (): void => {
    const wider = new Uint32Array(places * 4);
    for (let at = 0; at < table.length; at += 2) {
      const [left = 0, right = 0] = [table[at], table[at + 1]];
      if (left !== 0 || right !== 0) put(wider, left, right);
    }
    table = wider;
    places *= 2;
  };

  return {
    add: (kind, text) => {
      restart(print);
      mix(print, kind);
      mix(print, text);
      const [left, right] = [print.left >>> 0, print.right >>> 0];
      // An empty place holds zeros.
      const isNew = put(table, left, left === 0 && right === 0 ? 1 : right);
      if (isNew) count += 1;
      if (count * 4 > places * 3) grow();
      return isNew;
    },
  };
}
