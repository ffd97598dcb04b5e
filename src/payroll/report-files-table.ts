import { type Table, type TableRow, monthForm, tableColumn } from '../formats/table.ts';
import type { Database } from '../store/database.ts';
import { receivedFiles, sealsOfMonth } from '../store/evidence-pack.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import type { ReportMonth } from './report-month.ts';

const COLUMNS = [
  tableColumn('what', ['Loại', 'What'], 30, 'text'),
  tableColumn('path', ['Tệp, mục', 'File or entry'], 50, 'text'),
  tableColumn('sha256', ['SHA-256', 'SHA-256'], 70, 'text'),
  tableColumn('payments', ['Khoản, dòng', 'Payments or rows'], 14, 'count'),
  tableColumn('amount', ['Số tiền trong tệp gửi', 'Amount sent'], 22, 'money', true),
];

const ORIGINS: Readonly<Record<string, string>> = {
  run: 'phát hành / issue',
  files: 'tệp chi trả / payout files',
  settlement: 'kết quả / settlement',
  correction: 'đính chính / correction',
  hand_back: 'nộp lại / hand-back',
};

async function* sentFiles(database: Database, report: ReportMonth): AsyncGenerator<readonly TableRow[]> {
  for (const run of report.issued)
    yield (await listPayoutFiles(database, run.runNo)).map((file): TableRow => ({
      cells: ['Tệp gửi đi / sent', `${run.runId}/${file.path}`, file.sha256, file.payments, file.amount],
    }));
  yield report.issued.flatMap((run): TableRow[] =>
    run.manifestSha256 === null
      ? []
      : [{ cells: ['Bảng kê tệp / manifest', `${run.runId}/manifest.json`, run.manifestSha256] }],
  );
}

async function* bookEntries(report: ReportMonth): AsyncGenerator<readonly TableRow[]> {
  const received = await receivedFiles(report.client, report.issuedNos);
  yield received.map((file): TableRow => ({
    cells: ['Tệp nhận về / received', `${file.fileNo} ${file.fileName}`, file.sha256, file.rows],
  }));
  const seals = await sealsOfMonth(
    report.client,
    report.month,
    received.map((file) => file.fileNo),
  );
  yield seals.map((seal): TableRow => ({
    cells: [
      'Niêm phong sổ cái / seal of the books',
      `${seal.sealNo} ${ORIGINS[seal.kind] ?? seal.kind}${seal.runId === null ? '' : ` ${seal.runId}`}`,
      seal.head,
    ],
  }));
}

/** Every file that left the office or came back, with its hash, and the heads of the books' chain. VND. */
export function filesTable(database: Database, report: ReportMonth): Table {
  const about =
    'Mã băm của tệp gửi đi, tệp nhận về và các niêm phong sổ cái của tháng. Kiểm tra: sha256sum TỆP. / Hashes of files sent and received, and the heads of the books.';
  const form = monthForm(report.month, ['Tệp và niêm phong', 'Files and seals', about], COLUMNS);
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    yield* sentFiles(database, report);
    yield* bookEntries(report);
  }
  return { form, rows };
}
