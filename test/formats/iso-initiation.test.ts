import { describe, expect, test } from 'vitest';
import { problemCodes, readIso, warningCodes } from '../support/iso-reading.ts';

interface Line {
  readonly id: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly name?: string;
  readonly more?: string;
}

function transaction({ id, amount = '540000', currency = 'VND', name = 'NGUYEN VAN A', more = '' }: Line): string {
  const ids = `<PmtId><InstrId>I${id}</InstrId><EndToEndId>E${id}</EndToEndId>${more}</PmtId>`;
  return `<CdtTrfTxInf>${ids}<Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt><Cdtr><Nm>${name}</Nm></Cdtr></CdtTrfTxInf>`;
}

interface Headers {
  readonly group?: string;
  readonly block?: string;
}

const COUNTED: Headers = {
  group: '<NbOfTxs>2</NbOfTxs><CtrlSum>1080000</CtrlSum>',
  block: '<NbOfTxs>2</NbOfTxs><CtrlSum>1080000</CtrlSum>',
};

function message(lines: readonly Line[], headers: Headers = COUNTED): string {
  const block = `<PmtInf><PmtInfId>B1</PmtInfId>${headers.block ?? ''}<ReqdExctnDt><Dt>2026-11-25</Dt></ReqdExctnDt>${lines.map(transaction).join('')}</PmtInf>`;
  const header = `<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-24T08:00:00</CreDtTm>${headers.group ?? '<NbOfTxs>1</NbOfTxs>'}</GrpHdr>`;
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>${header}${block}</CstmrCdtTrfInitn></Document>`;
}

const TWO: readonly Line[] = [{ id: '1' }, { id: '2' }];

describe('pain.001', () => {
  test('payments with the ids of file and block, and what they come to', () => {
    const uetr = '<UETR>6F9619FF-8B86-4D01-B42D-00CF4FC964FF</UETR>';
    const told = readIso(
      message([
        { id: '1', more: uetr },
        { id: '2', name: 'TRAN THI B' },
      ]),
    );
    expect(told.payments).toEqual([
      {
        messageId: 'M1',
        blockId: 'B1',
        instructionId: 'I1',
        endToEndId: 'E1',
        uetr: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
        amount: '540000',
        currency: 'VND',
        creditorName: 'NGUYEN VAN A',
      },
      expect.objectContaining({ endToEndId: 'E2', uetr: '', creditorName: 'TRAN THI B' }),
    ]);
    expect(told.message).toEqual({
      format: 'pain.001',
      version: '001.09',
      messageId: 'M1',
      createdAt: '2026-11-24T08:00:00',
      payments: { count: 2, sum: '1080000', headerCount: '2', headerSum: '1080000' },
      problems: [],
      warnings: [],
    });
  });

  test('amounts in other currencies, with as many decimals as the longest', () => {
    const lines = [
      { id: '1', amount: '0.10', currency: 'EUR' },
      { id: '2', amount: '0.2', currency: 'EUR' },
    ];
    const told = readIso(message(lines, { group: '<NbOfTxs>2</NbOfTxs><CtrlSum>0.3</CtrlSum>' }));
    expect(told.message?.payments).toEqual({ count: 2, sum: '0.30', headerCount: '2', headerSum: '0.3' });
    expect(problemCodes(told)).toEqual([]);
  });

  test.each<[string, readonly Line[], Headers, string[]]>([
    ['a count in the file header', TWO, { group: '<NbOfTxs>3</NbOfTxs>' }, ['group_count']],
    ['a sum in the file header', TWO, { group: '<NbOfTxs>2</NbOfTxs><CtrlSum>1080001</CtrlSum>' }, ['group_sum']],
    ['a count in a block', TWO, { ...COUNTED, block: '<NbOfTxs>1</NbOfTxs>' }, ['block_count']],
    ['a sum in a block', TWO, { ...COUNTED, block: '<CtrlSum>540000</CtrlSum>' }, ['block_sum']],
    ['words for a count', TWO, { ...COUNTED, group: '<NbOfTxs>two</NbOfTxs>' }, ['group_count']],
    ['an id twice', [{ id: '1' }, { id: '1' }], COUNTED, ['id_twice', 'id_twice']],
    [
      'a UETR twice',
      TWO.map((line) => ({ ...line, more: '<UETR>6f9619ff-8b86-4d01-b42d-00cf4fc964ff</UETR>' })),
      COUNTED,
      ['id_twice'],
    ],
    [
      'decimals in VND',
      [
        { id: '1', amount: '540000.50' },
        { id: '2', amount: '539999.50' },
      ],
      COUNTED,
      ['decimals', 'decimals'],
    ],
    ['an amount with a comma', [{ id: '1', amount: '540,000' }], {}, ['bad_amount']],
    ['an amount as a power', [{ id: '1', amount: '5e5' }], {}, ['bad_amount']],
    ['no amount', [{ id: '1', amount: '' }], {}, ['bad_amount']],
    ['an amount of 0', [{ id: '1', amount: '0' }], {}, ['not_positive']],
    ['an amount below 0', [{ id: '1', amount: '-5' }], {}, ['not_positive']],
    ['no payments', [], { group: '<NbOfTxs>0</NbOfTxs>' }, ['empty_block', 'empty']],
  ])('a problem: %s', (_, lines, headers, codes) => {
    expect(problemCodes(readIso(message(lines, headers)))).toEqual(codes);
  });

  test('NOTPROVIDED may stand anywhere and twice, .00 in VND is unusual only', () => {
    const text = message(TWO)
      .replaceAll(/<EndToEndId>E\d</g, '<EndToEndId>NOTPROVIDED<')
      .replaceAll('>540000<', '>540000.00<');
    expect(problemCodes(readIso(text))).toEqual([]);
    expect(warningCodes(readIso(text))).toEqual(['too_many_decimals']);
  });

  test.each([
    ['a name with marks', [{ id: '1', name: 'NGUYỄN VĂN Á' }], 'bad_characters'],
    ['an id that is too long', [{ id: 'x'.repeat(40) }], 'too_long'],
    ['an id that begins with a slash', [{ id: '/' }], 'bad_characters'],
    ['no name', [{ id: '1', name: '' }], 'missing'],
    ['a UETR of another kind', [{ id: '1', more: '<UETR>6f9619ff-8b86-1d01-b42d-00cf4fc964ff</UETR>' }], 'bad_uetr'],
  ])('a warning: %s', (_, lines, code) => {
    const told = readIso(message(lines, {}));
    expect(problemCodes(told)).toEqual([]);
    expect(warningCodes(told)).toContain(code);
  });

  test('a file full of one fault tells the first five, and how many more', () => {
    const lines = Array.from({ length: 1000 }, (_, at) => ({ id: String(at), amount: 'x' }));
    const told = readIso(message(lines, { group: '<NbOfTxs>1000</NbOfTxs>' }));
    expect(told.message?.problems).toHaveLength(6);
    expect(told.message?.problems.at(-1)?.message).toContain('995');
  });

  test('problems name places, not people', () => {
    const told = readIso(message([{ id: '024170012345', amount: 'x' }], {}));
    const text = JSON.stringify([told.message?.problems, told.message?.warnings]);
    expect(text).toContain('payment 1');
    expect(text).not.toMatch(/NGUYEN|024170012345/);
  });
});

describe('dialects', () => {
  const body = /<CstmrCdtTrfInitn>.*<\/CstmrCdtTrfInitn>/s.exec(message(TWO))?.[0] ?? '';

  test.each([
    ['no namespace', `<Document>${body}</Document>`, ''],
    [
      'a Swiss namespace',
      `<Document xmlns="http://www.example.com/de/pain.001.001.03.ch.02.xsd">${body}</Document>`,
      '001.03',
    ],
    [
      'a version of the future',
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.17">${body}</Document>`,
      '001.17',
    ],
    [
      'a prefix',
      `<n:Document xmlns:n="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">${body.replaceAll(/<(\/?)(?=\w)/g, '<$1n:')}</n:Document>`,
      '001.09',
    ],
    ['the body alone', body, ''],
    [
      'an envelope with a header',
      `<e:BizMsg xmlns:e="urn:x"><AppHdr><BizMsgIdr>B</BizMsgIdr></AppHdr><RequestPayload><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">${body}</Document></RequestPayload></e:BizMsg>`,
      '001.09',
    ],
    [
      'names of the oldest version',
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.02">${body.replaceAll('CstmrCdtTrfInitn', 'pain.001.001.02')}</Document>`,
      '001.02',
    ],
  ])('%s', (_, text, version) => {
    const told = readIso(text);
    expect(told.message).toMatchObject({ format: 'pain.001', version, problems: [] });
    expect(told.payments.map((one) => one.endToEndId)).toEqual(['E1', 'E2']);
  });

  test('a namespace of another message is a warning; the content counts', () => {
    const told = readIso(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02">${body}</Document>`);
    expect(told.message).toMatchObject({ format: 'pain.001', version: '', problems: [] });
    expect(warningCodes(told)).toEqual(['other_namespace']);
  });

  test('several messages in a file: headers are added, a message twice is a problem', () => {
    const second = body
      .replace('>M1<', '>M2<')
      .replace('>B1<', '>B2<')
      .replaceAll(/>([IE])(\d)</g, '>$1x$2<');
    const told = readIso(`<Files><Document>${body}</Document><Document>${second}</Document></Files>`);
    expect(told.message?.payments).toEqual({ count: 4, sum: '2160000', headerCount: '4', headerSum: '2160000' });
    expect(problemCodes(told)).toEqual([]);
    const twice = readIso(`<Files><Document>${body}</Document><Document>${body}</Document></Files>`);
    expect(problemCodes(twice)).toContain('message_twice');
  });

  test('different messages in a file are a problem', () => {
    const told = readIso(`<F>${body}<CstmrPmtStsRpt/></F>`);
    expect(problemCodes(told)).toEqual(['mixed_messages']);
  });

  test('pain.008: debtors, amounts beside the ids', () => {
    const debit =
      '<DrctDbtTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId><InstdAmt Ccy="EUR">12.50</InstdAmt><Dbtr><Nm>A</Nm></Dbtr></DrctDbtTxInf>';
    const text = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-24T08:00:00</CreDtTm><NbOfTxs>1</NbOfTxs></GrpHdr><PmtInf><PmtInfId>B</PmtInfId><ReqdColltnDt>2026-11-25</ReqdColltnDt><Cdtr><Nm>SO LDTBXH</Nm></Cdtr>${debit}</PmtInf></CstmrDrctDbtInitn></Document>`;
    const told = readIso(text);
    expect(told.payments).toEqual([expect.objectContaining({ amount: '12.50', creditorName: 'SO LDTBXH' })]);
    expect(told.message).toMatchObject({ format: 'pain.008', problems: [], warnings: [] });
  });

  test('other XML is refused', () => {
    expect(readIso('<Document><FIToFICstmrCdtTrf/></Document>').failure?.code).toBe('no_iso_message');
    expect(readIso('<!DOCTYPE x><Document/>').failure?.code).toBe('doctype');
    expect(readIso(`<Document>${body}`).failure?.code).toBe('truncated');
  });
});
