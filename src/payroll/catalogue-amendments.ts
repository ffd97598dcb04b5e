import { isSameActor } from '../domain/actor.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import {
  type Amendment,
  amendmentTexts,
  insertActivation,
  insertAmendment,
  listAmendments,
} from '../store/amendments.ts';
import { type Client, type Database, inTransaction } from '../store/database.ts';
import { lockBooks } from '../store/runs.ts';
import type { LawBook } from './context.ts';
import { type Draft, type DraftLaw, draftOf, withDraft } from './draft-law.ts';
import { lawInForce } from './law-in-force.ts';

/** An amendment under its number, beside the law it would change or has changed. */
export interface NumberedDraft {
  readonly amendmentNo: number;
  readonly draft: DraftLaw;
}

function alreadyActive({ amendmentNo, activatedBy }: Amendment): ReturnType<typeof refused> {
  return refused(
    'already_active',
    `Dự thảo này đã được kích hoạt, số ${amendmentNo}, bởi ${activatedBy ?? '?'} / this draft is active already as number ${amendmentNo}.`,
  );
}

/** Why a draft cannot be proposed, whatever it says; or null. */
function objection({ sha256, amendment }: Draft, known: readonly Amendment[]): ReturnType<typeof refused> | null {
  const same = known.find((one) => one.sha256 === sha256);
  if (same !== undefined && same.activationNo !== null) return alreadyActive(same);
  if (same !== undefined) {
    return refused(
      'already_proposed',
      `Dự thảo này đã được đề xuất, số ${same.amendmentNo}, bởi ${same.proposedBy} / this draft was proposed already as number ${same.amendmentNo}: another person activates it.`,
    );
  }
  if (amendment.province?.isExample !== true) return null;
  return refused(
    'example_province',
    'Dự thảo ghi example: true, không ai được chi trả theo ví dụ / the draft is marked as an example, and nobody may be paid by it: put the resolution in and remove "example: true".',
  );
}

/**
 * Records a draft as proposed, word for word, under the next number; nothing is paid by it yet. Refuses what does not fit the law
 * in force (withDraft), an example, and a draft that was proposed or activated before.
 */
export function proposeAmendment(
  database: Database,
  program: LawBook,
  draft: Draft,
  actor: string,
): Promise<Result<NumberedDraft>> {
  return inTransaction(database, async (client): Promise<Result<NumberedDraft>> => {
    await lockBooks(client);
    const refusal = objection(draft, await listAmendments(client));
    if (refusal !== null) return refusal;
    const law = await lawInForce(program, client);
    if (!law.ok) return law;
    const whole = withDraft(law.value, draft);
    if (!whole.ok) return whole;
    const amendmentNo = await insertAmendment(client, {
      sha256: draft.sha256,
      files: draft.files,
      actor: actor.trim(),
    });
    return done({ amendmentNo, draft: whole.value });
  });
}

/** The amendment of a number, or of the beginning of a hash (8 characters or more). Refuses none and several. */
async function findAmendment(client: Client, reference: string): Promise<Result<Amendment>> {
  const byHash = /^[0-9a-f]{8,64}$/i.test(reference);
  const found = (await listAmendments(client)).filter(
    (one) => String(one.amendmentNo) === reference || (byHash && one.sha256.startsWith(reference.toLowerCase())),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return done(only);
  return refused(
    'unknown_amendment',
    `Không có dự thảo ${reference} / there is no amendment ${reference}: give the number or the hash that chitra catalogue list shows.`,
  );
}

async function draftIn(client: Client, amendment: Amendment): Promise<Result<Draft>> {
  const draft = draftOf(await amendmentTexts(client, amendment.amendmentNo));
  if (draft.ok && draft.value.sha256 !== amendment.sha256)
    throw new RangeError('the texts of an amendment in the database are not those that were proposed');
  return draft;
}

/** What was proposed, by its number or hash. */
export function readAmendmentAgain(
  database: Database,
  reference: string,
): Promise<Result<{ readonly amendment: Amendment; readonly draft: Draft }>> {
  return inTransaction(database, async (client): Promise<Result<{ amendment: Amendment; draft: Draft }>> => {
    const amendment = await findAmendment(client, reference);
    if (!amendment.ok) return amendment;
    const draft = await draftIn(client, amendment.value);
    return draft.ok ? done({ amendment: amendment.value, draft: draft.value }) : draft;
  });
}

/**
 * Another person than the proposer puts an amendment into force: from now on every new run is opened with it. Runs opened before
 * keep their law. Refuses the proposer, what is active already, and what no longer fits the law in force.
 */
export function activateAmendment(
  database: Database,
  program: LawBook,
  reference: string,
  actor: string,
): Promise<Result<NumberedDraft>> {
  return inTransaction(database, async (client): Promise<Result<NumberedDraft>> => {
    await lockBooks(client);
    const found = await findAmendment(client, reference);
    if (!found.ok) return found;
    const { amendmentNo, proposedBy, activationNo } = found.value;
    if (activationNo !== null) return alreadyActive(found.value);
    if (isSameActor(proposedBy, actor)) {
      return refused(
        'proposer_is_activator',
        `Dự thảo ${amendmentNo} do ${proposedBy} đề xuất, phải do người khác kích hoạt / amendment ${amendmentNo} was proposed by ${proposedBy}: another person must activate it (--actor NAME).`,
      );
    }
    const law = await lawInForce(program, client);
    if (!law.ok) return law;
    const draft = await draftIn(client, found.value);
    if (!draft.ok) return draft;
    const whole = withDraft(law.value, draft.value);
    if (!whole.ok) return whole;
    await insertActivation(client, found.value, actor.trim(), whole.value.law.sha256);
    return done({ amendmentNo, draft: whole.value });
  });
}
