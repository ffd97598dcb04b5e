import type { IsoDate, Month } from '../domain/month.ts';
import type { Client } from './database.ts';
import { type Frozen, duplicatesQuery } from './run-opening.ts';
import type { Run } from './runs.ts';

/** The last batch of the registry, without a lock: for who only looks. */
export async function lastBatch(client: Client): Promise<number> {
  const { rows } = await client.query<{ last: number }>('SELECT last_batch_no AS last FROM installation');
  if (rows[0] === undefined) throw new RangeError('the installation row is missing');
  return rows[0].last;
}

/** Persons that a run of the month opened now would mark as duplicates. */
export async function duplicatesNow(client: Client, runMonth: Month): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ person_id: string }>(duplicatesQuery('$1'), [runMonth]);
  return new Set(rows.map((row) => row.person_id));
}

/** The run that is being issued for any of the communes, if there is one: what it pays stands in the books only in part. */
export async function runBeingIssued(client: Client, communes: readonly string[]): Promise<string | null> {
  const { rows } = await client.query<{ run_id: string }>(
    `SELECT run_id FROM run JOIN live_commune USING (run_no) WHERE status = 'approved' AND commune_code = ANY($1) LIMIT 1`,
    [communes],
  );
  return rows[0]?.run_id ?? null;
}

/** What a run would freeze if it were opened now. */
export interface BooksView {
  readonly month: Month;
  readonly knownAt: IsoDate;
  readonly windowFrom: Month;
  readonly communes: readonly string[] | null;
  readonly province: string;
  readonly catalogueSha256: string;
  readonly registryBatch: number;
  readonly frozen: Frozen;
}

/** The run that would be opened now, for readers of facts; there is no row of it, and no duplicates are marked for its number. */
export function runNow(view: BooksView): Run {
  return {
    runNo: 0,
    runId: '',
    month: view.month,
    kind: view.frozen.isMonthIssued ? 'supplementary' : 'regular',
    status: 'queued',
    province: view.province,
    communes: view.communes,
    knownAt: view.knownAt,
    windowFrom: view.windowFrom,
    catalogueSha256: view.catalogueSha256,
    registryBatch: view.registryBatch,
    lastHoldEvent: view.frozen.lastHoldEvent,
    issuedRuns: view.frozen.issuedRuns,
    maker: '',
    totals: null,
    contentSha256: null,
    failure: null,
    approver: null,
    issueNo: null,
    ledgerRoot: null,
    previousLedgerRoot: null,
    manifestSha256: null,
  };
}
