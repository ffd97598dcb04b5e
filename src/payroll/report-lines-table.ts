import { endToEndIdOf } from '../domain/run.ts';
import type { Cell } from '../formats/sheet.ts';
import { type Table, type TableRow, monthForm, tableColumn } from '../formats/table.ts';
import type { TextRow } from '../store/bulk.ts';
import { paidLines } from '../store/report-lines.ts';
import type { Run } from '../store/runs.ts';
import { postPathOf } from './payout-lists.ts';
import { maskedCell, monthCell, tableRows, whole } from './report-cells.ts';
import type { ReportMonth } from './report-month.ts';
import type { ReportWords } from './report-words.ts';

const COLUMNS = [
  tableColumn('line', ['STT', 'No.'], 8, 'count'),
  tableColumn('run_id', ['Kỳ chi', 'Run'], 14, 'centred'),
  tableColumn('person_id', ['Mã đối tượng', 'Person'], 16, 'text'),
  tableColumn('full_name', ['Họ và tên', 'Name'], 26, 'text'),
  tableColumn('birth_year', ['Năm sinh', 'Born'], 10, 'centred'),
  tableColumn('commune_code', ['Mã xã', 'Commune'], 11, 'centred'),
  tableColumn('commune', ['Xã, phường', 'Name'], 22, 'text'),
  tableColumn('family', ['Khoản', 'Family'], 9, 'centred'),
  tableColumn('category', ['Đối tượng', 'Category'], 10, 'centred'),
  tableColumn('coefficient', ['Hệ số', 'Coefficient'], 13, 'centred'),
  tableColumn('standard', ['Mức chuẩn', 'Standard'], 12, 'money'),
  tableColumn('entitlement_month', ['Tháng hưởng', 'Month'], 10, 'centred'),
  tableColumn('kind', ['Loại', 'Kind'], 20, 'text'),
  tableColumn('amount', ['Số tiền', 'Amount'], 17, 'money', true),
  tableColumn('legal_basis', ['Căn cứ', 'Legal basis'], 50, 'text'),
  tableColumn('decision_no', ['Quyết định', 'Decision'], 16, 'text'),
  tableColumn('channel', ['Hình thức', 'Channel'], 20, 'text'),
  tableColumn('provider', ['Tổ chức chi trả', 'Provider'], 15, 'text'),
  tableColumn('account', ['Tài khoản', 'Account'], 11, 'centred'),
  tableColumn('payout_file', ['Tệp chi trả', 'Payout file'], 30, 'text'),
  tableColumn('end_to_end_id', ['Mã giao dịch', 'EndToEndId'], 29, 'text'),
  tableColumn('status', ['Trạng thái', 'Status'], 24, 'text'),
  tableColumn('date', ['Ngày', 'Date'], 12, 'centred'),
];

/** A coefficient in tenths as people write it. */
function coefficientText(tenths: number): string {
  return tenths === 0 ? '' : `${Math.floor(tenths / 10)},${tenths % 10}`;
}

function linesOf(run: Run, words: ReportWords): (row: TextRow, before: number) => readonly Cell[] {
  return (row, before) => {
    const [person = '', name = '', born = '', commune = '', communeName = '', family, category, tenths, ...rest] = row;
    const [standard, month, kind, amount, basis, decision, channel, provider, point, ending, ...end] = rest;
    const [ordinal, paymentAmount, status, day, path] = end;
    const isSent = whole(paymentAmount) > 0;
    const code = category ?? '';
    return [
      before + 1,
      run.runId,
      person,
      name,
      born,
      commune,
      communeName,
      family ?? '',
      words.category(code).code,
      coefficientText(whole(tenths)),
      whole(standard) === 0 ? null : whole(standard),
      monthCell(month),
      words.short.kind(kind ?? ''),
      whole(amount),
      words.basis(code, basis ?? ''),
      decision ?? null,
      words.short.channel(channel ?? ''),
      words.provider(provider ?? ''),
      channel === 'bank' ? maskedCell(ending) : null,
      isSent ? (path ?? (channel === 'bank' ? null : postPathOf(point ?? '', commune ?? ''))) : null,
      isSent ? endToEndIdOf(run.province, run.runId, whole(ordinal)) : null,
      words.short.paymentStatus(isSent ? (status ?? 'issued') : 'offset'),
      day ?? null,
    ];
  };
}

async function* rowsOf(report: ReportMonth): AsyncGenerator<readonly TableRow[]> {
  let before = 0;
  for (const run of report.issued)
    before = yield* tableRows(paidLines(report.client, run), linesOf(run, report.words), before);
}

/** Every line that was paid, with its law and decision, where it went, and what became of it. VND. */
export function linesTable(report: ReportMonth): Table {
  const form = monthForm(
    report.month,
    [
      'Chi tiết',
      'Every line of the runs that were issued',
      'Mỗi dòng là một khoản của một người cho một tháng. Số tài khoản chỉ ghi bốn số cuối; nhóm SAX gồm những đối tượng không nêu tên. / One row a line; accounts show their last four digits.',
    ],
    COLUMNS,
    { pagesWide: 2 },
  );
  return { form, rows: () => rowsOf(report) };
}
