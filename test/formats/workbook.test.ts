import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';
import type { Reconciliation } from '../../src/formats/reconciliation.ts';
import { LONGEST_LIST, reconciliationSheets, reconciliationWorkbook } from '../../src/formats/workbook.ts';
import { workbookCells } from '../support/workbook-cells.ts';

const RUN = {
  run_id: '24-202611-1',
  kind: 'regular',
  status: 'issued',
  maker: 'lan',
  approver: 'hung',
  knownAt: '2026-10-20',
  persons: 3,
  payments: 3,
  amount: vnd(2_590_000),
  current: vnd(1_890_000),
  arrears: vnd(160_000),
  carried: vnd(540_000),
  heldPersons: 1,
  heldAmount: vnd(540_000),
  overpaid: vnd(1_000_000),
};

const MONTH: Reconciliation = {
  month: month(202611),
  runs: [
    RUN,
    { ...RUN, run_id: '24-202611-2', kind: 'supplementary', approver: '', payments: 1, amount: vnd(540_000) },
  ],
  byProvider: [
    { communeCode: '07210', communeName: 'Phường Bắc Giang', provider: '970415', payments: 2, amount: vnd(2_050_000) },
    { communeCode: '07246', communeName: 'Xã Xuân Lương', provider: 'VNPOST', payments: 1, amount: vnd(540_000) },
  ],
  byArrearsMonth: [{ month: month(202607), kind: 'arrears', lines: 4, amount: vnd(160_000) }],
  held: [{ reason: 'no_payee', persons: 1, amount: vnd(540_000) }],
  overpaid: [{ personId: '24-7', family: 'MAIN', month: month(202609), amount: vnd(1_000_000) }],
  controls: [
    { name: 'Dòng = khoản chi', left: 2_590_000, right: 2_590_000 },
    { name: 'Sổ cái = tệp', left: 2_590_000, right: 2_050_000 },
  ],
  files: [{ path: 'bank/a.csv', sha256: 'ee', payments: 2, amount: vnd(2_050_000) }],
};

describe('the reconciliation workbook', () => {
  test('has its seven sheets with their totals', async () => {
    const sheets = await workbookCells(await reconciliationWorkbook(MONTH));
    expect([...sheets.keys()]).toEqual([
      'Tổng hợp',
      'Theo xã và tổ chức chi trả',
      'Truy lĩnh theo tháng',
      'Tạm giữ',
      'Chi thừa',
      'Đối chiếu',
      'Tệp chi trả',
    ]);
    expect(sheets.get('Tổng hợp')?.[0]?.[0]).toBe('Tổng hợp · tháng 11/2026');
    expect(sheets.get('Tổng hợp')?.at(-1)?.slice(7)).toEqual([
      '4',
      '3130000',
      '3780000',
      '320000',
      '1080000',
      '',
      '',
      '',
    ]);
    expect(sheets.get('Theo xã và tổ chức chi trả')?.slice(-2)).toEqual([
      ['07246', 'Xã Xuân Lương', 'VNPOST', '1', '540000'],
      ['Tổng cộng', '', '', '3', '2590000'],
    ]);
    expect(sheets.get('Truy lĩnh theo tháng')?.at(3)).toEqual(['07/2026', 'arrears', '4', '160000']);
    expect(sheets.get('Tạm giữ')?.at(-1)).toEqual(['Tổng cộng', '', '540000']);
    expect(sheets.get('Tệp chi trả')?.at(3)).toEqual(['bank/a.csv', 'ee', '2', '2050000']);
  });

  test('shows what does not agree by how much', async () => {
    const controls = (await workbookCells(await reconciliationWorkbook(MONTH))).get('Đối chiếu') ?? [];
    expect(controls.slice(3, 5).map((row) => row[3])).toEqual(['✔', '✘ 540.000']);
    expect(controls.at(-1)?.[0]).toContain('1 controls DO NOT agree');
  });

  test('says how many overpayments it leaves out, and keeps their total', () => {
    const overpaid = Array.from({ length: LONGEST_LIST + 1_234 }, (_, index) => ({
      personId: `24-${index}`,
      family: 'MAIN',
      month: month(202609),
      amount: vnd(1_000),
    }));
    const sheet = reconciliationSheets({ ...MONTH, overpaid })[4];
    expect(sheet?.rows).toHaveLength(50_000);
    expect(sheet?.totals[0]?.values).toEqual([51_234_000]);
    const notes = sheet?.below.map((line) => line.pieces[0]?.text);
    expect(notes?.[0]).toBe('Còn 1.234 dòng nữa, tổng 1.234.000 đồng, đã tính trong Tổng cộng.');
    expect(notes?.[1]).toContain('chitra export overpayments --month 2026-11');
  });

  test('an empty month still opens', async () => {
    const nothing = { runs: [], byProvider: [], byArrearsMonth: [], held: [], overpaid: [], controls: [], files: [] };
    const sheets = await workbookCells(await reconciliationWorkbook({ month: month(202611), ...nothing }));
    expect(sheets.size).toBe(7);
  });
});
