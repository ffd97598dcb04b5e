import { type CaseAsk, caseObjection } from '../domain/case.ts';
import { type Result, refused } from '../domain/failure.ts';
import {
  type CaseSubject,
  addCaseEvent,
  eventsOfCase,
  findingsOfCase,
  lockCase,
  standingOf,
} from '../store/case-events.ts';
import { type Database, inTransaction } from '../store/database.ts';

/** Refused alike: no run found it, and it is elsewhere. */
export const UNKNOWN_CASE = refused(
  'not_found',
  'Không có trường hợp này trong phạm vi của bạn. / There is no such case in your scope.',
);

/**
 * Takes, comments, resolves or opens a case again; one person at a time. `database`: a session that sees what the person may act on. Refuses a case that no
 * run found, and what the state of the case does not allow.
 */
export function handleCase(
  database: Database,
  about: Pick<CaseSubject, 'control' | 'personId'> & { readonly communeCode: string | null },
  ask: CaseAsk,
): Promise<Result<null>> {
  return inTransaction(database, async (client) => {
    const asked = { ...about, communeCode: about.communeCode ?? '' };
    const [finding] = await findingsOfCase(client, asked);
    if (finding === undefined) return UNKNOWN_CASE;
    const subject = { ...asked, communeCode: finding.communeCode };
    await lockCase(client, subject);
    const allowed = caseObjection(standingOf(await eventsOfCase(client, subject, 'UTC')), ask);
    if (allowed.ok) await addCaseEvent(client, { ...subject, action: ask.action, note: ask.note, actor: ask.actor });
    return allowed;
  });
}
