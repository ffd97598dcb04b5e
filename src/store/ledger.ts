import { copyIn, copyOut } from './bulk.ts';
import type { Client, Database } from './database.ts';
import type { Run } from './runs.ts';
import type { KeyRange } from './shard-queries.ts';

const COLUMNS = 'person_id, family, month, issue, event, part, run_no, block, commune_code, amount';

/** Rows of the ledger in COPY text form: exactly these bytes are hashed, stored, and read again by whoever verifies. */
export type PostingRows = Buffer;

/** The postings that issuing a range of persons makes: one for each line without a hold, recoveries included. `block` is the number of the range. */
export async function postingsOfRange(
  database: Database,
  run: Run,
  block: number,
  range: KeyRange,
): Promise<PostingRows> {
  const client = await database.pool.connect();
  try {
    const between = `BETWEEN ${client.escapeLiteral(range.firstKey)} AND ${client.escapeLiteral(range.lastKey)}`;
    // Why the range twice: both tables were just filled, and nothing is known of them yet; without it each line looked its payment up alone.
    return await copyOut(
      client,
      `COPY (SELECT l.person_id, l.family, l.month, l.issue,
           CASE WHEN l.kind = 'recovery' THEN 'recovery' ELSE 'issue' END, l.part, l.run_no, ${block}, p.commune_code, abs(l.amount)
         FROM run_line l JOIN payment p USING (run_no, person_id)
         WHERE l.run_no = ${run.runNo} AND l.person_id ${between} AND p.person_id ${between} AND l.hold_reason IS NULL
         ORDER BY l.person_id, l.family, l.month, l.issue, l.part) TO STDOUT`,
    );
  } finally {
    client.release();
  }
}

/** The sealed rows of a block as they stand in the books. */
export async function postingsOfBlock(
  database: Database,
  runNo: number,
  block: number,
  range: KeyRange,
): Promise<PostingRows> {
  const client = await database.pool.connect();
  try {
    const between = `BETWEEN ${client.escapeLiteral(range.firstKey)} AND ${client.escapeLiteral(range.lastKey)}`;
    return await copyOut(
      client,
      `COPY (SELECT ${COLUMNS} FROM ledger_posting WHERE run_no = ${runNo} AND block = ${block} AND person_id ${between}
         ORDER BY person_id, family, month, issue, part) TO STDOUT`,
    );
  } finally {
    client.release();
  }
}

export interface Block extends KeyRange {
  readonly block: number;
  readonly postings: number;
  /** VND. */
  readonly amount: number;
  /** Merkle root of the rows, hexadecimal. */
  readonly root: string;
}

/** Stores a block and its rows inside the caller's transaction. */
export async function saveBlock(client: Client, runNo: number, block: Block, rows: PostingRows): Promise<void> {
  await copyIn(client, `COPY ledger_posting (${COLUMNS}) FROM STDIN`, [rows]);
  await client.query(
    'INSERT INTO ledger_block (run_no, block, first_person, last_person, postings, amount, root) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [runNo, block.block, block.firstKey, block.lastKey, block.postings, block.amount, block.root],
  );
}

/** Blocks of a run in their order. */
export async function listBlocks(database: Database, runNo: number): Promise<readonly Block[]> {
  const { rows } = await database.pool.query<Block>(
    `SELECT block, first_person AS "firstKey", last_person AS "lastKey", postings, amount, root FROM ledger_block WHERE run_no = $1 ORDER BY block`,
    [runNo],
  );
  return rows;
}
