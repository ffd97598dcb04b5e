import type { Cell } from '../formats/sheet.ts';
import { type Table, type TableRow, firstRowOf, monthForm, tableColumn } from '../formats/table.ts';
import type { TextRow } from '../store/bulk.ts';
import { linesByCategory, linesByMonth, trialBalance } from '../store/report-sums.ts';
import { allRows, monthCell, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';
import type { ReportWords } from './report-words.ts';

const CATEGORY_COLUMNS = [
  tableColumn('family', ['Khoản', 'Family'], 34, 'text'),
  tableColumn('category', ['Nhóm', 'Category'], 10, 'centred'),
  tableColumn('name', ['Đối tượng', 'Who'], 56, 'text'),
  tableColumn('persons', ['Số người', 'Persons'], 12, 'count'),
  tableColumn('lines', ['Số dòng', 'Lines'], 12, 'count', true),
  tableColumn('current', ['Tháng này', 'Current'], 19, 'money', true),
  tableColumn('arrears', ['Truy lĩnh', 'Arrears'], 19, 'money', true),
  tableColumn('carried', ['Chi lại', 'Carried'], 18, 'money', true),
  tableColumn('recovery', ['Thu hồi', 'Recovery'], 16, 'money', true),
  tableColumn('amount', ['Tổng', 'Total'], 20, 'money', true),
];

/** Sums under the codes that reports show, so that those that share a code stand in one row. */
function byShownCategory(rows: readonly TextRow[], words: ReportWords): Map<string, number[]> {
  const sums = new Map<string, number[]>();
  for (const [family = '', category, ...amounts] of rows) {
    const key = `${family}\t${words.category(category ?? '').code}\t${words.category(category ?? '').name}`;
    const known = sums.get(key);
    sums.set(
      key,
      amounts.map((amount, at) => (known?.[at] ?? 0) + whole(amount)),
    );
  }
  return sums;
}

async function* categoryRows(report: ReportMonth, first: number): AsyncGenerator<readonly TableRow[]> {
  const sums = byShownCategory(await allRows(linesByCategory(report.client, report.issuedNos)), report.words);
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  yield sorted.map(([key, amounts], at): TableRow => {
    const [family = '', code = '', name = ''] = key.split('\t');
    const row = first + at;
    const total = amounts.at(-1) ?? 0;
    const formula = `SUM(F${row}:I${row})`;
    return { cells: [report.words.family(family), code, name, ...amounts.slice(0, -1), { formula, value: total }] };
  });
}

/** What was paid by category, the categories that tell of HIV under one neutral code. VND. */
export function categoryTable(report: ReportMonth): Table {
  const about =
    'Theo dòng chi của các kỳ đã phát hành. Một người có thể thuộc nhiều nhóm, nên số người không cộng. Nhóm SAX gộp những đối tượng không nêu tên. / Persons may stand in several rows and are not added up.';
  const form = monthForm(report.month, ['Theo đối tượng', 'By category', about], CATEGORY_COLUMNS);
  return { form, rows: () => categoryRows(report, firstRowOf(form)) };
}

const MONTH_COLUMNS = [
  tableColumn('entitlement_month', ['Tháng hưởng', 'Month'], 16, 'centred'),
  tableColumn('kind', ['Loại', 'Kind'], 44, 'text'),
  tableColumn('persons', ['Số người', 'Persons'], 14, 'count'),
  tableColumn('lines', ['Số dòng', 'Lines'], 14, 'count', true),
  tableColumn('amount', ['Số tiền', 'Amount'], 22, 'money', true),
];

async function* monthRows(report: ReportMonth): AsyncGenerator<readonly TableRow[]> {
  for await (const rows of linesByMonth(report.client, report.issuedNos))
    yield rows.map(([month, kind, persons, lines, amount]) => ({
      cells: [monthCell(month), report.words.kind(kind ?? ''), whole(persons), whole(lines), whole(amount)],
    }));
}

/** What was paid by the month it is for: this month, arrears, what came back and was sent again, and what was taken back. VND. */
export function monthsTable(report: ReportMonth): Table {
  const about =
    'Tháng này, truy lĩnh, chi lại khoản đã hoàn trả và thu hồi, theo tháng được hưởng. / Current month, arrears, carried over and recoveries by the month they are for.';
  const form = monthForm(report.month, ['Theo tháng hưởng', 'By the month it is for', about], MONTH_COLUMNS);
  return { form, rows: () => monthRows(report) };
}

const BALANCE_COLUMNS = [
  tableColumn('account', ['Tài khoản sổ cái', 'Account'], 34, 'text'),
  tableColumn('name', ['Tên', 'Name'], 60, 'text'),
  tableColumn('debit', ['Nợ', 'Debit'], 22, 'money', true),
  tableColumn('credit', ['Có', 'Credit'], 22, 'money', true),
  tableColumn('balance', ['Nợ trừ Có', 'Debit - credit'], 22, 'money', true),
];

/** The account without the category that tells of HIV. */
function shownAccount(account: string, words: ReportWords): string {
  const [kind = '', family = '', category] = account.split(':');
  return category === undefined ? account : `${kind}:${family}:${words.category(category).code}`;
}

async function* balanceRows(report: ReportMonth, first: number): AsyncGenerator<readonly TableRow[]> {
  const sums = new Map<string, [number, number]>();
  for (const [account, debit, credit] of await allRows(trialBalance(report.client, report.month))) {
    const shown = shownAccount(account ?? '', report.words);
    const [left, right] = sums.get(shown) ?? [0, 0];
    sums.set(shown, [left + whole(debit), right + whole(credit)]);
  }
  yield [...sums].map(([account, [debit, credit]], at): TableRow => {
    const balance = { formula: `C${first + at}-D${first + at}`, value: debit - credit };
    const cells: readonly Cell[] = [account, report.words.account(account), debit, credit];
    return { cells: [...cells, balance] };
  });
}

/** The trial balance of the month: debit and credit of every account of the books. VND. */
export function balanceTable(report: ReportMonth): Table {
  const about =
    'Số phát sinh của mọi bút toán thuộc các kỳ chi của tháng, đến lúc lập báo cáo. Nợ bằng Có. / What was posted for runs of the month until now; debit equals credit.';
  const form = monthForm(report.month, ['Sổ cái', 'Trial balance', about], BALANCE_COLUMNS);
  return { form, rows: () => balanceRows(report, firstRowOf(form)) };
}
