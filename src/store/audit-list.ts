import { type TimedEntry, ENTRY_COLUMNS } from './audit.ts';
import type { Client } from './database.ts';

/** Which entries of the audit log are shown; null: all. Days by the clock of the province, both included. */
export interface AuditFilter {
  readonly actor: string | null;
  readonly command: string | null;
  readonly kind: string | null;
  readonly outcome: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export const ENTRIES_A_PAGE = 50;

/** One page of the audit log, the newest first; `before`: the number where the page before ended. A command matches by its beginning. */
export async function listEntries(
  client: Pick<Client, 'query'>,
  filter: AuditFilter,
  before: number | null,
  timeZone: string,
  limit = ENTRIES_A_PAGE,
): Promise<{ readonly rows: readonly TimedEntry[]; readonly next: number | null }> {
  const { actor, command, kind, outcome, from, to } = filter;
  const { rows } = await client.query<TimedEntry>(
    `SELECT ${ENTRY_COLUMNS}, to_char(at AT TIME ZONE $8::text, 'YYYY-MM-DD HH24:MI:SS') AS "localTime" FROM audit_entry
     WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR starts_with(command, $2)) AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR outcome = $4)
       AND ($5::date IS NULL OR at >= $5::date::timestamp AT TIME ZONE $8::text) AND ($6::date IS NULL OR at < ($6::date + 1)::timestamp AT TIME ZONE $8::text)
       AND ($7::bigint IS NULL OR entry_no < $7) ORDER BY entry_no DESC LIMIT $9`,
    [actor, command, kind, outcome, from, to, before, timeZone, limit + 1],
  );
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.entryNo ?? null) : null };
}
