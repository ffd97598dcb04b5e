import { type Table, type TableRow, monthForm, tableColumn } from '../formats/table.ts';
import {
  changedAccounts,
  sentTwice,
  sharedAccounts,
  sharedCollectors,
  skippedMonths,
} from '../store/report-comparison.ts';
import { maskedCell, monthCell, tableRows, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';

const COLUMNS = [
  tableColumn('finding', ['Dấu hiệu', 'Finding'], 54, 'text'),
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 18, 'text'),
  tableColumn('family', ['Khoản', 'Family'], 38, 'text'),
  tableColumn('month', ['Tháng', 'Month'], 12, 'centred'),
  tableColumn('times', ['Số lần, số người', 'Times or persons'], 16, 'count'),
  tableColumn('amount', ['Số tiền', 'Amount'], 18, 'money'),
  tableColumn('arrears', ['Trong đó truy lĩnh', 'Of it arrears'], 18, 'money'),
  tableColumn('before', ['Trước', 'Before'], 22, 'text'),
  tableColumn('now', ['Nay', 'Now'], 22, 'text'),
];

const FINDINGS = {
  twice: 'Chi hai lần cho một tháng / one month sent twice',
  skipped: 'Có tháng trước và sau, thiếu tháng giữa / a month skipped',
  account: 'Đổi tài khoản rồi được chi / account changed, then paid',
  shared: 'Nhiều người chung một tài khoản / one account for several',
  collector: 'Một người nhận thay nhiều người / one collector for several',
} as const;

async function* ofMonths(report: ReportMonth): AsyncGenerator<readonly TableRow[]> {
  const { client, month, issuedNos, words } = report;
  yield* tableRows(sentTwice(client, month, issuedNos), ([person = null, family, of, times, amount]) => [
    FINDINGS.twice,
    person,
    words.family(family ?? ''),
    monthCell(of),
    whole(times),
    whole(amount),
  ]);
  yield* tableRows(skippedMonths(client, month), ([person = null, family, of]) => [
    FINDINGS.skipped,
    person,
    words.family(family ?? ''),
    monthCell(of),
  ]);
}

/** Bank and last digits: another account may end like the one before. */
function accountText(
  { words }: ReportMonth,
  bank: string | null | undefined,
  ending: string | null | undefined,
): string {
  return `${words.provider(bank ?? '')} ${maskedCell(ending) ?? ''}`.trim();
}

async function* ofAccounts(report: ReportMonth): AsyncGenerator<readonly TableRow[]> {
  const { client } = report;
  for (const run of report.issued)
    yield* tableRows(changedAccounts(client, run), ([person = null, from, amount, arrears, before, now, ...banks]) => [
      FINDINGS.account,
      person,
      null,
      monthCell(from),
      null,
      whole(amount),
      whole(arrears),
      accountText(report, banks[0], before),
      accountText(report, banks[1], now),
    ]);
  for (const run of report.issued) {
    const shared = [sharedAccounts(client, run), FINDINGS.shared] as const;
    for (const [rows, finding] of [shared, [sharedCollectors(client, run), FINDINGS.collector] as const])
      yield* tableRows(rows, ([person = null, amount, ending, persons]) => [
        finding,
        person,
        null,
        monthCell(String(report.month)),
        whole(persons),
        whole(amount),
        null,
        null,
        maskedCell(ending),
      ]);
  }
}

/** What only a look at the 12 months before shows: sent twice, skipped, account changed and then paid, one account or collector for several. VND. */
export function comparisonTable(report: ReportMonth): Table {
  const about =
    'Dấu hiệu cần xem, chưa phải sai phạm. Tài khoản và số định danh chỉ ghi bốn số cuối, hai tài khoản khác nhau có thể trùng bốn số đó; người chung tài khoản đứng liền nhau. / Signs to look at, no proof of anything.';
  const form = monthForm(report.month, ['So sánh 12 tháng', 'Compared with the 12 months before', about], COLUMNS);
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    yield* ofMonths(report);
    yield* ofAccounts(report);
  }
  return { form, rows };
}
