import { describe, expect, test } from 'vitest';
import { inspectBytes, recognisersWith } from '../../src/formats/inspect-formats.ts';
import { unreadText } from '../../src/formats/unread-messages.ts';
import { formsInForce, openShelf } from '../../src/payroll/bank-forms.ts';
import { readIso, warningCodes } from '../support/iso-reading.ts';
import { granted } from '../support/office.ts';

const { book } = granted(formsInForce(granted(await openShelf(null))));

async function refusal(content: string): Promise<string> {
  const bytes = new TextEncoder().encode(content);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  const file = { head: bytes, chunks, blocks: chunks, whole: () => Promise.resolve(bytes) };
  const inspected = await inspectBytes(file, 100, recognisersWith('24', book));
  return inspected.ok ? `read as ${inspected.value.format}` : inspected.failure.message;
}

const namespaced = (kind: string, body: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.09">${body}</Document>`;

describe('messages of ISO 20022 that are not read', () => {
  test.each([
    ['pacs.002', 'FIToFIPmtStsRpt', 'payment status report between banks'],
    ['pacs.004', 'PmtRtr', 'payment return'],
    ['pacs.008', 'FIToFICstmrCdtTrf', 'credit transfer between banks'],
    ['pain.007', 'CstmrPmtRvsl', 'payment reversal'],
    ['pain.013', 'CdtrPmtActvtnReq', 'request to pay'],
    ['camt.029', 'RsltnOfInvstgtn', 'resolution of investigation'],
    ['camt.055', 'CstmrPmtCxlReq', 'cancellation request of a customer'],
    ['camt.056', 'FIToFIPmtCxlReq', 'cancellation request between banks'],
  ])('%s is named in the refusal, by its body, or by its namespace alone', async (kind, body, what) => {
    const sentence = `This is ${kind} (${what}), which is not read; ask the bank for`;
    for (const text of [`<${body}/>`, `<x:Document xmlns:x="urn:y"><x:${body}/></x:Document>`, namespaced(kind, '')]) {
      const refused = await refusal(text);
      expect(refused).toContain(sentence);
      expect(refused).toMatch(new RegExp(`^Đây là ${kind} \\(`));
    }
    expect(await refusal(`<Document><${kind}.001.01/></Document>`)).toContain(sentence);
  });

  test('one that nobody described is named by its number; XML of another kind is not named', async () => {
    expect(await refusal(namespaced('pacs.009', '<FICdtTrf/>'))).toContain('This is pacs.009, which is not read');
    expect(await refusal(namespaced('camt.053', ''))).toContain('The XML file holds no pain.001');
    expect(await refusal('<html></html>')).toContain('The XML file holds no pain.001');
  });

  test('the body counts, whatever the envelope or the namespace says', async () => {
    const text = `<Envelope xmlns:h="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08">${namespaced('pain.001', '<PmtRtr/>')}</Envelope>`;
    expect(await refusal(text)).toContain('This is pacs.004 (payment return)');
  });

  test('one that stands beside a message that is read is a warning', () => {
    const report =
      '<CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId><CreDtTm>2026-11-20T08:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId></OrgnlGrpInfAndSts></CstmrPmtStsRpt>';
    expect(warningCodes(readIso(`<E>${report}<PmtRtr/></E>`))).toEqual(['unread_message']);
    expect(warningCodes(readIso(`<E>${report}</E>`))).toEqual([]);
  });
});

describe('messages of SWIFT', () => {
  const STATEMENT =
    ':20:940S261120\r\n:25:0201000123456\r\n:28C:235/1\r\n:60F:C261120VND1000,\r\n:62F:C261120VND1300,\r\n';
  const REPORT = ':20:942R\r\n:25:0201000123456\r\n:28C:235/1\r\n:34F:VNDD0,\r\n:13D:2611201800+0700\r\n';
  const framed = (block: string): string => `{1:F01BFTVVNVXAXXX0000000000}{2:${block}BFTVVNVXXXXXN}{4:\r\n:20:1\r\n-}`;

  test.each([
    ['a statement', STATEMENT, 'MT940 (customer statement of SWIFT)'],
    ['with a byte order mark and lines before it', `\uFEFF\r\n${STATEMENT}`, 'MT940'],
    ['a report of the day', REPORT, 'MT942 (interim transaction report of SWIFT)'],
    ['a statement in its frame', framed('I940'), 'MT940'],
    ['a report in its frame, behind SOH', `\u0001${framed('O942')}`, 'MT942'],
    ['another message in its frame', framed('I103'), 'MT103 (SWIFT)'],
    ['one that says no more', ':20:1\r\n', 'MT (SWIFT)'],
  ])('%s is named in the refusal', async (_, text, name) => {
    const refused = await refusal(text);
    expect(refused).toContain(`This is ${name}`);
    expect(refused).toContain('which is not read; ask the bank for pain.002, camt.053 or camt.054.');
  });

  test('no other text is one', () => {
    for (const text of ['', 'STT;:20:\n', ':200:', '{1:F21', 'xin chào'])
      expect(unreadText(new TextEncoder().encode(text))).toBeNull();
  });
});
