import { describe, expect, test } from 'vitest';
import { problemCodes, readIso, warningCodes } from '../support/iso-reading.ts';

function message(body: string, created = '2026-11-24T18:00:00'): string {
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>A1</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>${body}</CstmrPmtStsRpt></Document>`;
}

const group = (inside: string): string =>
  `<OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>${inside}</OrgnlGrpInfAndSts>`;
const block = (inside: string): string =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>B1</OrgnlPmtInfId>${inside}</OrgnlPmtInfAndSts>`;
const line = (id: string, status: string, more = ''): string =>
  `<TxInfAndSts><OrgnlInstrId>I${id}</OrgnlInstrId><OrgnlEndToEndId>E${id}</OrgnlEndToEndId><TxSts>${status}</TxSts>${more}</TxInfAndSts>`;
const reason = (code: string): string => `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`;

const shortly = (text: string): string[] =>
  readIso(text).statuses.map(({ row, level, status, reasons, endToEndId }) =>
    [row, level, status, ...reasons, endToEndId].filter((one) => one !== '').join(' '),
  );

describe('pain.002', () => {
  test('statuses stand at the level where they are said, in the order of the file', () => {
    const blocks = block(
      `<PmtInfSts>PART</PmtInfSts>${line('1', 'ACSC')}${line('2', 'RJCT', reason('AC01') + reason('NARR'))}`,
    );
    expect(shortly(message(group('<GrpSts>PART</GrpSts>') + blocks))).toEqual([
      '1 group PART',
      '2 block PART',
      '3 line ACSC E1',
      '4 line RJCT AC01 NARR E2',
    ]);
  });

  test('a level that says nothing is not told, a line always is', () => {
    expect(shortly(message(group('') + block(line('1', ''))))).toEqual(['1 line E1']);
    expect(shortly(message(group(reason('FF01')) + block('<PmtInfSts>RJCT</PmtInfSts>')))).toEqual([
      '1 group FF01',
      '2 block RJCT',
    ]);
  });

  test('everything of a line', () => {
    const more =
      '<StsRsnInf><Rsn><Prtry>X9</Prtry></Rsn><AddtlInf>first</AddtlInf><AddtlInf>second</AddtlInf></StsRsnInf><AccptncDtTm>2026-11-25T01:00:00</AccptncDtTm><OrgnlTxRef><Amt><InstdAmt Ccy="VND">540000</InstdAmt></Amt></OrgnlTxRef>';
    const text = message(
      group('') + block(line('1', 'RJCT', `<OrgnlUETR>6F9619FF-8B86-4D01-B42D-00CF4FC964FF</OrgnlUETR>${more}`)),
    );
    expect(readIso(text).statuses).toEqual([
      {
        row: 1,
        level: 'line',
        status: 'RJCT',
        reasons: ['X9'],
        text: 'first second',
        messageId: 'M1',
        blockId: 'B1',
        instructionId: 'I1',
        endToEndId: 'E1',
        uetr: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
        amount: '540000',
        currency: 'VND',
        originalCount: '',
        originalSum: '',
        date: '2026-11-25',
      },
    ]);
  });

  test('the oldest version: lines without a block, other names', () => {
    const old = `<TxInfAndSts><OrgnlPmtInfId>B7</OrgnlPmtInfId><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><StsRsn><Cd>AC04</Cd></StsRsn><AddtlStsRsnInf>closed</AddtlStsRsnInf></StsRsnInf></TxInfAndSts>`;
    const text = message(group('') + old).replaceAll('CstmrPmtStsRpt', 'pain.002.001.02');
    expect(readIso(text).statuses).toEqual([
      expect.objectContaining({ blockId: 'B7', reasons: ['AC04'], text: 'closed', date: '2026-11-24' }),
    ]);
  });

  const counted = (count: number, status = 'RJCT'): string =>
    `<NbOfTxsPerSts><DtldNbOfTxs>${count}</DtldNbOfTxs><DtldSts>${status}</DtldSts></NbOfTxsPerSts>`;

  test('a group and a block say what they were asked for; a line does not', () => {
    const asked = (count: string, sum: string): string =>
      `<OrgnlNbOfTxs>${count}</OrgnlNbOfTxs><OrgnlCtrlSum>${sum}</OrgnlCtrlSum>`;
    const text = message(
      group(`${asked('3', '1620000')}<GrpSts>PART</GrpSts>`) +
        block(`${asked('2', '1080000.00')}<PmtInfSts>PART</PmtInfSts>${line('1', 'RJCT')}`) +
        block('<PmtInfSts>ACSP</PmtInfSts>'),
    );
    expect(readIso(text).statuses.map((one) => [one.level, one.originalCount, one.originalSum])).toEqual([
      ['group', '3', '1620000'],
      ['block', '2', '1080000.00'],
      ['line', '', ''],
      ['block', '', ''],
    ]);
  });

  test('rejections that a header counts and nobody lists are a warning, never a problem', () => {
    const read = (text: string): [readonly string[], readonly string[]] => {
      const told = readIso(message(text));
      return [problemCodes(told), warningCodes(told)];
    };
    const one = line('1', 'RJCT');
    expect(read(group('') + block(counted(2) + one))).toEqual([[], ['status_count']]);
    expect(read(group(counted(2)) + block(one))).toEqual([[], ['status_count']]);
    expect(read(group(counted(2)) + block(one + line('2', 'RJCT')))).toEqual([[], []]);
    expect(read(group('') + block(counted(9, 'ACSP') + one))).toEqual([[], []]);
    expect(readIso(message(group('') + block(counted(2) + one))).message?.warnings[0]?.message).toContain(
      'says 2 transactions are RJCT, but 1 are listed',
    );
  });

  test('where all of a group or block was rejected no line needs to say so', () => {
    for (const text of [
      group(`<GrpSts>RJCT</GrpSts>${counted(2)}`),
      group(counted(2)) + block(`<PmtInfSts>RJCT</PmtInfSts>${counted(2)}`),
    ])
      expect(warningCodes(readIso(message(text)))).toEqual([]);
    const next = block(counted(2) + line('1', 'RJCT'));
    expect(warningCodes(readIso(message(`${group('') + block('<PmtInfSts>RJCT</PmtInfSts>')}${next}`)))).toEqual([
      'status_count',
    ]);
  });

  test('more lines than the header counts are a problem; fewer are usual', () => {
    const text = (count: number): string =>
      message(group('') + block(counted(count) + line('1', 'RJCT') + line('2', 'RJCT')));
    expect(problemCodes(readIso(text(1)))).toEqual(['status_count']);
    expect(problemCodes(readIso(text(2)))).toEqual([]);
    expect(problemCodes(readIso(text(5)))).toEqual([]);
  });

  test('one payment with two statuses is a problem, with one status twice a warning', () => {
    const text = (second: string): string => message(group('') + block(line('1', 'RJCT') + line('1', second)));
    expect(problemCodes(readIso(text('ACSC')))).toEqual(['status_contradicts']);
    expect(problemCodes(readIso(text('RJCT')))).toEqual([]);
    expect(warningCodes(readIso(text('RJCT')))).toEqual(['status_twice']);
    const unnamed = '<TxInfAndSts><OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>';
    expect(warningCodes(readIso(message(group('') + unnamed + unnamed)))).toEqual([]);
  });

  test('unknown statuses and odd dates are warnings', () => {
    const told = readIso(message(group('') + block(line('1', 'WHAT')), 'yesterday'));
    expect(problemCodes(told)).toEqual([]);
    expect(warningCodes(told)).toEqual(['unknown_status', 'odd_date']);
    expect(told.statuses[0]?.date).toBe('');
  });

  test('a message about nothing is empty', () => {
    expect(problemCodes(readIso(message('')))).toEqual(['empty']);
    expect(problemCodes(readIso(message(group(''))))).toEqual([]);
  });
});
