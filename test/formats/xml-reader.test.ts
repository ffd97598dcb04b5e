import { describe, expect, test } from 'vitest';
import { openXmlReader } from '../../src/formats/xml-reader.ts';

/** What a file tells: `<name attributes` and `name>text`, or the code of its refusal. */
function told(content: string | Uint8Array, chunkSize = 0): string {
  const events: string[] = [];
  const reader = openXmlReader({
    open: (name, attributes) =>
      events.push(`<${[name, ...[...attributes].map(([key, value]) => `${key}=${value}`)].join(' ')}`),
    close: (name, text) => events.push(`${name}>${text}`),
  });
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const step = chunkSize === 0 ? Math.max(bytes.length, 1) : chunkSize;
  for (let at = 0; at < bytes.length; at += step) if (!reader.write(bytes.subarray(at, at + step))) break;
  const end = reader.finish();
  return end.ok ? events.join(' ') : `refused: ${end.failure.code}`;
}

function sentence(content: string): string {
  const reader = openXmlReader({ open: () => {}, close: () => {} });
  reader.write(Buffer.from(content, 'utf8'));
  const end = reader.finish();
  return end.ok ? '' : end.failure.message;
}

/** Read at once, and byte by byte: the same. */
function toldAnyhow(content: string | Uint8Array): string {
  const whole = told(content);
  for (const size of [1, 2, 3, 7]) expect(told(content, size)).toBe(whole);
  return whole;
}

describe('what is read', () => {
  test.each([
    ['elements, attributes and text', '<a x="1" y=\'2\'><b>t</b><c/></a>', '<a x=1 y=2 <b b>t <c c> a>'],
    ['local names only', '<p:a xmlns:p="u"><p:b>1</p:b></p:a>', '<a xmlns:p=u <b b>1 a>'],
    ['a prefix that nobody declares', '<q:a>1</q:a>', '<a a>1'],
    [
      'references',
      '<a x="&lt;&#65;">&amp;&lt;&gt;&quot;&apos;&#x1EA0;&#128512;</a>',
      '<a x=<A a>&<>"\'\u1EA0\u{1F600}',
    ],
    ['CDATA as text, beside text', '<a>x<![CDATA[<b>&amp;]]>y</a>', '<a a>x<b>&amp;y'],
    ['comments and instructions inside text', '<a>x<!-- <b> -->y<?do it?>z</a>', '<a a>xyz'],
    [
      'a declaration, comments and instructions around',
      '<?xml version="1.0"?><!-- c --><a/><?p?>\n<!-- d -->\n',
      '<a a>',
    ],
    ['line ends as one', '<a>1\r\n2\r3&#13;</a>', '<a a>1\n2\n3\r'],
    ['white space in attributes as spaces', '<a x="1\n2\t3"/>', '<a x=1 2 3 a>'],
    ['a > in an attribute', '<a x="1>2"><b/></a>', '<a x=1>2 <b b> a>'],
    ['white space inside tags', '<a  x = "1"\n ></a\n>', '<a x=1 a>'],
    ['letters of two, three and four bytes', '<ạ đ="ữ">é\u{1F600}</ạ>', '<ạ đ=ữ ạ>é\u{1F600}'],
    ['text between elements is passed over', '<a>x<b>1</b>y</a>', '<a <b b>1 a>'],
  ])('%s', (_, content, expected) => {
    expect(toldAnyhow(content)).toBe(expected);
  });

  test('64 elements inside each other', () => {
    expect(told('<a>'.repeat(64) + '</a>'.repeat(64))).toContain('<a');
    expect(told('<a>'.repeat(65) + '</a>'.repeat(65))).toBe('refused: too_deep');
  });
});

describe('encodings', () => {
  const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le');
  const utf16be = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

  test.each([
    ['a byte order mark', Buffer.from('\uFEFF<a>é</a>', 'utf8')],
    ['UTF-8 by name', Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>é</a>', 'utf8')],
    ['ISO-8859-1', latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>')],
    ['windows-1252', latin("<?xml version='1.0' encoding='windows-1252'?><a>é</a>")],
    ['UTF-16, little end first', utf16('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>')],
    ['UTF-16, big end first', utf16be('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a>é</a>')],
    ['UTF-16 without a mark', utf16('<?xml version="1.0" encoding="UTF-16"?><a>é</a>')],
    [
      'bytes in UTF-8 that call themselves UTF-16',
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><a>é</a>', 'utf8'),
    ],
  ])('%s', (_, bytes) => {
    expect(toldAnyhow(bytes)).toBe('<a a>é');
  });

  test.each([
    ['bytes that are not UTF-8', latin('<a>é</a>'), 'wrong_encoding'],
    ['a letter cut off at the end', Buffer.from('<a>é', 'utf8').subarray(0, 4), 'wrong_encoding'],
    ['an encoding that is not known', latin('<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>'), 'unknown_encoding'],
    ['a control character', latin('<a>\u0001</a>'), 'bad_character'],
    ['a NUL', latin('<a>\u0000</a>'), 'bad_character'],
  ])('%s', (_, bytes, code) => {
    expect(toldAnyhow(bytes)).toBe(`refused: ${code}`);
  });
});

describe('what is refused', () => {
  test.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'doctype'],
    ['one in small letters', '<!doctype a><a/>', 'doctype'],
    ['one inside', '<a><!DOCTYPE a></a>', 'doctype'],
    ['an entity that nobody defined', '<a>&nbsp;</a>', 'unknown_entity'],
    ['an & alone', '<a>1 & 2</a>', 'unknown_entity'],
    ['a character that does not exist', '<a>&#0;</a>', 'unknown_entity'],
    ['a surrogate', '<a>&#xD800;</a>', 'unknown_entity'],
    ['an entity in an attribute', '<a x="&e;"/>', 'bad_xml'],
    ['tags that do not match', '<a><b></a></b>', 'mismatched_tag'],
    ['an end that goes on', '<a></ab>', 'mismatched_tag'],
    ['a second root', '<a/><b/>', 'junk_after_root'],
    ['text behind the root', '<a/>x', 'junk_after_root'],
    ['an end behind the root', '<a/></a>', 'junk_after_root'],
    ['CDATA behind the root', '<a/><![CDATA[]]>', 'junk_after_root'],
    ['text before the root', 'x<a/>', 'bad_xml'],
    ['an attribute twice', '<a x="1" x="2"/>', 'bad_xml'],
    ['an attribute without quotes', '<a x=1/>', 'bad_xml'],
    ['an attribute without value', '<a x/>', 'bad_xml'],
    ['attributes that touch', '<a x="1"y="2"/>', 'bad_xml'],
    ['a < in an attribute', '<a x="<"/>', 'bad_xml'],
    ['a name that is none', '<1a/>', 'bad_xml'],
    ['a space before the name', '< a/>', 'bad_xml'],
    [']]> in text', '<a>]]></a>', 'bad_xml'],
    ['-- in a comment', '<a><!-- x -- y --></a>', 'bad_xml'],
    ['a declaration that comes late', ' <?xml version="1.0"?><a/>', 'bad_xml'],
    ['a declaration of an element', '<!ELEMENT a ANY><a/>', 'bad_xml'],
    ['nothing', '', 'truncated'],
    ['an end too few', '<a><b></b>', 'truncated'],
    ['a cut within a tag', '<a><b', 'truncated'],
    ['a cut within a comment', '<a><!-- ', 'truncated'],
    ['a cut within text', '<a>12', 'truncated'],
    ['no XML', 'stt;ma', 'bad_xml'],
  ])('%s', (_, content, code) => {
    expect(toldAnyhow(content)).toBe(`refused: ${code}`);
  });

  test('a text, tag, comment or CDATA above 1 MiB, wherever blocks end', () => {
    const much = 'x'.repeat((1 << 20) + 10);
    for (const content of [
      `<a>${much}</a>`,
      `<a y="${much}"/>`,
      `<a><!--${much}--></a>`,
      `<a><![CDATA[${much}]]></a>`,
      `<${much}/>`,
      `<a>${much}`,
    ])
      for (const size of [0, 1 << 15]) expect(told(content, size)).toBe('refused: too_long');
    const half = 'x'.repeat(1 << 19);
    expect(told(`<a>${half}<!-- -->${half}<!-- -->${half}</a>`)).toBe('refused: too_long');
    expect(told(`<a>${half}</a>`)).toBe(`<a a>${half}`);
  });

  test('the sentence names the line, in both languages, and nothing of the content', () => {
    const text = sentence('<a>\n<Nm>NGUYEN VAN A</Nm>\n<b>&none;</b>\n</a>');
    expect(text).toMatch(/^Dòng 3: .+ \/ Line 3: .+/);
    expect(text).not.toContain('NGUYEN');
  });

  test('nothing is told behind the fault', () => {
    const names: string[] = [];
    const reader = openXmlReader({ open: (name) => names.push(name), close: () => {} });
    expect(reader.write(Buffer.from('<a><b></c>'))).toBe(false);
    expect(reader.write(Buffer.from('<d/>'))).toBe(false);
    expect(names).toEqual(['a', 'b']);
  });
});
