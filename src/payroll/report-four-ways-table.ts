import type { Formula } from '../formats/sheet.ts';
import { type Table, type TableRow, firstRowOf, monthForm, tableColumn } from '../formats/table.ts';
import { drawsOf, fourWays } from '../store/report-sums.ts';
import { allRows, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';

const COLUMNS = [
  tableColumn('commune_code', ['Mã xã', 'Commune'], 11, 'centred'),
  tableColumn('commune', ['Xã, phường', 'Name'], 24, 'text'),
  tableColumn('provider', ['Mã tổ chức', 'Provider'], 11, 'centred'),
  tableColumn('provider_name', ['Tổ chức chi trả', 'Name'], 16, 'text'),
  tableColumn('payments', ['Khoản chi', 'Payments'], 11, 'count', true),
  tableColumn('calculated', ['1. Đã tính', '1 Calculated'], 18, 'money', true),
  tableColumn('instructed', ['2. Trong tệp', '2 Instructed'], 18, 'money', true),
  tableColumn('paid', ['3. Đã chi', '3 Paid'], 18, 'money', true),
  tableColumn('returned', ['Hoàn trả', 'Returned'], 16, 'money', true),
  tableColumn('uncollected', ['Chưa nhận', 'Not collected'], 16, 'money', true),
  tableColumn('open', ['Chưa có kết quả', 'No outcome yet'], 18, 'money', true),
  tableColumn('still_held', ['Còn tại đơn vị', 'Held before'], 16, 'money', true),
  tableColumn('draw', ['4. Rút dự toán', '4 Drawn'], 18, 'money', true),
  tableColumn('calculated_less_instructed', ['1 - 2', '1 - 2'], 13, 'money', true),
  tableColumn('instructed_less_outcomes', ['2 - kết quả', '2 - outcomes'], 16, 'money', true),
];

/** The money of one commune and provider, found four ways. VND. */
export interface WaysOfPlace {
  readonly communeCode: string;
  readonly commune: string;
  readonly provider: string;
  readonly payments: number;
  readonly calculated: number;
  readonly instructed: number;
  readonly paid: number;
  readonly returned: number;
  readonly uncollected: number;
  readonly open: number;
  readonly held: number;
  readonly draw: number;
}

/** The four ways by commune and provider: lines, what the written files say, outcomes, draws. VND. */
export async function waysOfMonth({ client, issuedNos, inFiles }: ReportMonth): Promise<readonly WaysOfPlace[]> {
  const draws = new Map(
    (await allRows(drawsOf(client, issuedNos))).map(([, commune, provider, , held, draw]) => [
      `${commune} ${provider}`,
      { held: whole(held), draw: whole(draw) },
    ]),
  );
  const places = (await allRows(fourWays(client, issuedNos))).map(([code, name, provider, ...sums]) => {
    const [payments = 0, calculated = 0, , recorded = 0, paid = 0, returned = 0, uncollected = 0, open = 0] =
      sums.map(whole);
    const key = `${code} ${provider}`;
    const drawn = draws.get(key) ?? { held: 0, draw: 0 };
    const instructed = inFiles === null ? recorded : (inFiles.get(key) ?? 0);
    draws.delete(key);
    const place = { communeCode: code ?? '', commune: name ?? '', provider: provider ?? '' };
    return { ...place, payments, calculated, instructed, paid, returned, uncollected, open, ...drawn };
  });
  const none = { payments: 0, calculated: 0, instructed: 0, paid: 0, returned: 0, uncollected: 0, open: 0 };
  const rest = [...draws].map(([place, sums]) => {
    const [communeCode = '', provider = ''] = place.split(' ');
    return { communeCode, commune: '', provider, ...none, ...sums };
  });
  return [...places, ...rest];
}

function differences(row: number, ways: WaysOfPlace): readonly [Formula, Formula] {
  const outcomes = ways.paid + ways.returned + ways.uncollected + ways.open;
  return [
    { formula: `F${row}-G${row}`, value: ways.calculated - ways.instructed },
    { formula: `G${row}-SUM(H${row}:K${row})`, value: ways.instructed - outcomes },
  ];
}

/** Calculated, instructed, paid and drawn side by side, by commune and provider, with their differences. VND. */
export function fourWaysTable(report: ReportMonth): Table {
  const about =
    'Bốn con số tìm theo bốn đường: dòng chi đã tính, tệp đã gửi, kết quả chi trả, dự toán rút. Hai cột cuối phải bằng 0. Cột 2 đọc lại từ chính các tệp đã ghi. / The last two columns must be 0; column 2 is read back from the written files.';
  const form = monthForm(report.month, ['Đối chiếu bốn bên', 'Four ways to the same money', about], COLUMNS);
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    const first = firstRowOf(form);
    yield (await waysOfMonth(report)).map((ways, at): TableRow => {
      const { communeCode, commune, provider, payments, held, draw, ...sums } = ways;
      const { calculated, instructed, paid, returned, uncollected, open } = sums;
      const money = [calculated, instructed, paid, returned, uncollected, open, held, draw];
      const place = [communeCode, commune, provider, report.words.provider(provider), payments];
      return { cells: [...place, ...money, ...differences(first + at, ways)] };
    });
  }
  return { form, rows };
}
