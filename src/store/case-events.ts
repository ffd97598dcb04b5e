import { CASE_ACTIONS, type CaseAction, type CaseStanding } from '../domain/case.ts';
import type { Severity } from '../domain/control.ts';
import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** What a case is about: a control and a person, or a control and a commune (`personId` empty). */
export interface CaseSubject {
  readonly control: string;
  readonly personId: string;
  readonly communeCode: string;
}

/** Something that was done about a case. */
export interface CaseEvent {
  readonly eventNo: number;
  readonly action: CaseAction;
  readonly note: string;
  readonly actor: string;
  /** YYYY-MM-DD HH:MM by the clock that was asked for. */
  readonly at: string;
}

/** A finding of a run behind a case. */
export interface CaseFinding {
  readonly runId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly communeCode: string;
}

/** Where a case is kept: of a person, wherever he lives; of a commune, there. */
const OF_CASE = `control = $1 AND person_id = $2 AND ($2 <> '' OR commune_code = $3)`;

function subjectValues(subject: CaseSubject): string[] {
  return [subject.control, subject.personId, subject.communeCode];
}

/** All that was done about a case, oldest first. */
export async function eventsOfCase(
  client: Asker,
  subject: CaseSubject,
  timeZone: string,
): Promise<readonly CaseEvent[]> {
  const { rows } = await client.query<Omit<CaseEvent, 'action'> & { action: string }>(
    `SELECT event_no::int AS "eventNo", action, note, actor, to_char(at AT TIME ZONE $4, 'YYYY-MM-DD HH24:MI') AS at FROM case_event WHERE ${OF_CASE} ORDER BY event_no`,
    [...subjectValues(subject), timeZone],
  );
  return rows.flatMap((row) => {
    const action = CASE_ACTIONS.find((one) => one === row.action);
    return action === undefined ? [] : [{ ...row, action }];
  });
}

/** How a case stands after its events. */
export function standingOf(events: readonly CaseEvent[]): CaseStanding {
  const last = events.findLast((one) => one.action !== 'comment');
  const lastEvent = events.at(-1)?.eventNo ?? 0;
  if (last === undefined || last.action === 'reopen') return { state: 'open', owner: null, lastEvent };
  return { state: last.action === 'take' ? 'taken' : 'resolved', owner: last.actor, lastEvent };
}

/** Lets one person at a time act on a case, until the transaction ends. */
export async function lockCase(client: Asker, subject: CaseSubject): Promise<void> {
  const key = ['case', subject.control, subject.personId === '' ? subject.communeCode : subject.personId].join(' ');
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
}

/** Adds an event. PostgreSQL refuses one of another commune to a session of a few communes. */
export async function addCaseEvent(
  client: Asker,
  event: CaseSubject & { readonly action: CaseAction; readonly note: string; readonly actor: string },
): Promise<void> {
  await client.query(
    'INSERT INTO case_event (control, person_id, commune_code, action, note, actor) VALUES ($1, $2, $3, $4, $5, $6)',
    [...subjectValues(event), event.action, event.note, event.actor],
  );
}

/** Runs that are looked at for findings of one case. */
const MOST_RUNS = 24;

/** What the last computed runs found about a case, the newest first; none: nobody found it. */
export async function findingsOfCase(client: Asker, subject: CaseSubject): Promise<readonly CaseFinding[]> {
  const { rows } = await client.query<Omit<CaseFinding, 'severity'> & { severity: string }>(
    `SELECT r.run_id AS "runId", x.severity, x.message, x.commune_code AS "communeCode"
     FROM (SELECT run_no, run_id FROM run WHERE persons IS NOT NULL ORDER BY run_no DESC LIMIT ${MOST_RUNS}) r JOIN run_exception x USING (run_no)
     WHERE x.person_id = $2 AND x.control = $1 AND ($2 <> '' OR x.commune_code = $3) ORDER BY r.run_no DESC`,
    subjectValues(subject),
  );
  return rows.map((row) => ({ ...row, severity: row.severity === 'block' ? 'block' : 'warn' }));
}
