import { isSameActor } from '../domain/actor.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { openChapter } from '../store/chapters.ts';
import { type Client, type Database, inTransaction } from '../store/database.ts';
import type { EvidenceKind } from '../store/evidence.ts';
import { postOutcomes } from '../store/outcome-postings.ts';
import {
  type Proposal,
  type SilentStatement,
  addDecidedOutcomes,
  fileOfPayment,
  findOpenProposal,
  findPayoutFile,
  insertDecision,
  insertProposal,
  isStillMeant,
  silentStatement,
  wasSaidToComeBack,
} from '../store/outcome-proposals.ts';
import { type Correction, type FoundPayment, addCorrection, answerFinding, findPayment } from '../store/outcomes.ts';
import { lockBooks } from '../store/runs.ts';
import { settleRuns } from '../store/settlement.ts';
import type { Books } from './context.ts';
import { sealChapter } from './seal-chapter.ts';

/** Which payment (its end-to-end id or payment id) or whole file (its message id, or RUN/path), what became of it, and who says so and why. */
export interface CorrectionRequest extends Correction {
  readonly paymentId: string;
}

/** What a correction came to: noted; or written down as a proposal that another person must confirm. */
export type Corrected =
  | {
      readonly state: 'noted';
      /** The statement that stands for the second person; null: none was needed. */
      readonly statement: string | null;
    }
  | { readonly state: 'proposed'; readonly proposalNo: number };

const NOTED: Corrected = { state: 'noted', statement: null };

/** Enters events of persons into the books as a chapter of its own. */
async function bookEvents(
  client: Client,
  books: Books,
  events: { readonly first: number; readonly last: number },
  evidence: readonly EvidenceKind[],
): Promise<void> {
  const chapter = await openChapter(client, { kind: 'correction', eventNo: events.first });
  await postOutcomes(client, chapter, events.first, events.last);
  await settleRuns(client);
  await sealChapter(client, books, chapter, evidence);
}

async function decide(
  client: Client,
  books: Books,
  decision: { readonly proposalNo: number; readonly actor: string; readonly statement: SilentStatement | null },
): Promise<Result<Corrected>> {
  if (!(await isStillMeant(client, decision.proposalNo)))
    return refused(
      'nothing_left',
      `Đề xuất ${decision.proposalNo}: mọi khoản đều đã có kết quả (every payment of it has an outcome by now).`,
    );
  const { proposalNo, actor, statement } = decision;
  await insertDecision(client, { proposalNo, actor, statementNo: statement?.statementNo ?? null });
  await bookEvents(client, books, await addDecidedOutcomes(client, decision), ['decision']);
  return done(statement === null ? NOTED : { state: 'noted', statement: statement.id });
}

/** Money that nobody says came back: written down, and decided at once where a statement past its date speaks, else by a second person. */
async function propose(client: Client, books: Books, about: Omit<Proposal, 'proposalNo'>): Promise<Result<Corrected>> {
  const path = about.path ?? (await fileOfPayment(client, about.runNo, about.personId ?? ''));
  const proposalNo = await insertProposal(client, about);
  const statement = path === null ? null : await silentStatement(client, about.runNo, path);
  if (statement === null) return done({ state: 'proposed', proposalNo });
  return decide(client, books, { proposalNo, actor: about.actor, statement });
}

async function correctPayment(
  client: Client,
  books: Books,
  payment: FoundPayment,
  request: CorrectionRequest,
): Promise<Result<Corrected>> {
  const { status, date, reason, actor, paymentId } = request;
  if (!payment.isIssued)
    return refused(
      'not_issued',
      `Khoản chi ${paymentId} chưa được chi ra (was not issued): nothing can have become of it.`,
    );
  if (payment.status === status)
    return refused('already_so', `Khoản chi ${paymentId} đã là ${status} (is that already).`);
  if (status === 'paid' || (await wasSaidToComeBack(client, payment.runNo, payment.personId))) {
    const eventNo = await addCorrection(client, payment, request);
    await bookEvents(client, books, { first: eventNo, last: eventNo }, []);
    return done(NOTED);
  }
  const { runNo, personId } = payment;
  return propose(client, books, { runNo, personId, path: null, status, date, reason, actor });
}

async function correctFile(client: Client, books: Books, request: CorrectionRequest): Promise<Result<Corrected>> {
  const { status, date, reason, actor, paymentId } = request;
  const file = await findPayoutFile(client, paymentId);
  if (file === null)
    return refused(
      'unknown_payment',
      `Không có khoản chi hay tệp ${paymentId} (there is no such payment or file). See: chitra export payments, chitra export unknown`,
    );
  if (status === 'paid')
    return refused(
      'one_by_one',
      `Cả tệp chỉ đổi được thành returned hoặc uncollected (a whole file can only be said not to have arrived); load the bank's answer: chitra settle FILE`,
    );
  return propose(client, books, { ...file, personId: null, status, date, reason, actor });
}

/**
 * A person's word on what became of a payment, over all that files said before: the only way to make a payment that came back count as paid.
 * That money did not arrive, where no file says so, one person only proposes: another must confirm it, or a statement of the paying account
 * past its date in which it does not stand; because it will be paid again. Refuses an unknown payment, one that was not issued, an empty
 * reason, and what is so already.
 */
export async function correctOutcome(books: Books, request: CorrectionRequest): Promise<Result<Corrected>> {
  if (request.reason.trim() === '' || request.actor.trim() === '')
    return refused('reason_missing', 'Một lần sửa cần có người và lý do (a correction names who and why).');
  return inTransaction(books.database, async (client) => {
    await lockBooks(client);
    const payment = await findPayment(client, request.paymentId);
    return payment === null ? correctFile(client, books, request) : correctPayment(client, books, payment, request);
  });
}

/** The second word to a proposal. Refuses a number that is none or decided, and the proposer (the database refuses it once more). */
export async function confirmProposal(
  books: Books,
  { proposalNo, actor }: { readonly proposalNo: number; readonly actor: string },
): Promise<Result<Corrected>> {
  return inTransaction(books.database, async (client) => {
    await lockBooks(client);
    const proposal = await findOpenProposal(client, proposalNo);
    if (proposal === null)
      return refused(
        'no_proposal',
        `Không có đề xuất ${proposalNo} đang chờ (no proposal of this number waits). See: chitra export unknown`,
      );
    if (isSameActor(proposal.actor, actor))
      return refused(
        'proposer_confirms',
        `Đề xuất ${proposalNo} do ${proposal.actor} lập: người khác phải xác nhận (another person must confirm it: --actor NAME).`,
      );
    return decide(client, books, { proposalNo, actor, statement: null });
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
