import { isAscii, isUtf8 } from 'node:buffer';
import { type Failure, type Result, done, refused } from '../domain/failure.ts';

/** Turns the bytes of an XML file into text as they come. */
export interface XmlDecoding {
  /** The text that is certain by now; empty while the encoding, or a letter over several bytes, is not yet known. */
  decode(chunk: Uint8Array): Result<string>;
  /** What was still held back. */
  end(): Result<string>;
}

/** Encodings that a declaration may name, and how they are read. `utf-16` in a file of single bytes was written by a program that converted it. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['utf-16', 'utf-8'],
  ['utf-16le', 'utf-8'],
  ['utf-16be', 'utf-8'],
  ['iso-8859-1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['iso-8859-15', 'iso-8859-15'],
  ['windows-1252', 'windows-1252'],
  ['windows-1258', 'windows-1258'],
]);

/** No honest declaration is longer. */
const LONGEST_DECLARATION = 1024;
/** What XML 1.0 (section 2.2) does not allow: most control characters, and the two that are no characters. */
const NOT_ALLOWED = /[^\t\n\r\u0020-\uFFFD]/;

const WRONG_BYTES: Failure = {
  code: 'wrong_encoding',
  message:
    'Tệp XML có byte không đúng với mã ký tự của nó; hãy xin lại tệp gốc. / The XML file holds bytes that are not in its encoding; ask for the original file.',
};
const WRONG_CHARACTER: Failure = {
  code: 'bad_character',
  message:
    'Tệp XML có ký tự điều khiển không được phép; tệp bị hỏng, hãy xin lại. / The XML file holds a control character that is not allowed; it is damaged, ask for it again.',
};

const GREATER = 0x3e;

type Decode = (bytes: Uint8Array, isLast: boolean) => string | null;

/** How many bytes at the end begin a letter of UTF-8 that is not whole. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** How many bytes of UTF-8 can be read now. Why up to a `>`: what is whole needs no joining of texts, which makes all later reading slower. */
function readable(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(GREATER) + 1;
  return end > 0 ? end : bytes.length - openBytes(bytes);
}

/**
 * UTF-8 by hand, in one room that is used again for every block. Why not a TextDecoder: most blocks are ASCII, whose text takes half the memory and
 * a tenth of the time this way; and why not a new buffer for each block: they pile up until the next collection of garbage.
 */
function utf8Decode(): Decode {
  let room = Buffer.allocUnsafe(1 << 16);
  let held = 0;
  return (chunk, isLast) => {
    const length = held + chunk.length;
    if (length > room.length) room = Buffer.concat([room.subarray(0, held)], Math.max(length, room.length * 2));
    room.set(chunk, held);
    const bytes = room.subarray(0, length);
    const end = isLast ? length : readable(bytes);
    const whole = bytes.subarray(0, end);
    const text = isAscii(whole) ? whole.toString('latin1') : isUtf8(whole) ? whole.toString('utf8') : null;
    room.copyWithin(0, end, length);
    held = length - end;
    return text;
  };
}

function otherDecode(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes, isLast) => {
    try {
      return decoder.decode(bytes, { stream: !isLast });
    } catch {
      return null;
    }
  };
}

/** The encoding that the first bytes show by themselves (XML 1.0, appendix F); null: only a declaration can say. */
function shownEncoding([first = 0, second = 0, third = 0, fourth = 0]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0 && fourth === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c && third === 0)) return 'utf-16be';
  return null;
}

/** The way to read a file that begins so; null: more bytes are needed. */
function chosenDecode(opening: Uint8Array, isLast: boolean): Result<Decode> | null {
  if (opening.length < 4 && !isLast) return null;
  const shown = shownEncoding(opening);
  if (shown !== null) return done(shown === 'utf-8' ? utf8Decode() : otherDecode(shown));
  const text = asBuffer(opening.subarray(0, LONGEST_DECLARATION)).toString('latin1');
  if (!text.startsWith('<?xml')) return '<?xml'.startsWith(text) && !isLast ? null : done(utf8Decode());
  const end = text.indexOf('?>');
  if (end < 0 && opening.length < LONGEST_DECLARATION && !isLast) return null;
  const declared = /\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(text.slice(0, Math.max(end, 0)))?.[1];
  const encoding = declared === undefined ? 'utf-8' : ENCODINGS.get(declared.toLowerCase());
  if (encoding === undefined)
    return refused(
      'unknown_encoding',
      `Mã ký tự ${declared ?? ''} không đọc được; hãy lưu tệp với mã UTF-8. / The encoding ${declared ?? ''} cannot be read; save the file as UTF-8.`,
    );
  return done(encoding === 'utf-8' ? utf8Decode() : otherDecode(encoding));
}

/**
 * Decodes an XML file by its byte order mark or declaration: UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, windows-1252 and -1258. Refuses bytes that
 * are not in the encoding, other encodings, and characters that XML 1.0 does not allow. Source: XML 1.0 (fifth edition), 2.2 and appendix F.
 */
export function openXmlDecoding(): XmlDecoding {
  let opening: Uint8Array = new Uint8Array();
  let decode: Decode | null = null;
  let isBegun = false;
  const text = (bytes: Uint8Array, isLast: boolean): Result<string> => {
    let chunk = bytes;
    if (decode === null) {
      opening = opening.length === 0 ? Uint8Array.from(bytes) : Buffer.concat([opening, bytes]);
      const chosen = chosenDecode(opening, isLast);
      if (chosen === null) return done('');
      if (!chosen.ok) return chosen;
      decode = chosen.value;
      chunk = opening;
      opening = new Uint8Array();
    }
    let decoded = decode(chunk, isLast);
    if (decoded === null) return { ok: false, failure: WRONG_BYTES };
    // TextDecoder takes the mark away by itself.
    if (!isBegun && decoded.startsWith('\uFEFF')) decoded = decoded.slice(1);
    isBegun ||= decoded !== '';
    return NOT_ALLOWED.test(decoded) ? { ok: false, failure: WRONG_CHARACTER } : done(decoded);
  };
  return { decode: (chunk) => text(chunk, false), end: () => text(new Uint8Array(), true) };
}
