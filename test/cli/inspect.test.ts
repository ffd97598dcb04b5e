import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { vnd } from '../../src/domain/money.ts';
import { bankList } from '../../src/formats/bank-list.ts';
import { postList } from '../../src/formats/post-list.ts';
import { chitra } from '../support/chitra.ts';
import { DIALECT, STATEMENT, openInspecting } from '../support/inspecting.ts';
import { printStatements, printStatuses } from '../support/iso-printer.ts';

const { folder, at, inspected, json, drop } = openInspecting();

afterAll(drop);

describe('messages of ISO 20022', () => {
  test('a statement as JSON, by the names of the contract', async () => {
    const [code, answer] = await json('a.xml', printStatements([STATEMENT], DIALECT));
    expect(code).toBe(0);
    expect(answer).toMatchObject({
      format: 'camt.053',
      version: '001.08',
      payments: { count: 0, sum: '0', header_count: null, header_sum: null },
      statuses: [],
      statements: [
        {
          account: '0201000123456',
          currency: 'VND',
          opening: '10000000',
          closing: '9460000',
          credits: '540000',
          debits: '1080000',
          entries: 2,
          details: 3,
          balanced: true,
        },
      ],
      returns: [{ end_to_end_id: 'E0', amount: '540000', reason: 'AC04' }],
      problems: [],
      movements: 3,
    });
  });

  test('a statement for people', async () => {
    const { code, stdout } = await inspected('a.xml', printStatements([STATEMENT], DIALECT));
    expect(code).toBe(0);
    expect(stdout).toContain('camt.053, 001.08');
    expect(stdout).toMatch(/số dư đầu \/ opening +10\.000\.000 VND/);
    expect(stdout).toMatch(/khớp \/ balanced/);
    expect(stdout).toMatch(/E0 +540\.000 VND {2}AC04/);
    expect(stdout).not.toContain('NGUYEN');
  });

  test('one that does not balance is described, with exit code 1', async () => {
    const wrong = printStatements([{ ...STATEMENT, closing: 1 }], DIALECT);
    const [code, answer] = await json('b.xml', wrong);
    expect([code, answer['problems']]).toEqual([1, [{ code: 'not_balanced', message: expect.any(String) }]]);
    expect(answer['statements']).toEqual([expect.objectContaining({ balanced: false, closing: '1' })]);
    const { code: shown, stdout } = await inspected('b.xml', wrong);
    expect(shown).toBe(1);
    expect(stdout).toContain('KHÔNG KHỚP / NOT BALANCED');
    expect(stdout).toContain('[not_balanced]');
  });

  test('statuses: all of them as JSON, twenty for people', async () => {
    const lines = Array.from({ length: 30 }, (_, no) => ({
      instructionId: `I${no}`,
      endToEndId: `E${no}`,
      uetr: '',
      status: no === 3 ? 'RJCT' : 'ACSC',
      reasons: no === 3 ? ['AC01'] : [],
      text: '',
      amount: 540_000,
    }));
    const bytes = printStatuses('PART', [{ id: 'B1', status: 'PART', reasons: [], lines }], DIALECT, 10);
    const [code, answer] = await json('c.xml', bytes);
    expect(code).toBe(0);
    const statuses = answer['statuses'];
    expect(statuses).toHaveLength(32);
    expect(statuses).toEqual(
      expect.arrayContaining([
        { level: 'group', status: 'PART', reasons: [], original_message_id: 'OURS-1', end_to_end_id: '' },
        expect.objectContaining({ level: 'line', status: 'RJCT', reasons: ['AC01'], end_to_end_id: 'E3' }),
      ]),
    );
    const { stdout } = await inspected('c.xml', bytes);
    expect(stdout).toMatch(/line ACSC +29, 15\.660\.000/);
    expect(stdout).toContain('... 12 nữa / more');
    expect(stdout.match(/E\d+ +(ACSC|RJCT)/g)).toHaveLength(18);
  });

  test('headers of payments as they are written', async () => {
    const text =
      '<Document><CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-20T08:00:00</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>540000.00</CtrlSum></GrpHdr><PmtInf><PmtInfId>B</PmtInfId><CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><Amt><InstdAmt Ccy="VND">540000</InstdAmt></Amt></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>';
    const [code, answer] = await json('d.xml', text);
    expect([code, answer['format'], answer['version']]).toEqual([1, 'pain.001', '']);
    expect(answer['payments']).toEqual({ count: 1, sum: '540000', header_count: 2, header_sum: '540000.00' });
    expect(answer['problems']).toEqual([{ code: 'group_count', message: expect.any(String) }]);
    expect(answer['currencies']).toEqual([{ currency: 'VND', count: 1, sum: '540000' }]);
  });
});

describe('our own files', () => {
  const entries = [1, 2].map((no) => ({
    endToEndId: `CT24202611R01${String(no).padStart(9, '0')}`,
    accountNo: '0012345678',
    accountName: 'NGUYEN VAN A',
    amount: vnd(540_000),
  }));
  const bank = bankList({ month: month(202611), bankBin: '970405', communeCode: '07210', entries });

  test('a list for a bank, whole and with a line twice', async () => {
    const [code, answer] = await json('bank.csv', bank);
    expect([code, answer['format'], answer['problems']]).toEqual([0, 'bank-list', []]);
    expect(answer['payments']).toEqual({ count: 2, sum: '1080000', header_count: null, header_sum: null });
    const text = new TextDecoder().decode(bank);
    const [again, twice] = await json('twice.csv', `${text}${text.split('\n')[1] ?? ''}\n`);
    expect(again).toBe(1);
    expect(JSON.stringify(twice['problems'])).toContain('twice');
  });

  test('a list for a post office', async () => {
    const bytes = await postList({
      provinceName: 'Tỉnh Bắc Ninh',
      month: month(202611),
      runId: '2026-11-R01',
      commune: { code: '07210', name: 'Phường Bắc Giang' },
      point: { code: 'PP1', name: 'Bưu điện (số 1)', provider: 'VNPOST' },
      entries: [
        {
          paymentId: '2026-11-R01-000000001',
          personId: 'P1',
          fullName: 'Nguyễn Thị A',
          birthYear: '1950',
          nationalIdEnd: '1234',
          collector: '',
          current: vnd(540_000),
          arrears: vnd(0),
          arrearsMonths: 0,
          carried: vnd(0),
          recovered: vnd(0),
          amount: vnd(540_000),
        },
      ],
    });
    const [code, answer] = await json('post.xlsx', bytes);
    expect([code, answer['format'], answer['problems']]).toEqual([0, 'post-list', []]);
    expect(answer['payments']).toMatchObject({ count: 1, sum: '540000' });
  });

  test('a file of results', async () => {
    const rows = [
      'end_to_end_id;status;date;amount;reason',
      'E1;paid;2026-11-20;540000;',
      'E2;returned;20/11/2026;540000;AC04',
      'E2;paid;2026-11-21;540000;',
      'E3;lost;2026-11-21;540000;',
    ];
    const [code, answer] = await json('settlement.csv', `\uFEFF${rows.join('\r\n')}\r\n`);
    expect([code, answer['format']]).toEqual([1, 'settlement.csv']);
    expect(answer['returns']).toEqual([
      { end_to_end_id: 'E2', amount: '540000', reason: 'AC04', currency: 'VND', date: '2026-11-20' },
    ]);
    expect(answer['problems']).toEqual([
      { code: 'status_contradicts', message: expect.stringContaining('row 4') },
      { code: 'bad_status', message: expect.stringContaining('row 5') },
    ]);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an empty file', '', 'trống'],
    ['a text', 'xin chào\n', 'This kind of file is not known'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'This kind of file is not known'],
    ['an archive', Buffer.from('PK\u0003\u0004xxxxxxxx', 'latin1'), 'kind'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), '.xlsx'],
    [
      'a message between banks',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.004.001.09"><PmtRtr/></Document>',
      'pacs.004 (payment return), which is not read',
    ],
    [
      'a statement of SWIFT',
      ':20:940S\r\n:25:0201000123456\r\n:28C:1/1\r\n:60F:C261120VND1000,\r\n',
      'MT940 (customer statement of SWIFT), which is not read',
    ],
    ['XML of another kind', '<html></html>', 'pain.001'],
    ['a document type', '<!DOCTYPE Document><Document/>', 'DOCTYPE'],
    ['a file cut off', '<Document><CstmrPmtStsRpt>', 'breaks off'],
  ])('%s: one sentence, exit code 1', async (_, content, piece) => {
    const { code, stdout, stderr } = await inspected('x.bin', content);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^chitra: x\.bin: .{20,}\n$/);
    expect(stderr).toContain(piece);
  });

  test('no file, and wrong use', async () => {
    const none = await chitra(at, 'inspect', join(folder, 'nowhere.xml'));
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('does not exist')]);
    expect((await chitra(at, 'inspect', folder)).code).toBe(1);
    expect((await chitra(at, 'inspect')).code).toBe(2);
    expect((await chitra(at, 'inspect', 'a', 'b')).code).toBe(2);
  });

  test('nothing was opened: no services, no database, no folder of ours', () => {
    expect(existsSync(join(folder, 'home'))).toBe(false);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
