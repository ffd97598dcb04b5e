import { type Result, done, refused } from '../domain/failure.ts';
import { openChapter } from '../store/chapters.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { postOutcomes } from '../store/outcome-postings.ts';
import { type Correction, addCorrection, answerFinding, findPayment } from '../store/outcomes.ts';
import { lockBooks } from '../store/runs.ts';
import { settleRuns } from '../store/settlement.ts';
import type { Books } from './context.ts';
import { sealChapter } from './seal-chapter.ts';

/** Which payment (its end-to-end id or payment id), what became of it, and who says so and why. */
export interface CorrectionRequest extends Correction {
  readonly paymentId: string;
}

/**
 * A person's word on what became of a payment, over all that files said before: the only way to make a payment that came back
 * count as paid. Refuses an unknown payment, one that was not issued, an empty reason, and what is so already.
 */
export async function correctOutcome(books: Books, request: CorrectionRequest): Promise<Result<null>> {
  if (request.reason.trim() === '' || request.actor.trim() === '')
    return refused('reason_missing', 'Một lần sửa cần có người và lý do (a correction names who and why).');
  return inTransaction(books.database, async (client) => {
    await lockBooks(client);
    const payment = await findPayment(client, request.paymentId);
    if (payment === null)
      return refused(
        'unknown_payment',
        `Không có khoản chi ${request.paymentId} (there is no such payment). See: chitra export payments`,
      );
    if (!payment.isIssued)
      return refused(
        'not_issued',
        `Khoản chi ${request.paymentId} chưa được chi ra (was not issued): nothing can have become of it.`,
      );
    if (payment.status === request.status)
      return refused('already_so', `Khoản chi ${request.paymentId} đã là ${request.status} (is that already).`);
    const eventNo = await addCorrection(client, payment, request);
    const chapter = await openChapter(client, { kind: 'correction', eventNo });
    await postOutcomes(client, chapter, eventNo, eventNo);
    await settleRuns(client);
    await sealChapter(client, books, chapter, []);
    return done(null);
  });
}

/** An officer's answer to a row of a settlement file that could not be taken as it was. Refuses a row that has no open finding. */
export async function answerSettlementRow(
  database: Database,
  answer: { readonly fileNo: number; readonly row: number; readonly actor: string; readonly reason: string },
): Promise<Result<null>> {
  const isNoted = await inTransaction(database, (client) => answerFinding(client, answer));
  return isNoted
    ? done(null)
    : refused(
        'nothing_to_answer',
        `Tệp ${answer.fileNo} dòng ${answer.row}: không có gì cần trả lời (this row has no open finding). See: chitra export exceptions`,
      );
}
