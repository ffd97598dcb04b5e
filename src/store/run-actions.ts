import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** What was done with a run. */
export interface RunAction {
  /** YYYY-MM-DD HH:MM:SS by the clock that was asked for. */
  readonly at: string;
  /** A state of the run (`opened`, `approved`, `rejected`, `issued`), `settlement`, or the command or step of the audit log. */
  readonly what: string;
  /** Null: known from what follows in the books, not who. */
  readonly actor: string | null;
  /** How it ended: `done`, `refused`, `failed`, `cut_off`, `begun`. */
  readonly outcome: string;
  /** What there is to say besides: the status reached, a code of a refusal, the name of a file, a reason. */
  readonly detail: string;
  /** Number of the entry in the audit log; null: it stands in the books themselves. */
  readonly entryNo: number | null;
}

/** Actions that one question answers with. */
export const MOST_ACTIONS = 200;

/**
 * From the books: the run's own row, and files of banks and the post that told of its payments. Approvals and the like stand in the log too, under the command:
 * there are databases older than the log.
 */
const FROM_BOOKS = `SELECT opened_at AS at, 'opened' AS what, maker AS actor, '' AS detail FROM run WHERE run_no = $1
  UNION ALL SELECT approved_at, 'approved', approver, '' FROM run WHERE run_no = $1 AND approved_at IS NOT NULL
  UNION ALL SELECT issued_at, 'issued', NULL, '' FROM run WHERE run_no = $1 AND issued_at IS NOT NULL
  UNION ALL SELECT f.loaded_at, 'settlement', f.actor, f.file_name FROM settlement_file f
    WHERE f.file_no IN (SELECT c.file_no FROM ledger_total t JOIN ledger_chapter c USING (chapter_no) WHERE t.run_no = $1 AND c.file_no IS NOT NULL)`;

/** From the log: entries that name the run; of a command that has ended only the end. */
const FROM_LOG = `SELECT a.at, a.command AS what, a.actor, a.outcome, coalesce(a.code, a.what::jsonb ->> 'status', a.what::jsonb ->> 'code', '') AS detail, a.entry_no
  FROM audit_entry a WHERE a.what::jsonb ->> 'run' = $2 AND NOT (a.outcome = 'begun' AND EXISTS (SELECT FROM audit_entry e WHERE e.begun_no = a.entry_no))
  ORDER BY a.entry_no DESC LIMIT ${MOST_ACTIONS}`;

/**
 * What was done with a run, the newest first, at most 200: opened, computed, approved or rejected, issued, files written, settled, looked at. `timeZone`: by
 * whose clock.
 */
export async function actionsOfRun(
  client: Asker,
  run: { readonly runNo: number; readonly runId: string },
  timeZone: string,
): Promise<readonly RunAction[]> {
  const { rows } = await client.query<RunAction>(
    `SELECT to_char(at AT TIME ZONE $3, 'YYYY-MM-DD HH24:MI:SS') AS at, what, actor, outcome, detail, entry_no AS "entryNo"
     FROM (SELECT at, what, actor, 'done' AS outcome, detail, NULL::bigint AS entry_no FROM (${FROM_BOOKS}) b
       UNION ALL (${FROM_LOG})) x
     ORDER BY x.at DESC, x.entry_no DESC NULLS LAST, what LIMIT ${MOST_ACTIONS}`,
    [run.runNo, run.runId, timeZone],
  );
  return rows;
}
