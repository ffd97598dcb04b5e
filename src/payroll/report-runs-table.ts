import { type Table, type TableRow, monthForm, tableColumn } from '../formats/table.ts';
import { approvalsOf } from '../store/evidence-pack.ts';
import type { Run } from '../store/runs.ts';
import type { ReportMonth } from './report-month.ts';

const COLUMNS = [
  tableColumn('run_id', ['Kỳ chi', 'Run'], 16, 'centred'),
  tableColumn('kind', ['Loại', 'Kind'], 26, 'text'),
  tableColumn('status', ['Trạng thái', 'Status'], 26, 'text'),
  tableColumn('maker', ['Người lập', 'Maker'], 18, 'text'),
  tableColumn('made_at', ['Lập lúc (UTC)', 'Made'], 22, 'centred'),
  tableColumn('approver', ['Người duyệt', 'Approver'], 18, 'text'),
  tableColumn('approved_at', ['Duyệt lúc (UTC)', 'Approved'], 22, 'centred'),
  tableColumn('known_at', ['Luật biết đến', 'Law known at'], 14, 'centred'),
  tableColumn('communes', ['Phạm vi xã', 'Communes'], 18, 'text'),
  tableColumn('persons', ['Số người', 'Persons'], 11, 'count'),
  tableColumn('payments', ['Khoản chi', 'Payments'], 11, 'count', true),
  tableColumn('amount', ['Số tiền đã duyệt', 'Signed amount'], 20, 'money', true),
  tableColumn('current', ['Tháng này', 'Current'], 19, 'money', true),
  tableColumn('arrears', ['Truy lĩnh', 'Arrears'], 18, 'money', true),
  tableColumn('carried', ['Chi lại', 'Carried'], 17, 'money', true),
  tableColumn('recovered', ['Thu hồi', 'Recovered'], 15, 'money', true),
  tableColumn('draft_amount', ['Dự thảo', 'Draft amount'], 18, 'money', true),
  tableColumn('held_persons', ['Người tạm giữ', 'Held persons'], 12, 'count'),
  tableColumn('held_amount', ['Tiền tạm giữ', 'Held'], 17, 'money'),
  tableColumn('exceptions', ['Ngoại lệ', 'Exceptions'], 12, 'count'),
  tableColumn('content_sha256', ['Mã băm nội dung đã ký', 'Content SHA-256'], 70, 'text'),
  tableColumn('ledger_root', ['Đầu chuỗi sổ cái', 'Head of the books'], 70, 'text'),
];

function amounts(run: Run): readonly number[] {
  const { totals } = run;
  if (totals === null) return [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const money = [totals.payments, totals.amount, totals.current, totals.arrears, totals.carried, totals.recovered];
  const isIssued = run.issueNo !== null;
  const waits = [totals.heldPersons, totals.heldAmount, totals.exceptions];
  return [totals.persons, ...money.map((value) => (isIssued ? value : 0)), isIssued ? 0 : totals.amount, ...waits];
}

/** The runs of the month: who made and approved them, what was signed. Only issued runs are added up. VND. */
export function runsTable(report: ReportMonth): Table {
  const about =
    'Người lập và người duyệt là hai người. Chỉ cộng kỳ đã phát hành; dự thảo đứng riêng. Tiền tạm giữ của kỳ sau gồm lại của kỳ trước nên không cộng. / Only issued runs are added up.';
  const form = monthForm(report.month, ['Kỳ chi', 'Runs of the month', about], COLUMNS, { pagesWide: 2 });
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    const signed = new Map((await approvalsOf(report.client, report.month)).map((one) => [one.run_no, one]));
    yield report.runs.map((run): TableRow => {
      const approval = signed.get(run.runNo);
      const { runKind, runStatus } = report.words;
      const who = [run.maker, approval?.made_at ?? null, run.approver, approval?.approved_at ?? null];
      const scope = run.communes === null ? 'toàn tỉnh / all' : run.communes.join(' ');
      const head = [run.runId, runKind(run.kind), runStatus(run.status), ...who, run.knownAt, scope];
      return { cells: [...head, ...amounts(run), run.contentSha256, run.ledgerRoot] };
    });
  }
  return { form, rows };
}
