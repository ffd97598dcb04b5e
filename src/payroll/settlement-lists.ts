import { basename } from 'node:path';
import type { Answer } from '../domain/answer.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import { namedPayment } from '../domain/payment-ids.ts';
import { sumVnd, vnd } from '../domain/money.ts';
import type { SettlementNote } from '../domain/settlement.ts';
import { readBankReturn } from '../formats/bank-return.ts';
import { readCsv } from '../formats/csv.ts';
import type { FileProblem } from '../formats/iso-message.ts';
import { type PostResult, readPostResult } from '../formats/post-result.ts';
import { type SettlementRow, lacksOnlyStatus, settlementReader } from '../formats/settlement.ts';
import { groupedNumber } from '../formats/vietnamese-number.ts';
import { fileChunks, readWhole } from '../store/files.ts';
import type { StagedRow } from '../store/settlement-stage.ts';
import { formsInForce } from './bank-forms.ts';
import type { Books } from './context.ts';
import { NOTHING_MORE, type SettlementSource, stagedAnswers, untrusted } from './settlement-source.ts';

function stagedRow({ row, endToEndId, status, date, amount, reason, fault }: SettlementRow): StagedRow {
  const finding = fault?.code ?? null;
  return { row, scope: 'payment', name: endToEndId, status, date, amount, reason, finding, statementNo: 0 };
}

function isBlank(row: { readonly cells: readonly string[] }): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}

/** The generic settlement.csv. An outcome of a day after `today` is a fault. Refuses, before any row, a header that is none; with `missing_status` one of which another list must not be made. */
export async function settlementCsv(path: string, today: IsoDate): Promise<Result<SettlementSource>> {
  const blocks = readCsv(fileChunks(path));
  const first = await blocks.next();
  const header = first.done === true ? undefined : first.value.rows[0];
  if (first.done === true || header === undefined)
    return refused('empty_file', `${basename(path)} trống (is empty): cần dòng tiêu đề (a header is needed).`);
  const reader = settlementReader(header.cells, today);
  if (!reader.ok) {
    const code = lacksOnlyStatus(header.cells) ? 'missing_status' : reader.failure.code;
    return refused(code, `${basename(path)}: ${reader.failure.message}`);
  }
  const read = (rows: readonly Parameters<typeof reader.value>[0][]): readonly StagedRow[] =>
    rows.filter((row) => !isBlank(row)).map((row) => stagedRow(reader.value(row)));
  const rows = async function* (): AsyncGenerator<readonly StagedRow[]> {
    yield read(first.value.rows.slice(1));
    for await (const block of blocks) yield read(block.rows);
  };
  return done({ format: 'settlement.csv', rows: rows(), end: () => done(NOTHING_MORE) });
}

/** A list as workbooks hold it: one piece in memory. */
const MOST_BYTES = 32 << 20;

/** A list that was read to its end. */
function listOf(
  path: string,
  format: string,
  answers: readonly Answer[],
  problems: readonly FileProblem[],
  notes: readonly SettlementNote[],
): SettlementSource {
  const rows = async function* (): AsyncGenerator<ReturnType<typeof stagedAnswers>> {
    yield stagedAnswers(answers);
  };
  const end: SettlementSource['end'] = () =>
    problems.length > 0 ? untrusted(path, problems) : done({ ...NOTHING_MORE, notes });
  return { format, rows: rows(), end };
}

/** What the post office gives back is entered by a command of its own: a list proves no money. */
function handBackNotes({ handedBack, answers }: PostResult): SettlementNote[] {
  if (handedBack === null) return [];
  const open = sumVnd(
    answers.filter((one) => one.status === 'uncollected' && one.amount !== null).map((one) => vnd(Number(one.amount))),
  );
  const figures = `${groupedNumber(handedBack)} đ; chưa nhận (uncollected): ${groupedNumber(open)} đ`;
  return [
    {
      code: 'handed_back',
      message: `Danh sách ghi nộp lại (handed back) ${figures}. Khi tiền đã về kho bạc (once it arrived): chitra hand-back MONTH --provider CODE --commune CODE --amount VND --reference PAPER`,
    },
  ];
}

/** Payments by their end-to-end id, whichever of their ids the list names; who took the money stands beside the outcome. */
function namedAnswers(province: string, { answers, collectors }: PostResult): Answer[] {
  const names = new Map(collectors.map(({ row, name }) => [row, name]));
  return answers.map((one) => {
    const name = one.status === 'paid' ? names.get(one.row) : undefined;
    return {
      ...one,
      endToEndId: namedPayment(province, one) ?? (one.endToEndId || one.instructionId),
      reason: name === undefined || one.reason !== '' ? one.reason : `Người nhận: ${name}`,
    };
  });
}

/**
 * A list of a bank (by the returns of the banks' sheets) or of a post office, .xlsx or CSV. An outcome of a day after `today` is a fault. Refuses what is neither, with what a list needs.
 */
export async function answerList(
  path: string,
  { province, banks }: Pick<Books, 'province' | 'banks'>,
  today: IsoDate,
): Promise<Result<SettlementSource>> {
  const name = basename(path);
  const bytes = await readWhole(path, MOST_BYTES);
  if (bytes === null)
    return refused('file_too_large', `${name} lớn hơn 32 MiB (larger than 32 MiB): hãy chia nhỏ (split it).`);
  const forms = formsInForce(banks);
  if (!forms.ok) return forms;
  const bank = await readBankReturn(bytes, province, forms.value.book, today);
  if (bank !== null && !bank.ok) return refused(bank.failure.code, `${name}: ${bank.failure.message}`);
  if (bank !== null) return done(listOf(path, 'bank-return', bank.value.answers, bank.value.problems, []));
  const post = await readPostResult(bytes, name, today);
  if (!post.ok) return post;
  const answers = namedAnswers(province, post.value);
  return done(listOf(path, 'post-result', answers, post.value.problems, handBackNotes(post.value)));
}
