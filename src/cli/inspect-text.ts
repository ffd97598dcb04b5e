import { grouped } from '../labels/numbers.ts';
import type {
  FileProblem,
  InspectedReturn,
  InspectedStatus,
  Inspection,
  IsoStatement,
} from '../payroll/inspect-file.ts';

/** So many statuses, returns and statements are shown to people. */
export const SHOWN = 20;

function row(label: string, value: string): string {
  return `${label.padEnd(44)} ${value}`;
}

/** Whole and decimal amounts with dots between thousands, and a comma before decimals. */
function money(amount: string, currency: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount) ?? [];
  if (whole === '') return `${amount} ${currency}`.trim();
  const dotted = whole.replaceAll(/\B(?=(\d{3})+$)/g, '.');
  return `${sign}${dotted}${fraction === '' ? '' : `,${fraction}`} ${currency}`.trim();
}

function paymentLines({ payments, currencies }: Inspection): string[] {
  if (payments === null) return [];
  const { count, sum, headerCount, headerSum } = payments;
  const [only] = currencies;
  const stated = [headerCount, headerSum === null ? null : money(headerSum, '')].filter((one) => one !== null);
  return [
    row('Khoản chi / payments', `${grouped(count)}, ${money(sum, currencies.length === 1 ? (only?.name ?? '') : '')}`),
    ...(stated.length === 0 ? [] : [row('  phần đầu tệp ghi / the header says', stated.join(', '))]),
    ...(currencies.length < 2
      ? []
      : currencies.map((one) => row(`  ${one.name}`, `${grouped(one.count)}, ${money(one.sum, one.name)}`))),
  ];
}

function idOf(status: InspectedStatus): string {
  return (
    [status.endToEndId, status.instructionId, status.blockId, status.originalMessageId].find((id) => id !== '') ?? ''
  );
}

function statusLine(status: InspectedStatus): string {
  const { level, reasons, amount, currency, originalCount, originalSum } = status;
  const asked = [originalCount, originalSum === '' ? '' : money(originalSum, '')].filter((one) => one !== '');
  const what = [
    status.status === '' ? '-' : status.status,
    reasons.join(' '),
    amount === '' ? '' : money(amount, currency),
    asked.length === 0 ? '' : `(của / of ${asked.join(', ')})`,
  ];
  return `  ${level.padEnd(5)} ${idOf(status).padEnd(35)} ${what.filter((one) => one !== '').join('  ')}`;
}

function moreLine(count: number, shown: number): string[] {
  return count > shown ? [`  ... ${grouped(count - shown)} nữa / more (--json)`] : [];
}

function statusLines({ statusCount, statuses, statusTally }: Inspection): string[] {
  if (statusCount === 0) return [];
  const shown = statuses.slice(0, SHOWN);
  return [
    row('Trạng thái / statuses', grouped(statusCount)),
    ...statusTally.map(({ name, count, sum }) =>
      row(`  ${name}`, `${grouped(count)}${/^0(\.0*)?$/.test(sum) ? '' : `, ${money(sum, '')}`}`),
    ),
    ...shown.map(statusLine),
    ...moreLine(statusCount, shown.length),
  ];
}

function balanceWord({ isBalanced }: IsoStatement): string {
  if (isBalanced === null) return 'không đủ số dư để kiểm tra / balances are missing';
  return isBalanced ? 'khớp / balanced' : 'KHÔNG KHỚP / NOT BALANCED';
}

/** Nothing for a statement in one piece. Whether a later page is the last one is not known here. */
function pageLine({ page, isPart }: IsoStatement): string[] {
  if (!isPart) return [];
  if (page === null) return ['  còn trang tiếp / more pages follow'];
  return [
    page === 1
      ? '  trang 1, còn tiếp / page 1, more follow'
      : `  trang ${page} của nhiều trang / page ${page} of several`,
  ];
}

function statementLines(statement: IsoStatement): string[] {
  const { account, currency, opening, closing, credits, debits, entries, details, from, to } = statement;
  const days = [from, to].filter((day) => day !== '').join(' - ');
  const title = [`${statement.statementNo}.`, account, days].filter((one) => one !== '').join(' ');
  const amount = (value: string | null): string => (value === null ? '-' : money(value, currency));
  return [
    `Sao kê / statement ${title}`,
    ...pageLine(statement),
    row('  số dư đầu / opening', amount(opening)),
    row('  ghi có / credits', amount(credits)),
    row('  ghi nợ / debits', amount(debits)),
    row('  số dư cuối / closing', amount(closing)),
    row('  cân đối / balance', balanceWord(statement)),
    row('  bút toán, giao dịch trong đó / entries, details', `${grouped(entries)}, ${grouped(details)}`),
  ];
}

function returnLine({ endToEndId, uetr, amount, currency, reason, date }: InspectedReturn): string {
  return `  ${(endToEndId === '' ? uetr : endToEndId).padEnd(36)} ${[money(amount, currency), reason, date].filter((one) => one !== '').join('  ')}`;
}

function returnLines({ returnCount, returns }: Inspection): string[] {
  if (returnCount === 0) return [];
  const shown = returns.slice(0, SHOWN);
  return [
    row('Hoàn trả / returns', grouped(returnCount)),
    ...shown.map(returnLine),
    ...moreLine(returnCount, shown.length),
  ];
}

function problemLines(title: string, problems: readonly FileProblem[]): string[] {
  if (problems.length === 0) return [];
  return [title, ...problems.map(({ code, message }) => `- ${message} [${code}]`)];
}

/** What a file contains, for people; Vietnamese first. */
export function inspectionText(inspection: Inspection): string {
  const { format, version, messageId, createdAt, statements, problems, warnings } = inspection;
  return [
    row('Loại tệp / format', [format, version].filter((one) => one !== '').join(', ')),
    ...(messageId === '' ? [] : [row('Mã thông điệp / message', messageId)]),
    ...(createdAt === '' ? [] : [row('Lập lúc / created', createdAt)]),
    ...paymentLines(inspection),
    ...statusLines(inspection),
    ...statements.flatMap(statementLines),
    ...moreLine(inspection.statementCount, statements.length),
    ...returnLines(inspection),
    ...problemLines('Lưu ý / warnings:', warnings),
    ...problemLines('LỖI / PROBLEMS:', problems),
    problems.length === 0
      ? 'Không thấy lỗi. / No problems found.'
      : 'Không được dùng tệp này trước khi hỏi nơi gửi. / Do not use this file before asking who sent it.',
  ].join('\n');
}
