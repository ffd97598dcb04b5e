import type { Severity } from '../domain/control.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** What people did about a finding: nothing yet, somebody has taken it, it is resolved. */
export const CASE_STATES = ['open', 'taken', 'resolved'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Where a page of findings begins: behind this one. */
export interface ExceptionPlace {
  readonly personId: string;
  readonly control: string;
  readonly communeCode: string;
}

/** One finding of a run. An empty person: it is about the commune. */
export interface ExceptionRow extends ExceptionPlace {
  readonly fullName: string;
  readonly communeName: string;
  readonly severity: Severity;
  /** Vietnamese, then English, then the rule. */
  readonly message: string;
  /** What of the person waits in this run for any reason, and the first of the reasons; null: nothing waits. VND. */
  readonly heldAmount: Vnd;
  readonly holdReason: string | null;
  readonly state: CaseState;
  /** Who has it or resolved it, and when (UTC); null: nobody. */
  readonly owner: string | null;
  readonly since: string | null;
  readonly comments: number;
}

/** Which findings are shown; null: all. */
export interface ExceptionFilter {
  readonly control: string | null;
  readonly severity: Severity | null;
  readonly communeCode: string | null;
  readonly state: CaseState | null;
  /** Whose cases; left out or null: everybody's. */
  readonly owner?: string | null;
}

export interface ExceptionPage {
  readonly rows: readonly ExceptionRow[];
  /** Where the next page begins; null: this is the last. */
  readonly next: ExceptionPlace | null;
}

/** Findings of one page. */
export const EXCEPTIONS_A_PAGE = 50;

/** The last word on each case. A case is a person and a control; a finding about a commune is a case of that commune. */
const CASES = `SELECT DISTINCT ON (person_id, control, place) person_id, control, place, action, actor, at
  FROM (SELECT *, CASE person_id WHEN '' THEN commune_code ELSE '' END AS place FROM case_event WHERE action <> 'comment') c
  ORDER BY person_id, control, place, event_no DESC`;

const STATE = `CASE c.action WHEN 'take' THEN 'taken' WHEN 'resolve' THEN 'resolved' ELSE 'open' END`;

interface RawRow extends ExceptionPlace {
  fullName: string;
  communeName: string;
  severity: string;
  message: string;
  heldAmount: number;
  holdReason: string | null;
  state: string;
  owner: string | null;
  since: string | null;
  comments: number;
}

/** Why the page first and the rest for it: what people did and what waits is looked up for fifty findings, not for all. */
const PAGE = `SELECT f.person_id AS "personId", f.control, f.commune_code AS "communeCode", f.severity, f.message, f.state,
    coalesce(p.full_name, '') AS "fullName", coalesce(m.name, '') AS "communeName", coalesce(h.amount, 0) AS "heldAmount", h.reason AS "holdReason",
    CASE f.state WHEN 'open' THEN NULL ELSE f.actor END AS owner,
    CASE f.state WHEN 'open' THEN NULL ELSE to_char(f.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END AS since,
    (SELECT count(*)::int FROM case_event e WHERE e.person_id = f.person_id AND e.control = f.control AND e.action = 'comment'
      AND (e.person_id <> '' OR e.commune_code = f.commune_code)) AS comments
  FROM (SELECT x.person_id, x.control, x.commune_code, x.severity, x.message, ${STATE} AS state, c.actor, c.at FROM run_exception x
      LEFT JOIN (${CASES}) c ON c.person_id = x.person_id AND c.control = x.control AND c.place = CASE x.person_id WHEN '' THEN x.commune_code ELSE '' END
    WHERE x.run_no = $1 AND ($2::text IS NULL OR x.control = $2) AND ($3::text IS NULL OR x.severity = $3) AND ($4::text IS NULL OR x.commune_code = $4)
      AND ($5::text IS NULL OR ${STATE} = $5)
      AND ($6::text IS NULL OR (x.person_id, x.control COLLATE "C", x.commune_code) > ($6, $7 COLLATE "C", $8))
      AND ($9::text IS NULL OR (c.actor = $9 AND ${STATE} <> 'open'))
    ORDER BY x.person_id, x.control COLLATE "C", x.commune_code LIMIT ${EXCEPTIONS_A_PAGE + 1}) f
  LEFT JOIN person p ON p.person_id = f.person_id LEFT JOIN commune m ON m.code = f.commune_code
  LEFT JOIN LATERAL (SELECT sum(l.amount) AS amount, min(l.hold_reason) AS reason FROM run_line l
    WHERE l.run_no = $1 AND l.person_id = f.person_id AND l.hold_reason IS NOT NULL) h ON true
  ORDER BY f.person_id, f.control COLLATE "C", f.commune_code`;

/** One page of the findings of a run, by person, control and commune. */
export async function listExceptions(
  client: Asker,
  runNo: number,
  filter: ExceptionFilter,
  after: ExceptionPlace | null,
): Promise<ExceptionPage> {
  const { rows } = await client.query<RawRow>(PAGE, [
    runNo,
    filter.control,
    filter.severity,
    filter.communeCode,
    filter.state,
    after?.personId ?? null,
    after?.control ?? null,
    after?.communeCode ?? null,
    filter.owner ?? null,
  ]);
  const shown = rows.slice(0, EXCEPTIONS_A_PAGE).map((row): ExceptionRow => ({
    ...row,
    severity: row.severity === 'block' ? 'block' : 'warn',
    heldAmount: vnd(row.heldAmount),
    state: CASE_STATES.find((one) => one === row.state) ?? 'open',
  }));
  const last = shown.at(-1);
  const hasMore = rows.length > EXCEPTIONS_A_PAGE && last !== undefined;
  return {
    rows: shown,
    next: hasMore ? { personId: last.personId, control: last.control, communeCode: last.communeCode } : null,
  };
}
