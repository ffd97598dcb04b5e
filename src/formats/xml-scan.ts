import type { Failure } from '../domain/failure.ts';
import { type XmlDecoding, openXmlDecoding } from './xml-text.ts';
import type { XmlAttributes } from './xml-token.ts';

/** Is told of the elements of a file as they come, by their local names (without a prefix). */
export interface XmlSink {
  open(name: string, attributes: XmlAttributes): void;
  /** `text`: of an element without elements in it; empty for others. */
  close(name: string, text: string): void;
}

/** Elements inside each other. Messages of ISO 20022 come to about 20. */
export const DEEPEST = 64;
/** Characters of a tag, comment or text. */
export const LONGEST = 1 << 20;
export const MOST_NAMES = 4096;

/** How far the reading of a file has come. */
export interface Scan {
  readonly sink: XmlSink;
  readonly decoding: XmlDecoding;
  /** What is not yet read begins at `at`. */
  text: string;
  at: number;
  /** Line ends in what was read and given away. */
  lines: number;
  /** Local names by names as they are written: each is checked once. */
  readonly names: Map<string, string>;
  /** Names of the elements that are open, as they are written and without prefix. */
  readonly open: string[];
  readonly openLocal: string[];
  /** The innermost open element holds no element so far; its text up to here. */
  isLeaf: boolean;
  value: string;
  isRootOver: boolean;
  /** Nothing was read yet, so that a declaration may come. */
  isStart: boolean;
  /** Where the next `&` and `]]>` stand at or behind `at`. Why: each is looked for once a block, not once a text. */
  nextReference: number;
  nextBracket: number;
  hasReturn: boolean;
  failure: Failure | null;
}

const SENTENCES = {
  doctype: [
    'tệp XML có DOCTYPE, không được nhận vì an toàn; hãy xin tệp không có DOCTYPE.',
    'the XML file has a DOCTYPE, which is not taken for safety; ask for one without.',
  ],
  bad_xml: [
    'tệp không đúng cú pháp XML; tệp bị hỏng hoặc bị sửa, hãy xin lại.',
    'this is not well-formed XML; the file is damaged or was edited, ask for it again.',
  ],
  unknown_entity: [
    'ký hiệu & không hợp lệ (thực thể không khai báo); hãy xin lại tệp.',
    'an & that stands for nothing (an undefined entity); ask for the file again.',
  ],
  mismatched_tag: [
    'thẻ đóng không khớp thẻ mở; tệp bị hỏng, hãy xin lại.',
    'an end tag that does not match its start tag; the file is damaged, ask for it again.',
  ],
  junk_after_root: [
    'có nội dung ngoài phần tử gốc; tệp bị nối hoặc bị sửa, hãy xin lại.',
    'something stands outside the root element; files were joined or edited, ask for it again.',
  ],
  too_deep: [
    `các thẻ lồng nhau quá ${DEEPEST} cấp; tệp không được nhận.`,
    `tags are nested deeper than ${DEEPEST}; not taken.`,
  ],
  too_long: [
    'một thẻ hoặc đoạn chữ dài hơn 1 MiB; tệp không được nhận.',
    'a tag or text is longer than 1 MiB; not taken.',
  ],
  truncated: [
    'tệp XML bị cắt, thiếu phần cuối; hãy tải lại tệp.',
    'the XML file breaks off, its end is missing; get the file again.',
  ],
} as const;

/** Line ends before `to`. */
export function linesIn(text: string, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** Ends the reading; what was found stands at `at`. Answers -1, as do all that cannot go on. */
export function fail(scan: Scan, code: keyof typeof SENTENCES, at: number): number {
  const line = scan.lines + linesIn(scan.text, at) + 1;
  const [vi, en] = SENTENCES[code];
  scan.failure = { code, message: `Dòng ${line}: ${vi} / Line ${line}: ${en}` };
  return -1;
}

/** What is not whole yet: waits for more, unless it is too long already. */
export function held(scan: Scan, from: number): number {
  return scan.text.length - from > LONGEST ? fail(scan, 'too_long', from) : -1;
}

/** Reading begins. */
export function newScan(sink: XmlSink): Scan {
  return {
    sink,
    decoding: openXmlDecoding(),
    text: '',
    at: 0,
    lines: 0,
    names: new Map(),
    open: [],
    openLocal: [],
    isLeaf: false,
    value: '',
    isRootOver: false,
    isStart: true,
    nextReference: -1,
    nextBracket: -1,
    hasReturn: false,
    failure: null,
  };
}
