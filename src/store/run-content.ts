import { copyOut } from './bulk.ts';
import type { Client } from './database.ts';
import { flatHash } from './row-hashes.ts';
import { LINE_COLUMNS, PAYMENT_COLUMNS } from './shard-results.ts';

/** The hashes of a shard as its run signed them: lines first, then payments. */
export interface SignedBlock {
  readonly runNo: number;
  readonly runId: string;
  readonly ordinal: number;
  readonly firstKey: string;
  readonly lastKey: string;
  readonly lines: number;
  readonly payments: number;
  readonly root: string;
}

/** The shards of every run that somebody signed, in order. */
export async function listSignedBlocks(client: Pick<Client, 'query'>): Promise<readonly SignedBlock[]> {
  const { rows } = await client.query<SignedBlock>(
    `SELECT b.run_no AS "runNo", r.run_id AS "runId", b.ordinal, b.first_key AS "firstKey", b.last_key AS "lastKey", b.lines, b.payments, b.root
     FROM run_block b JOIN run r USING (run_no) WHERE r.signed_sha256 IS NOT NULL ORDER BY b.run_no, b.ordinal`,
  );
  return rows;
}

/** The hashes of a shard's rows, one after the other. */
export async function leavesOfShard(client: Pick<Client, 'query'>, block: SignedBlock): Promise<Buffer> {
  const { rows } = await client.query<{ leaves: Buffer }>(
    'SELECT leaves FROM run_block WHERE run_no = $1 AND ordinal = $2',
    [block.runNo, block.ordinal],
  );
  return rows[0]?.leaves ?? Buffer.alloc(0);
}

/** The rows of a shard as they stand, in the order in which they were computed: by month and family, recoveries last. */
export async function rowsOfShard(
  client: Client,
  block: SignedBlock,
): Promise<{ readonly lines: Buffer; readonly payments: Buffer }> {
  const range = `run_no = ${block.runNo} AND person_id BETWEEN ${client.escapeLiteral(block.firstKey)} AND ${client.escapeLiteral(block.lastKey)}`;
  const family = `CASE family WHEN 'MAIN' THEN 1 WHEN 'CARE' THEN 2 ELSE 3 END`;
  return {
    lines: await copyOut(
      client,
      `COPY (SELECT ${LINE_COLUMNS} FROM run_line WHERE ${range}
         ORDER BY person_id, kind = 'recovery', CASE WHEN kind = 'recovery' THEN ${family} END, month, ${family}, part) TO STDOUT`,
    ),
    payments: await copyOut(
      client,
      `COPY (SELECT ${PAYMENT_COLUMNS} FROM payment WHERE ${range} ORDER BY person_id) TO STDOUT`,
    ),
  };
}

/** The hash over the roots of a run's shards as they stand: what its approver signed was this. */
export async function contentHashOf(client: Pick<Client, 'query'>, runNo: number): Promise<string> {
  const { rows } = await client.query<{ root: string }>(
    'SELECT root FROM run_block WHERE run_no = $1 ORDER BY ordinal',
    [runNo],
  );
  return flatHash(Buffer.from(rows.map((row) => row.root).join('\n')));
}

/** Runs that somebody signed, with the hash that was signed. */
export async function listSigned(
  client: Pick<Client, 'query'>,
): Promise<readonly { readonly runNo: number; readonly runId: string; readonly signed: string }[]> {
  const { rows } = await client.query<{ runNo: number; runId: string; signed: string }>(
    'SELECT run_no AS "runNo", run_id AS "runId", signed_sha256 AS signed FROM run WHERE signed_sha256 IS NOT NULL ORDER BY run_no',
  );
  return rows;
}
