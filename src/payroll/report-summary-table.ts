import type { Formula } from '../formats/sheet.ts';
import {
  type Table,
  type TableNote,
  type TableRow,
  type WrittenTable,
  firstRowOf,
  monthForm,
  tableColumn,
} from '../formats/table.ts';
import type { ReportMonth } from './report-month.ts';

const COLUMNS = [
  tableColumn('item', ['Nội dung', 'Item'], 84, 'text'),
  tableColumn('value', ['Giá trị', 'Value'], 24, 'money'),
  tableColumn('against', ['Đối chiếu với', 'Against'], 24, 'money'),
  tableColumn('difference', ['Chênh lệch', 'Difference'], 18, 'money'),
  tableColumn('result', ['Kết quả', 'Result'], 14, 'centred'),
];

/** Sums of the other sheets by sheet and column. */
type SumOf = (table: Table, key: string) => Formula;

/** The tables a summary refers to. */
export interface SummedTables {
  readonly runs: Table;
  readonly lines: Table;
  readonly ways: Table;
  readonly categories: Table;
  readonly months: Table;
  readonly bridge: Table;
  readonly places: Table;
  readonly files: Table;
  readonly balance: Table;
  readonly held: Table;
  readonly overpaid: Table;
  readonly returns: Table;
}

function plus(...parts: readonly Formula[]): Formula {
  return {
    formula: parts.map((part) => part.formula).join('+'),
    value: parts.reduce((sum, { value }) => sum + (typeof value === 'number' ? value : 0), 0),
  };
}

function figures(sum: SumOf, tables: SummedTables): readonly (readonly [string, Formula])[] {
  const { runs, ways } = tables;
  return [
    ['Khoản chi đã duyệt / payments signed', sum(runs, 'payments')],
    ['Số tiền đã duyệt / amount signed', sum(runs, 'amount')],
    ['  tháng này / current month', sum(runs, 'current')],
    ['  truy lĩnh / arrears', sum(runs, 'arrears')],
    ['  chi lại khoản đã hoàn trả / carried over', sum(runs, 'carried')],
    ['  trừ thu hồi / less recoveries', sum(runs, 'recovered')],
    ['Dự thảo chưa phát hành / drafts, not issued', sum(runs, 'draft_amount')],
    ['Đã chi / paid', sum(ways, 'paid')],
    ['Hoàn trả / returned', sum(ways, 'returned')],
    ['Chưa nhận / not collected', sum(ways, 'uncollected')],
    ['Chưa có kết quả / no outcome yet', sum(ways, 'open')],
    ['Tiền còn tại đơn vị chi trả trước kỳ / held by providers before', sum(ways, 'still_held')],
    ['Rút dự toán / drawn at the treasury', sum(ways, 'draw')],
    ['Tạm giữ / held', sum(tables.held, 'amount')],
    ['Chi thừa còn phải thu / overpaid, still to get back', sum(tables.overpaid, 'outstanding')],
  ];
}

function checks(sum: SumOf, tables: SummedTables): readonly (readonly [string, Formula, Formula])[] {
  const { runs, ways, lines, balance } = tables;
  const signed = sum(runs, 'amount');
  const parts = ['current', 'arrears', 'carried'].map((key) => sum(runs, key));
  const back = plus(sum(ways, 'returned'), sum(ways, 'uncollected'));
  return [
    ['Đã duyệt = các dòng chi tiết / signed = lines', signed, sum(lines, 'amount')],
    [
      'Đã duyệt + thu hồi = tháng này + truy lĩnh + chi lại / signed = its parts',
      plus(signed, sum(runs, 'recovered')),
      plus(...parts),
    ],
    ['Đã tính = trong tệp / calculated = instructed', sum(ways, 'calculated'), sum(ways, 'instructed')],
    [
      'Trong tệp = đã chi + trả lại + chưa nhận + chưa rõ / instructed = outcomes',
      sum(ways, 'instructed'),
      plus(sum(ways, 'paid'), back, sum(ways, 'open')),
    ],
    ['Đã duyệt = tổng các tệp / signed = files', signed, sum(tables.files, 'amount')],
    ['Đã duyệt = theo đối tượng / signed = by category', signed, sum(tables.categories, 'amount')],
    ['Đã duyệt = theo tháng hưởng / signed = by month', signed, sum(tables.months, 'amount')],
    ['Đã duyệt = cộng các biến động / signed = the bridge', signed, sum(tables.bridge, 'amount')],
    ['Đã duyệt = biến động theo xã / signed = the bridges of communes', signed, sum(tables.places, 'total')],
    ['Hoàn trả + chưa nhận = danh sách trả lại / came back = the list of returns', back, sum(tables.returns, 'amount')],
    ['Sổ cái: nợ = có / books: debit = credit', sum(balance, 'debit'), sum(balance, 'credit')],
  ];
}

function checkRow([item, value, against]: readonly [string, Formula, Formula], row: number): TableRow {
  const difference = Number(value.value) - Number(against.value);
  return {
    cells: [
      item,
      value,
      against,
      { formula: `B${row}-C${row}`, value: difference },
      { formula: `IF(D${row}=0,"✔","✘")`, value: difference === 0 ? '✔' : '✘' },
    ],
  };
}

function notesOf(report: ReportMonth): readonly TableNote[] {
  const { last } = report;
  return [
    `Lập / made by: ${last.maker}`,
    `Duyệt / approved by: ${last.approver ?? '…'}`,
    `Luật biết đến / law known at: ${last.knownAt}; SHA-256 ${last.catalogueSha256}`,
    `Đầu chuỗi sổ cái / head of the books: ${last.ledgerRoot ?? '–'}`,
    '',
    ['NGƯỜI LẬP / PREPARED BY', 'NGƯỜI KIỂM TRA / CHECKED BY', '', 'NGƯỜI DUYỆT / APPROVED BY'],
    ['(ký, ghi rõ họ tên, ngày)', '(ký, ghi rõ họ tên, ngày)', '', '(ký, ghi rõ họ tên, ngày)'],
    '',
    '',
    '',
    'Cách kiểm tra: mọi tổng và chênh lệch là công thức, bấm vào ô để xem nguồn. Mã băm kiểm bằng sha256sum.',
    'How to check: sums and differences are formulas, open a cell to see where it comes from. Hashes: sha256sum.',
  ];
}

/** The first sheet: the month in figures, every check with its difference, and room to sign. VND. Written last. */
export function summaryTable(report: ReportMonth, tables: SummedTables): Table {
  const about =
    'Mọi số lấy từ các trang sau bằng công thức. Mọi chênh lệch phải bằng 0. / Every figure is a formula over the other sheets; every difference must be 0.';
  const form = monthForm(report.month, ['Tổng hợp', 'Summary and sign-off', about], COLUMNS);
  const rows = (written: ReadonlyMap<string, WrittenTable>): readonly (readonly TableRow[])[] => {
    const sum: SumOf = ({ form: { name } }, key) => {
      const table = written.get(name);
      if (table === undefined) throw new RangeError(`the sheet ${name} is not written yet`);
      return table.sum(key);
    };
    const shown = figures(sum, tables).map(([item, value]): TableRow => ({ cells: [item, value] }));
    const title: TableRow = { cells: ['Đối chiếu / controls'], isBold: true };
    const from = firstRowOf(form) + shown.length + 2;
    const controls = checks(sum, tables).map((check, at) => checkRow(check, from + at));
    return [[{ cells: ['Số liệu / figures'], isBold: true }, ...shown, title, ...controls]];
  };
  return { form, rows, notes: () => notesOf(report) };
}
