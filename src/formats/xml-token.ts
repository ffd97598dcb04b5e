/** Attributes of an element by their names as they are written. */
export type XmlAttributes = ReadonlyMap<string, string>;

export const NO_ATTRIBUTES: XmlAttributes = new Map();

const START = String.raw`:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}`;
const NAME = new RegExp(String.raw`^[${START}][${START}\-.0-9\u00B7\u0300-\u036F\u203F-\u2040]*$`, 'u');

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Whether a text is a name of XML 1.0 (production 5). */
export function isXmlName(text: string): boolean {
  return NAME.test(text);
}

/** Space, tab, line feed or carriage return. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Whether nothing but white space stands in a text. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** What stands for the reference between `&` and `;`; null: XML 1.0 knows none of that name without a document type. */
function referred(name: string): string | null {
  const known = ENTITIES.get(name);
  if (known !== undefined) return known;
  const code = /^#x[0-9a-fA-F]{1,8}$/.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : /^#[0-9]{1,10}$/.test(name)
      ? Number(name.slice(1))
      : 0;
  return isCharacter(code) ? String.fromCodePoint(code) : null;
}

/** The text with its references resolved; null: one of them is unknown or not closed. */
export function resolved(text: string): string | null {
  let result = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at);
    const value = end < 0 || end - at > 12 ? null : referred(text.slice(at + 1, end));
    if (value === null) return null;
    result += text.slice(from, at) + value;
    from = end + 1;
  }
  return result + text.slice(from);
}

function attributeValue(raw: string): string | null {
  if (raw.includes('<')) return null;
  const plain = /[\t\n\r]/.test(raw) ? raw.replaceAll(/\r\n|[\t\n\r]/g, ' ') : raw;
  return plain.includes('&') ? resolved(plain) : plain;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** The attributes of a tag that begin at `from`, and where the `>` or `/>` after them begins. Null: the text ends before. */
export interface TagRest {
  readonly attributes: XmlAttributes;
  readonly end: number;
}

function endOfName(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3d || code === 0x3e || code === 0x2f || code === 0x3c || isSpace(code)) break;
  }
  return at;
}

/** Reads the rest of an open tag behind its name. Null: more text is needed. 'broken': no attributes as XML 1.0 writes them, or one twice. */
export function tagRest(text: string, from: number): TagRest | 'broken' | null {
  const attributes = new Map<string, string>();
  for (let at = from; ;) {
    const start = afterSpace(text, at);
    if (start >= text.length) return null;
    const code = text.charCodeAt(start);
    if (code === 0x3e) return { attributes, end: start };
    if (code === 0x2f) {
      if (start + 1 >= text.length) return null;
      return text.charCodeAt(start + 1) === 0x3e ? { attributes, end: start } : 'broken';
    }
    const nameEnd = endOfName(text, start);
    const equals = afterSpace(text, nameEnd);
    const quote = afterSpace(text, equals + 1);
    if (quote >= text.length) {
      const isWrong = equals < text.length && text.charCodeAt(equals) !== 0x3d;
      return start === at || isWrong ? 'broken' : null;
    }
    const mark = text[quote] ?? '';
    if (start === at || text.charCodeAt(equals) !== 0x3d || (mark !== '"' && mark !== "'")) return 'broken';
    const close = text.indexOf(mark, quote + 1);
    if (close < 0) return null;
    const name = text.slice(start, nameEnd);
    const value = attributeValue(text.slice(quote + 1, close));
    if (value === null || attributes.has(name) || !isXmlName(name)) return 'broken';
    attributes.set(name, value);
    at = close + 1;
  }
}
