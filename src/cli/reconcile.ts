import { grouped } from '../labels/numbers.ts';
import { providerName } from '../labels/providers.ts';
import { type FourWays, fourWaysOf } from '../payroll/four-ways.ts';
import { fourWaysFile, fourWaysJson, sentencesOf, unbudgetedText } from '../payroll/four-ways-answer.ts';
import { writeFileWhole } from '../store/files.ts';
import { type Command, JSON_OPTION, monthFrom, refuse } from './command.ts';
import { withBooks } from './with-books.ts';

const HEADINGS = [
  'Xã, tổ chức / commune, provider',
  'Tính / calculated',
  'Lệnh / instructed',
  'Đã chi / paid',
  'Rút / drawn',
];

function row(first: string, cells: readonly string[]): string {
  return `${first.padEnd(34)}${cells.map((cell) => cell.padStart(19)).join('')}`.trimEnd();
}

function line(vi: string, en: string, amount: number): string {
  return `${`${vi} / ${en}`.padEnd(62)}${grouped(amount).padStart(22)}`;
}

function totalsText({ total }: FourWays): string[] {
  return [
    line('Tính theo dòng, trừ thu hồi', 'calculated', total.calculated),
    line('Theo danh sách đã gửi, đọc lại', 'instructed, read back', total.instructed),
    line('Khoản chi', 'payments', total.payments),
    line('Sổ cái', 'issued in the books', total.ledger),
    line('  Đã chi', 'paid', total.paid),
    line('  Trả lại', 'returned', total.returned),
    line('  Chưa nhận', 'uncollected', total.uncollected),
    line('  Chưa có kết quả', 'without an outcome', total.unknown),
    line('Rút tại kho bạc', 'drawn at the treasury', total.drawn),
    line('Nộp lại kho bạc', 'handed back to the treasury', total.handedBack),
    line('Tổ chức chi trả còn giữ, hiện nay', 'held by providers today', total.heldNow),
  ];
}

function text(value: FourWays): string {
  const [first = '', ...others] = HEADINGS;
  const rows = value.rows.map((one) =>
    row(
      `${one.communeCode} ${providerName(one.provider)}`,
      [one.calculated, one.instructed, one.paid, one.drawn].map(grouped),
    ),
  );
  const notes = value.rewritten.map(
    (runId) =>
      `${runId}: không có thư mục tệp, đã lập lại từ sổ để đọc (no folder; its files were made again from the books): chitra files ${runId}`,
  );
  const unbudgeted = unbudgetedText(value.unbudgeted);
  if (unbudgeted !== '') notes.push(unbudgeted);
  const verdict =
    value.differences.length === 0
      ? `Bốn đường khớp đến từng đồng: 0 chênh lệch, ${grouped(value.files)} tệp, ${grouped(value.payments)} khoản. / The four ways agree: 0 differences.`
      : `${grouped(value.differences.length)} chênh lệch / differences`;
  return [row(first, others), ...rows, '', ...totalsText(value), '', ...notes, verdict].join('\n');
}

export const reconcile: Command = {
  name: 'reconcile',
  arguments: ['MONTH'],
  summary: 'đối soát bốn đường: tính, lệnh, chi, rút / calculated, instructed, paid and drawn must agree',
  options: {
    json: JSON_OPTION,
    out: { type: 'string', value: 'FILE.csv', help: 'write every figure by commune and provider' },
  },
  run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'reconcile');
    return withBooks(call, 'read', async (desk) => {
      const found = await fourWaysOf(desk, month);
      if (!found.ok) return refuse(call, found.failure);
      const out = call.text('out');
      if (out !== null) await writeFileWhole(out, fourWaysFile(found.value));
      call.terminal.print(call.flag('json') ? JSON.stringify(fourWaysJson(found.value), null, 2) : text(found.value));
      for (const sentence of sentencesOf(found.value)) call.terminal.error(`chitra: ${sentence}`);
      return found.value.differences.length === 0 ? 0 : 1;
    });
  },
};
