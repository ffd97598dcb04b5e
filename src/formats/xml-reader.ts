import { type Result, done } from '../domain/failure.ts';
import { DEEPEST, LONGEST, MOST_NAMES, type Scan, type XmlSink, fail, held, linesIn, newScan } from './xml-scan.ts';
import { NO_ATTRIBUTES, type TagRest, isBlank, isSpace, isXmlName, resolved, tagRest } from './xml-token.ts';

export type { XmlSink } from './xml-scan.ts';

export interface XmlReader {
  /** Takes the next bytes; answers false when nothing more is wanted: `finish` says why. */
  write(chunk: Uint8Array): boolean;
  finish(): Result<null>;
}

/** Takes the text between two tags. */
function takeText(scan: Scan, from: number, to: number): boolean {
  const { text } = scan;
  if (to - from > LONGEST) return fail(scan, 'too_long', from) === 0;
  if (scan.nextBracket >= 0 && scan.nextBracket < from) scan.nextBracket = text.indexOf(']]>', from);
  if (scan.nextBracket >= 0 && scan.nextBracket < to) return fail(scan, 'bad_xml', scan.nextBracket) === 0;
  if (scan.nextReference >= 0 && scan.nextReference < from) scan.nextReference = text.indexOf('&', from);
  const hasReference = scan.nextReference >= 0 && scan.nextReference < to;
  if (scan.open.length === 0) {
    if (!hasReference && isBlank(text.slice(from, to))) return true;
    return fail(scan, scan.isRootOver ? 'junk_after_root' : 'bad_xml', from) === 0;
  }
  if (!scan.isLeaf && !hasReference) return true;
  const raw = text.slice(from, to);
  const plain = scan.hasReturn ? raw.replaceAll(/\r\n?/g, '\n') : raw;
  const value = hasReference ? resolved(plain) : plain;
  if (value === null) return fail(scan, 'unknown_entity', scan.nextReference) === 0;
  return addValue(scan, value, from);
}

function addValue(scan: Scan, value: string, at: number): boolean {
  if (!scan.isLeaf) return true;
  scan.value = scan.value === '' ? value : scan.value + value;
  return scan.value.length <= LONGEST || fail(scan, 'too_long', at) === 0;
}

/** The local name of a name as it is written; null: it is no name. */
function localName(scan: Scan, name: string): string | null {
  const known = scan.names.get(name);
  if (known !== undefined) return known;
  if (!isXmlName(name)) return null;
  const local = name.slice(name.lastIndexOf(':') + 1);
  if (scan.names.size < MOST_NAMES) scan.names.set(name, local);
  return local;
}

/** 1 for the signs of ASCII that end the name of a tag, or cannot stand in one. */
const ENDS_NAME = Uint8Array.from({ length: 128 }, (_, code) => (isXmlName(`a${String.fromCharCode(code)}`) ? 0 : 1));

/** Reads a start tag at `from`; answers where it ends, or -1. */
function openTag(scan: Scan, from: number): number {
  const { text } = scan;
  let at = from + 1;
  let code = text.charCodeAt(at);
  while (code >= 128 || ENDS_NAME[code] === 0) code = text.charCodeAt((at += 1));
  if (at >= text.length) return held(scan, from);
  const raw = text.slice(from + 1, at);
  let rest: TagRest = { attributes: NO_ATTRIBUTES, end: at };
  if (code !== 0x3e) {
    if (code !== 0x2f && !isSpace(code)) return fail(scan, 'bad_xml', from);
    const read = tagRest(text, at);
    if (read === null) return held(scan, from);
    if (read === 'broken') return fail(scan, 'bad_xml', from);
    rest = read;
  }
  const local = localName(scan, raw);
  if (local === null) return fail(scan, 'bad_xml', from);
  if (rest.end - from > LONGEST) return fail(scan, 'too_long', from);
  if (scan.isRootOver) return fail(scan, 'junk_after_root', from);
  if (scan.open.length === DEEPEST) return fail(scan, 'too_deep', from);
  scan.sink.open(local, rest.attributes);
  scan.value = '';
  if (text.charCodeAt(rest.end) === 0x2f) {
    scan.isLeaf = false;
    scan.isRootOver = scan.open.length === 0;
    scan.sink.close(local, '');
    return rest.end + 2;
  }
  scan.open.push(raw);
  scan.openLocal.push(local);
  scan.isLeaf = true;
  return rest.end + 1;
}

/** Why not startsWith: half of all tags end elements, and this takes a third of its time for names so short. */
function standsAt(text: string, name: string, from: number): boolean {
  for (let at = 0; at < name.length; at += 1) if (text.charCodeAt(from + at) !== name.charCodeAt(at)) return false;
  return true;
}

/** Reads an end tag at `from`; answers where it ends, or -1. */
function closeTag(scan: Scan, from: number): number {
  const { text } = scan;
  const name = scan.open.at(-1) ?? '';
  let end = from + 2 + name.length;
  if (text.charCodeAt(end) !== 0x3e || name === '' || !standsAt(text, name, from + 2)) {
    end = text.indexOf('>', from);
    if (end < 0) return held(scan, from);
    if (end - from > LONGEST) return fail(scan, 'too_long', from);
    if (name === '' && scan.isRootOver) return fail(scan, 'junk_after_root', from);
    if (name === '' || !text.startsWith(name, from + 2) || !isBlank(text.slice(from + 2 + name.length, end)))
      return fail(scan, 'mismatched_tag', from);
  }
  scan.open.pop();
  const local = scan.openLocal.pop() ?? '';
  const value = scan.isLeaf ? scan.value : '';
  scan.isLeaf = false;
  scan.value = '';
  scan.isRootOver = scan.open.length === 0;
  scan.sink.close(local, value);
  return end + 1;
}

/** Reads a comment, CDATA or what else begins with `<!`; answers where it ends, or -1. */
function declaration(scan: Scan, from: number): number {
  const { text } = scan;
  if (text.startsWith('<!--', from)) {
    const end = text.indexOf('--', from + 4);
    if (end < 0 || end + 2 >= text.length) return held(scan, from);
    if (end - from > LONGEST) return fail(scan, 'too_long', from);
    return text.charCodeAt(end + 2) === 0x3e ? end + 3 : fail(scan, 'bad_xml', end);
  }
  if (text.startsWith('<![CDATA[', from)) {
    if (scan.open.length === 0) return fail(scan, scan.isRootOver ? 'junk_after_root' : 'bad_xml', from);
    const end = text.indexOf(']]>', from + 9);
    if (end < 0) return held(scan, from);
    if (end - from > LONGEST) return fail(scan, 'too_long', from);
    const raw = text.slice(from + 9, end);
    return addValue(scan, scan.hasReturn ? raw.replaceAll(/\r\n?/g, '\n') : raw, from) ? end + 3 : -1;
  }
  const begun = text.slice(from, from + 9);
  if ('<!--'.startsWith(begun) || '<![CDATA['.startsWith(begun)) return -1;
  if ('<!DOCTYPE'.startsWith(begun.toUpperCase())) return begun.length < 9 ? -1 : fail(scan, 'doctype', from);
  return fail(scan, 'bad_xml', from);
}

const XML_DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.\d+\1([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])[A-Za-z][A-Za-z0-9._-]*\3)?([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(yes|no)\5)?[ \t\r\n]*\?>$/;

/** Reads a processing instruction or the declaration of the file; answers where it ends, or -1. */
function instruction(scan: Scan, from: number): number {
  const { text } = scan;
  const end = text.indexOf('?>', from + 2);
  if (end < 0) return held(scan, from);
  if (end - from > LONGEST) return fail(scan, 'too_long', from);
  const target = /^[^\s?]*/.exec(text.slice(from + 2, end))?.[0] ?? '';
  if (target.toLowerCase() === 'xml') {
    if (!scan.isStart || !XML_DECLARATION.test(text.slice(from, end + 2))) return fail(scan, 'bad_xml', from);
  } else if (!isXmlName(target)) return fail(scan, 'bad_xml', from);
  return end + 2;
}

function tag(scan: Scan, from: number): number {
  const code = scan.text.charCodeAt(from + 1);
  if (Number.isNaN(code)) return -1;
  if (code === 0x2f) return closeTag(scan, from);
  if (code === 0x21) return declaration(scan, from);
  return code === 0x3f ? instruction(scan, from) : openTag(scan, from);
}

/** Reads as far as the text goes. */
function read(scan: Scan, more: string): void {
  scan.text = scan.at < scan.text.length ? scan.text.slice(scan.at) + more : more;
  scan.at = 0;
  const { text } = scan;
  scan.nextReference = text.indexOf('&');
  scan.nextBracket = text.indexOf(']]>');
  scan.hasReturn = text.includes('\r');
  for (;;) {
    const start = text.indexOf('<', scan.at);
    if (start < 0) {
      held(scan, scan.at);
      break;
    }
    if (start > scan.at) {
      if (!takeText(scan, scan.at, start)) break;
      scan.isStart = false;
      scan.at = start;
    }
    const end = tag(scan, start);
    if (end < 0) break;
    scan.isStart = false;
    scan.at = end;
  }
  if (scan.failure === null) scan.lines += linesIn(text, scan.at);
}

function take(scan: Scan, text: Result<string>): boolean {
  if (scan.failure !== null) return false;
  if (!text.ok) scan.failure = text.failure;
  else if (text.value !== '') read(scan, text.value);
  return scan.failure === null;
}

/** What stands behind the last tag: white space of a file that is whole. */
function end(scan: Scan): Result<null> {
  if (take(scan, scan.decoding.end())) {
    const left = scan.text.slice(scan.at);
    const isCut = scan.open.length > 0 || left.startsWith('<') || isBlank(left);
    if (!scan.isRootOver) fail(scan, isCut ? 'truncated' : 'bad_xml', scan.at);
    else if (!isBlank(left)) fail(scan, 'junk_after_root', scan.at);
  }
  return scan.failure === null ? done(null) : { ok: false, failure: scan.failure };
}

/**
 * Reads XML as it comes, in blocks of any size: memory holds one block and one tag or text. Strict where XML 1.0 is (tags that match, one root,
 * known references), but knows no document types: DOCTYPE is refused, and with it every entity that a file defines. Prefixes need no
 * declaration. Refuses elements deeper than 64, and a tag, comment or text above 1 MiB. Source: XML 1.0 (fifth edition).
 */
export function openXmlReader(sink: XmlSink): XmlReader {
  const scan = newScan(sink);
  return {
    write: (chunk) => take(scan, scan.decoding.decode(chunk)),
    finish: () => end(scan),
  };
}
