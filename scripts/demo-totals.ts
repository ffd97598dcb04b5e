import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, type Manifest } from '../src/formats/manifest.ts';

type Answer = Readonly<Record<string, unknown>>;

function readAnswer(path: string): Answer {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new Error(`${path} holds no JSON object`);
  return Object.fromEntries(Object.entries(value));
}

function grouped(value: unknown): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '.');
}

function row(label: string, ...cells: readonly unknown[]): string {
  return `  ${label.padEnd(46)}${cells.map((cell) => grouped(cell).padStart(18)).join('')}\n`;
}

/** What the run's answer says, in the order a clerk reads it. */
function runRows(answer: Answer): string {
  const labels = {
    persons: 'Người hưởng · people (paid and held)',
    payments: 'Khoản chi · payments',
    amount: 'Tổng chi (đồng) · amount (VND)',
    current: '  tháng này · current month',
    arrears: '  truy lĩnh · arrears',
    carried: '  kỳ trước chuyển sang · carried',
    recovered: '  trừ thu hồi · taken back',
    held_persons: 'Người tạm giữ · people held',
    held_amount: 'Số tiền tạm giữ · amount held',
    overpaid_amount: 'Chi thừa các kỳ trước · overpaid before',
    exceptions: 'Ngoại lệ · exceptions',
  };
  return Object.entries(labels)
    .map(([name, label]) => row(label, answer[name]))
    .join('');
}

function fileRows(manifest: Manifest): string {
  const kinds = [...new Set(manifest.files.map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) => {
    const files = manifest.files.filter((file) => file.kind === kind);
    const payments = files.reduce((sum, file) => sum + file.payments, 0);
    const amount = files.reduce((sum, file) => sum + file.amount, 0);
    return row(kind, files.length, payments, amount);
  });
  const head = row('Tệp chi trả · payout files', 'tệp · files', 'khoản · payments', 'đồng · VND');
  return `${head}${rows.join('')}`;
}

/** Adds the files up again and hashes them: what the answer says, what the manifest says and what lies there must agree. */
function disagreement(answer: Answer, second: Answer, manifest: Manifest, folder: string): string | null {
  const payments = manifest.files.reduce((sum, file) => sum + file.payments, 0);
  const amount = manifest.files.reduce((sum, file) => sum + file.amount, 0);
  if (payments !== answer['payments'] || amount !== answer['amount'])
    return 'the payout files do not add up to the run';
  const parts = ['current', 'arrears', 'carried'].reduce((sum, part) => sum + Number(answer[part]), 0);
  if (parts - Number(answer['recovered']) !== amount)
    return 'current, arrears and carried, less what was taken back, do not add up to the amount';
  for (const { path, sha256 } of manifest.files) {
    const found = createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
    if (found !== sha256) return `${path} is not the file that the manifest names`;
  }
  return second['payments'] === 0 && second['amount'] === 0 ? null : 'the second run found something to pay';
}

const [out = ''] = process.argv.slice(2);
const answer = readAnswer(join(out, 'approve.json'));
const second = readAnswer(join(out, 'second-run.json'));
const folder = join(out, String(answer['month']), String(answer['run_id']));
const manifest = readManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'));
if (!manifest.ok) throw new Error(manifest.failure.message);
process.stdout.write(runRows(answer));
process.stdout.write(row('Chạy lại lần hai · second run: payments, VND', second['payments'], second['amount']));
process.stdout.write(`\n${fileRows(manifest.value)}`);
const wrong = disagreement(answer, second, manifest.value, folder);
if (wrong === null) {
  process.stdout.write(
    '\n  Khớp · the run, its manifest and the files agree in every sum and hash; the second run pays 0.\n',
  );
} else {
  process.stderr.write(`demo: ${wrong}\n`);
  process.exitCode = 1;
}
