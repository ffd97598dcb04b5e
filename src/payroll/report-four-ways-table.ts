import type { FourWaysRow } from '../domain/four-ways.ts';
import type { Formula } from '../formats/sheet.ts';
import { type Table, type TableRow, firstRowOf, monthForm, tableColumn } from '../formats/table.ts';
import { paymentCounts } from '../store/report-sums.ts';
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

function differences(row: number, ways: FourWaysRow): readonly [Formula, Formula] {
  const outcomes = ways.paid + ways.returned + ways.uncollected + ways.unknown;
  return [
    { formula: `F${row}-G${row}`, value: ways.calculated - ways.instructed },
    { formula: `G${row}-SUM(H${row}:K${row})`, value: ways.instructed - outcomes },
  ];
}

/** The figures of the sheet, in the order of its columns. VND. */
function moneyOf(ways: FourWaysRow): readonly number[] {
  const { calculated, instructed, paid, returned, uncollected, unknown, heldBefore, drawn } = ways;
  return [calculated, instructed, paid, returned, uncollected, unknown, heldBefore, drawn];
}

/** Calculated, instructed, paid and drawn side by side, by commune and provider, with their differences. VND. */
export function fourWaysTable(report: ReportMonth): Table {
  const about =
    'Bốn con số tìm theo bốn đường: dòng chi đã tính, tệp đã gửi, kết quả chi trả, dự toán rút. Hai cột cuối phải bằng 0. Cột 2 đọc lại từ chính các tệp đã ghi. / The last two columns must be 0; column 2 is read back from the written files.';
  const form = monthForm(report.month, ['Đối chiếu bốn bên', 'Four ways to the same money', about], COLUMNS);
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    const first = firstRowOf(form);
    const places = await allRows(paymentCounts(report.client, report.issuedNos));
    const counts = new Map(places.map(([code, , provider, count]) => [`${code} ${provider}`, whole(count)]));
    const names = new Map(places.map(([code, name]) => [code, name ?? '']));
    const shown = report.ways.filter((ways) => moneyOf(ways).some((money) => money !== 0));
    yield shown.map((ways, at): TableRow => {
      const { communeCode: code, provider } = ways;
      const place = [code, names.get(code) ?? '', provider, report.words.provider(provider)];
      const count = counts.get(`${code} ${provider}`) ?? 0;
      return { cells: [...place, count, ...moneyOf(ways), ...differences(first + at, ways)] };
    });
  }
  return { form, rows };
}
