import type { IsoDate, Month } from '../domain/month.ts';
import { formatMonth } from '../domain/month.ts';
import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import type { LawBook } from '../payroll/context.ts';
import { dayForDraft, readDraft, withDraft } from '../payroll/draft-law.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { simulate as simulateMonth } from '../payroll/simulate.ts';
import { type DraftSimulation, simulateDraft } from '../payroll/simulate-draft.ts';
import type { BadFileCell } from '../payroll/simulated-persons.ts';
import { writeFileWhole } from '../store/files.ts';
import { type Call, type Command, type ExitCode, monthFrom, refuse } from './command.ts';
import { CATALOGUE_OPTION, daysOf, draftText } from './draft.ts';

const MOST_SHOWN = 20;

/** Says which rows were left out; their exit code. */
function answerFor(call: Call, bad: readonly BadFileCell[]): ExitCode {
  for (const cell of bad.slice(0, MOST_SHOWN))
    call.terminal.error(`${cell.file}, row ${cell.row}, ${cell.column}: ${cell.code} ${cell.message}`);
  if (bad.length > MOST_SHOWN) call.terminal.error(`... ${bad.length - MOST_SHOWN} more bad cells`);
  if (bad.length > 0)
    call.terminal.error('chitra: bad rows were left out; the others are written. Correct them and simulate again.');
  return bad.length > 0 ? 1 : 0;
}

function totalText(month: Month, knownAt: IsoDate, { total, pastFrom }: DraftSimulation): string {
  const people = { vi: 'người', en: 'people' };
  const past = pastFrom === null ? '-' : formatMonth(pastFrom);
  const sign = (amount: number): string => `${amount > 0 ? '+' : ''}${grouped(amount)} VND`;
  const rows: [string, string][] = [
    ['Luật biết đến ngày / law known at', knownAt],
    [
      `Tháng ${formatMonth(month)}, luật hiện hành / by the law of today`,
      `${grouped(total.personsToday)} ${bilingual(people)}, ${grouped(total.amountToday)} VND`,
    ],
    [
      `Tháng ${formatMonth(month)}, theo dự thảo / by the draft`,
      `${grouped(total.personsDraft)} ${bilingual(people)}, ${grouped(total.amountDraft)} VND`,
    ],
    ['Chênh lệch một tháng / difference', sign(total.amountDraft - total.amountToday)],
    [`Các tháng trước, từ / months before, from ${past}`, `${grouped(total.arrearsPersons)} ${bilingual(people)}`],
    ['  truy lĩnh thêm / more arrears', sign(total.arrears)],
    ['  thành chi thừa / would be overpaid', sign(total.overpaid)],
  ];
  return rows.map(([label, value]) => `${label.padEnd(52)} ${value}`).join('\n');
}

async function compare(call: Call, law: LawBook, path: string, month: Month): Promise<ExitCode> {
  const draft = await readDraft(path);
  if (!draft.ok) return refuse(call, draft.failure);
  const { today, given } = daysOf(call);
  const knownAt = dayForDraft(given, today, draft.value);
  if (!knownAt.ok) return refuse(call, knownAt.failure);
  const whole = withDraft(law, draft.value);
  if (!whole.ok) return refuse(call, whole.failure);
  const options = { folder: call.arguments[0] ?? '', month, knownAt: knownAt.value };
  const simulated = await simulateDraft(law, whole.value, options);
  if (!simulated.ok) return refuse(call, simulated.failure);
  const out = call.text('out') ?? '';
  await writeFileWhole(out, simulated.value.chunks());
  call.terminal.print(draftText(whole.value));
  call.terminal.print(totalText(month, knownAt.value, simulated.value));
  call.terminal.print(`${out}: ${simulated.value.persons} người / people`);
  return answerFor(call, simulated.value.bad);
}

export const simulate: Command = {
  name: 'simulate',
  arguments: ['DIR'],
  summary: 'mức hưởng tính thẳng từ tệp CSV, không cần cơ sở dữ liệu / amounts due straight from CSV files',
  options: {
    month: { type: 'string', value: 'M', required: true, help: 'the month, YYYY-MM' },
    'known-at': { type: 'string', value: 'DATE', help: 'the day whose law counts (default: today)' },
    catalogue: CATALOGUE_OPTION,
    out: { type: 'string', value: 'FILE', required: true, help: 'the CSV file to write' },
  },
  async run(call) {
    const month = monthFrom(call.text('month') ?? '', '--month');
    const { today, given } = daysOf(call);
    const law = await readLawBook(call.config.province, call.config.overlay);
    if (!law.ok) return refuse(call, law.failure);
    const draft = call.text('catalogue');
    if (draft !== null) return compare(call, law.value, draft, month);
    const options = { folder: call.arguments[0] ?? '', month, knownAt: given ?? today };
    const simulated = await simulateMonth(law.value.catalogue, options);
    if (!simulated.ok) return refuse(call, simulated.failure);
    const out = call.text('out') ?? '';
    await writeFileWhole(out, simulated.value.chunks());
    call.terminal.print(`${out}: ${simulated.value.persons} người / people`);
    return answerFor(call, simulated.value.bad);
  },
};
