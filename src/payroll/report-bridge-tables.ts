import { BRIDGE_STEPS } from '../domain/bridge.ts';
import { columnLetters } from '../formats/sheet-reference.ts';
import { type Table, type TableRow, firstRowOf, monthForm, tableColumn } from '../formats/table.ts';
import type { TextRow } from '../store/bulk.ts';
import { bridgesOf, paymentsByCommune } from '../store/report-sums.ts';
import { allRows, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';

const STEP_COLUMNS = [
  tableColumn('run_id', ['Kỳ chi', 'Run'], 16, 'centred'),
  tableColumn('step', ['Lý do', 'Reason'], 56, 'text'),
  tableColumn('people', ['Số người', 'People'], 14, 'count'),
  tableColumn('amount', ['Số tiền', 'Amount'], 22, 'money', true),
];

/** Steps of a run in the order of the bridge, added up over communes. */
function stepsOf(rows: readonly TextRow[], runId: string): readonly { step: string; people: number; amount: number }[] {
  const own = rows.filter(([run]) => run === runId);
  return BRIDGE_STEPS.map((step) => {
    const found = own.filter((row) => row[3] === step);
    const sum = (at: number): number => found.reduce((all, row) => all + whole(row[at]), 0);
    return { step, people: sum(4), amount: sum(5) };
  }).filter(({ step, people, amount }) => step === 'last_month' || people !== 0 || amount !== 0);
}

/** Why this month's list differs from the last, for the province: each run from last month's list to what it pays. VND. */
export function bridgeTable(report: ReportMonth): Table {
  const about =
    'Từ danh sách tháng trước đến số chi của kỳ này, từng lý do. Cộng các dòng của một kỳ ra số tiền kỳ đó chi. / The rows of a run add up to what it pays.';
  const form = monthForm(
    report.month,
    ['Biến động', "From last month's list to this month's payments", about],
    STEP_COLUMNS,
  );
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    const all = await allRows(bridgesOf(report.client, report.issuedNos));
    yield report.issued.flatMap(({ runId }) =>
      stepsOf(all, runId).map(({ step, people, amount }) => ({
        cells: [runId, report.words.step(step), people, amount],
      })),
    );
  }
  return { form, rows };
}

/** The amounts of one run and commune by step. */
function byPlace(
  rows: readonly TextRow[],
): Map<string, { readonly name: string; readonly steps: Map<string, number> }> {
  const places = new Map<string, { name: string; steps: Map<string, number> }>();
  for (const [run, commune, name, step, , amount] of rows) {
    const key = `${run} ${commune}`;
    const place = places.get(key) ?? { name: name ?? '', steps: new Map<string, number>() };
    place.steps.set(step ?? '', whole(amount));
    places.set(key, place);
  }
  return places;
}

/** The bridge of every commune: reasons side by side, their sum as a formula, and the payments it must meet. VND. */
export function communeBridgeTable(report: ReportMonth): Table {
  const about =
    'Mỗi dòng một xã: tổng các lý do phải bằng số tiền chi (cột cuối bằng 0). / One row a commune: the reasons add up to its payments; the last column must be 0.';
  const columns = [
    tableColumn('run_id', ['Kỳ chi', 'Run'], 14, 'centred'),
    tableColumn('commune_code', ['Mã xã', 'Commune'], 11, 'centred'),
    tableColumn('commune', ['Xã, phường', 'Name'], 24, 'text'),
    ...BRIDGE_STEPS.map((step) => {
      const [vi = step, en = step] = report.words.step(step).split(' / ');
      return tableColumn(step, [vi, en], 18, 'money', true);
    }),
    tableColumn('total', ['Cộng', 'Total'], 18, 'money', true),
    tableColumn('payments', ['Khoản chi', 'Payments'], 18, 'money', true),
    tableColumn('difference', ['Chênh lệch', 'Difference'], 13, 'money', true),
  ];
  const form = monthForm(report.month, ['Biến động theo xã', 'The bridge of every commune', about], columns, {
    pagesWide: 2,
  });
  const letter = (key: string): string => columnLetters(columns.findIndex((column) => column.key === key) + 1);
  const [from, to, total, payments] = [letter('last_month'), letter('recovery'), letter('total'), letter('payments')];
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    const paid = new Map(
      (await allRows(paymentsByCommune(report.client, report.issuedNos))).map(([run, commune, amount]) => [
        `${run} ${commune}`,
        whole(amount),
      ]),
    );
    const places = [...byPlace(await allRows(bridgesOf(report.client, report.issuedNos)))];
    yield places.map(([key, { name, steps }], at): TableRow => {
      const row = firstRowOf(form) + at;
      const [runId = '', commune = ''] = key.split(' ');
      const amounts = BRIDGE_STEPS.map((step) => steps.get(step) ?? 0);
      const sum = amounts.reduce((all, amount) => all + amount, 0);
      const sent = paid.get(key) ?? 0;
      const formulas = [
        { formula: `SUM(${from}${row}:${to}${row})`, value: sum },
        sent,
        { formula: `${total}${row}-${payments}${row}`, value: sum - sent },
      ];
      return { cells: [runId, commune, name, ...amounts, ...formulas] };
    });
  }
  return { form, rows };
}
