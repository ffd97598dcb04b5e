import { sumVnd, vnd } from '../domain/money.ts';
import { formatMonth, type Month } from '../domain/month.ts';
import type { Reconciliation } from './reconciliation.ts';
import type { Cell, Column, Line, Sheet, TotalRow } from './sheet.ts';
import { spreadsheet } from './spreadsheet.ts';
import { groupedNumber, localMonth } from './vietnamese-number.ts';

export type { Reconciliation } from './reconciliation.ts';

/** Rows of people a sheet shows at most; what is left out is said on the sheet. */
export const LONGEST_LIST = 50_000;

interface Part {
  readonly name: string;
  readonly english: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly totals?: readonly TotalRow[];
  readonly notes?: readonly string[];
}

function column(vietnamese: string, english: string, width: number, kind: Column['kind']): Column {
  return { heading: `${vietnamese}\n${english}`, width, kind };
}

function sheetOf(month: Month, part: Part): Sheet {
  const to = part.columns.length;
  const line = (text: string, style: { bold?: boolean; italic?: boolean; size?: number }): Line => ({
    pieces: [{ text, from: 1, to, ...style }],
  });
  return {
    name: part.name,
    above: [
      { ...line(`${part.name} · tháng ${localMonth(month)}`, { bold: true, size: 14 }), height: 24 },
      line(`${part.english} · ${formatMonth(month)} · VND`, { italic: true, size: 11 }),
    ],
    columns: part.columns,
    rows: part.rows,
    rowHeight: 18,
    totals: part.totals ?? [],
    below: (part.notes ?? []).map((note) => line(note, { italic: true })),
    print: { landscape: true, footer: `Đối soát tháng ${localMonth(month)} · ${part.name}` },
  };
}

function total(labelTo: number, values: readonly Cell[]): readonly TotalRow[] {
  return [{ label: 'Tổng cộng', labelTo, values }];
}

function count(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function runsPart({ runs }: Reconciliation): Part {
  return {
    name: 'Tổng hợp',
    english: 'Summary by run',
    columns: [
      column('Mã kỳ chi', 'Run', 18, 'text'),
      column('Loại', 'Kind', 15, 'centred'),
      column('Trạng thái', 'Status', 12, 'centred'),
      column('Người lập', 'Maker', 16, 'text'),
      column('Người duyệt', 'Approver', 16, 'text'),
      column('Tính đến ngày', 'Known at', 15, 'centred'),
      column('Số người', 'Persons', 11, 'count'),
      column('Khoản chi', 'Payments', 11, 'count'),
      column('Số tiền', 'Amount', 19, 'money'),
      column('Tháng này', 'Current', 19, 'money'),
      column('Truy lĩnh', 'Arrears', 18, 'money'),
      column('Chuyển sang', 'Carried', 17, 'money'),
      column('Người tạm giữ', 'Held persons', 12, 'count'),
      column('Tiền tạm giữ', 'Held', 17, 'money'),
      column('Chi thừa', 'Overpaid', 17, 'money'),
    ],
    rows: runs.map((run) => [
      run.run_id,
      run.kind,
      run.status,
      run.maker,
      run.approver,
      run.knownAt,
      run.persons,
      run.payments,
      run.amount,
      run.current,
      run.arrears,
      run.carried,
      run.heldPersons,
      run.heldAmount,
      run.overpaid,
    ]),
    // Held and overpaid amounts of one run stand again in the next: their sum would say nothing, nor would that of persons.
    totals: total(7, [
      count(runs.map((run) => run.payments)),
      sumVnd(runs.map((run) => run.amount)),
      sumVnd(runs.map((run) => run.current)),
      sumVnd(runs.map((run) => run.arrears)),
      sumVnd(runs.map((run) => run.carried)),
    ]),
  };
}

function providersPart({ byProvider }: Reconciliation): Part {
  return {
    name: 'Theo xã và tổ chức chi trả',
    english: 'By commune and provider',
    columns: [
      column('Mã xã', 'Commune code', 12, 'centred'),
      column('Xã, phường', 'Commune', 32, 'text'),
      column('Tổ chức chi trả', 'Provider', 18, 'centred'),
      column('Khoản chi', 'Payments', 14, 'count'),
      column('Số tiền', 'Amount', 22, 'money'),
    ],
    rows: byProvider.map((row) => [row.communeCode, row.communeName, row.provider, row.payments, row.amount]),
    totals: total(3, [count(byProvider.map((row) => row.payments)), sumVnd(byProvider.map((row) => row.amount))]),
  };
}

function arrearsPart({ byArrearsMonth }: Reconciliation): Part {
  return {
    name: 'Truy lĩnh theo tháng',
    english: 'Arrears and carried amounts by the month they are for',
    columns: [
      column('Tháng được hưởng', 'Month', 16, 'centred'),
      column('Loại', 'Kind', 14, 'centred'),
      column('Số dòng', 'Lines', 14, 'count'),
      column('Số tiền', 'Amount', 22, 'money'),
    ],
    rows: byArrearsMonth.map((row) => [localMonth(row.month), row.kind, row.lines, row.amount]),
    totals: total(2, [count(byArrearsMonth.map((row) => row.lines)), sumVnd(byArrearsMonth.map((row) => row.amount))]),
  };
}

function heldPart({ held }: Reconciliation): Part {
  return {
    name: 'Tạm giữ',
    english: 'Held, by reason (one person may wait for several reasons)',
    columns: [
      column('Lý do', 'Reason', 36, 'text'),
      column('Số người', 'Persons', 14, 'count'),
      column('Số tiền', 'Amount', 22, 'money'),
    ],
    rows: held.map((row) => [row.reason, row.persons, row.amount]),
    totals: total(2, [sumVnd(held.map((row) => row.amount))]),
  };
}

function overpaidPart({ overpaid, month }: Reconciliation): Part {
  const shown = overpaid.slice(0, LONGEST_LIST);
  const more = overpaid.length - shown.length;
  const left = sumVnd(overpaid.slice(LONGEST_LIST).map((row) => row.amount));
  return {
    name: 'Chi thừa',
    english: 'Overpayment register',
    columns: [
      column('Mã đối tượng', 'Person', 20, 'text'),
      column('Nhóm', 'Family', 12, 'centred'),
      column('Tháng', 'Month', 14, 'centred'),
      column('Số tiền', 'Amount', 22, 'money'),
    ],
    rows: shown.map((row) => [row.personId, row.family, localMonth(row.month), row.amount]),
    // The total is that of the whole register, also when its end is not shown.
    totals: total(3, [sumVnd(overpaid.map((row) => row.amount))]),
    notes:
      more === 0
        ? []
        : [
            `Còn ${groupedNumber(more)} dòng nữa, tổng ${groupedNumber(left)} đồng, đã tính trong Tổng cộng.`,
            `${more} more rows are not shown; all of them: chitra export overpayments --month ${formatMonth(month)}`,
          ],
  };
}

function controlsPart({ controls }: Reconciliation): Part {
  const failed = controls.filter((control) => control.left !== control.right).length;
  return {
    name: 'Đối chiếu',
    english: 'Controls: one value found on two ways',
    columns: [
      column('Đối chiếu', 'Control', 60, 'text'),
      column('Cách thứ nhất', 'One way', 22, 'money'),
      column('Cách thứ hai', 'Other way', 22, 'money'),
      column('Kết quả', '✔ or difference', 20, 'centred'),
    ],
    rows: controls.map(({ name, left, right }) => [
      name,
      left,
      right,
      left === right ? '✔' : `✘ ${groupedNumber(vnd(left - right))}`,
    ]),
    notes: [
      failed === 0
        ? `Tất cả ${controls.length} phép đối chiếu đều khớp. All ${controls.length} controls agree.`
        : `${failed} phép đối chiếu KHÔNG khớp. ${failed} controls DO NOT agree.`,
    ],
  };
}

function filesPart({ files }: Reconciliation): Part {
  return {
    name: 'Tệp chi trả',
    english: 'Payout files',
    columns: [
      column('Tệp', 'File', 52, 'text'),
      column('Mã băm', 'SHA-256', 70, 'text'),
      column('Khoản chi', 'Payments', 14, 'count'),
      column('Số tiền', 'Amount', 22, 'money'),
    ],
    rows: files.map((file) => [file.path, file.sha256, file.payments, file.amount]),
    totals: total(2, [count(files.map((file) => file.payments)), sumVnd(files.map((file) => file.amount))]),
  };
}

const PARTS = [runsPart, providersPart, arrearsPart, heldPart, overpaidPart, controlsPart, filesPart];

/** The sheets of the reconciliation workbook as values, in the order of the workbook. Rows stand in the order given. */
export function reconciliationSheets(value: Reconciliation): readonly Sheet[] {
  return PARTS.map((part) => sheetOf(value.month, part(value)));
}

/**
 * The reconciliation workbook of a month as .xlsx: what was paid, to whom through whom, for which months, what waits, what
 * was paid too much, which controls agree, and the files with their hashes. Amounts in VND.
 */
export function reconciliationWorkbook(value: Reconciliation): Promise<Uint8Array> {
  return spreadsheet(reconciliationSheets(value));
}
