import { type Result, done, refused } from '../domain/failure.ts';
import { type Month, formatMonth, monthOf, parseMonth } from '../domain/month.ts';
import { type Explanation, explainPerson } from '../payroll/explain-person.ts';
import { currentLaw } from '../payroll/law-in-force.ts';
import { inTransaction } from '../store/database.ts';
import { hasPerson } from '../store/holds.ts';
import { monthsOfBooks } from '../store/person-story.ts';
import { revealedUntil } from '../store/reveals.ts';
import { noteVisit } from './register.ts';
import type { Visit } from './visit.ts';

/** What the page of a person shows. */
export interface PersonFile {
  readonly explanation: Explanation;
  /** Until when names and numbers are shown to this user, HH:MM; null: they are masked. */
  readonly revealedUntil: string | null;
  /** People with the same id number in communes that the user does not see: how many. */
  readonly twinsElsewhere: number;
}

/** Refused alike: nobody has this id, and he lives elsewhere. */
export const UNKNOWN_PERSON = refused(
  'unknown_person',
  'Không có người này trong phạm vi của bạn. Kiểm tra mã. / There is no such person in your scope. Check the id.',
);

/** The month that a page of a person begins with: that of the latest run, else the present one. */
export async function firstMonthShown(visit: Visit, word: string): Promise<Month> {
  const asked = parseMonth(word);
  if (asked !== null) return asked;
  const { latest } = await inTransaction(visit.office.context.database, monthsOfBooks);
  return latest ?? monthOf(visit.office.settings.today());
}

async function withSeenTwins(
  visit: Visit,
  explanation: Explanation,
): Promise<Pick<PersonFile, 'explanation' | 'twinsElsewhere'>> {
  const seen = await Promise.all(explanation.twins.map((one) => hasPerson(visit.database, one)));
  const twins = explanation.twins.filter((_, at) => seen[at]);
  return { explanation: { ...explanation, twins }, twinsElsewhere: explanation.twins.length - twins.length };
}

/**
 * Everything about a person and a month, names and numbers masked unless the user has said why he must see them; that he looked is logged. Refuses a person
 * outside of the user's scope as one whom nobody knows, and months outside of the books.
 */
export async function openPersonFile(visit: Visit, personId: string, month: Month): Promise<Result<PersonFile>> {
  const { context, settings } = visit.office;
  if (!(await hasPerson(visit.database, personId))) return UNKNOWN_PERSON;
  const until = await revealedUntil(visit.database.pool, visit.user.name, personId, settings.timeZone);
  const law = await currentLaw(context.law, context.database);
  if (!law.ok) return law;
  const today = settings.today();
  const request = { personId, month, knownAt: today, today, timeZone: settings.timeZone } as const;
  const names = until === null ? 'masked' : 'shown';
  const explained = await explainPerson(visit.database, law.value.catalogue, { ...request, names }, context.database);
  if (!explained.ok) return explained;
  // Why again: his file may have been merged into that of somebody elsewhere.
  if (!(await hasPerson(visit.database, explained.value.file.personId))) return UNKNOWN_PERSON;
  await noteVisit(visit, 'person', { person: personId, month: formatMonth(month) });
  return done({ ...(await withSeenTwins(visit, explained.value)), revealedUntil: until });
}
