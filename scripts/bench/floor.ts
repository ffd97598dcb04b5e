import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { copyIn, copyOutTo } from '../../src/store/bulk.ts';
import type { Client } from '../../src/store/database.ts';
import type { FloorRound } from './figures.ts';
import { type Bench, measureHere } from './steps.ts';

/** The columns a run reads, from the tables as they stand: no history, no joins that a reader can do with a small table in memory. */
const INPUT = [
  'SELECT person_id, birth_date, death_date, pension_amount, commune_code, national_id, sex FROM person ORDER BY person_id',
  'SELECT person_id, award_id, category, start_month, end_month, quantity, cared_birth_date, decision_date FROM award ORDER BY person_id',
  'SELECT person_id, from_month, channel, bank_bin, account_no IS NOT NULL, payment_point FROM payee ORDER BY person_id',
  'SELECT a.person_id, a.category, s.from_month, s.to_month FROM suspension s JOIN award a USING (award_id) ORDER BY a.person_id',
  'SELECT person_id, family, month, amount, status, paid_on FROM disbursement ORDER BY person_id',
];

const OUTPUT = ['run_line', 'payment', 'run_exception', 'run_overpayment', 'ledger_posting'];
const SCRATCH = 'bench_floor';

/** Counts and forgets. */
function sink(): { stream: Writable; bytes: () => number } {
  let bytes = 0;
  const stream = new Writable({
    highWaterMark: 1 << 20,
    write(chunk: Buffer, _encoding, taken) {
      bytes += chunk.length;
      taken();
    },
  });
  return { stream, bytes: () => bytes };
}

async function copyInputOut(client: Client): Promise<number> {
  let bytes = 0;
  for (const query of INPUT) {
    const { stream, bytes: counted } = sink();
    await copyOutTo(client, `COPY (${query}) TO STDOUT`, stream);
    bytes += counted();
  }
  return bytes;
}

/** The rows of a run as COPY text, one file a table, in the order of the primary key: the order that costs least to store. */
async function dumpOutput(client: Client, runNo: number, folder: string): Promise<number> {
  let bytes = 0;
  for (const table of OUTPUT) {
    const path = join(folder, table);
    const key = await keyOf(client, table);
    await copyOutTo(
      client,
      `COPY (SELECT * FROM ${table} WHERE run_no = ${runNo} ORDER BY ${key}) TO STDOUT`,
      createWriteStream(path),
    );
    bytes += statSync(path).size;
  }
  return bytes;
}

async function keyOf(client: Client, table: string): Promise<string> {
  const { rows } = await client.query<{ key: string }>(
    `SELECT string_agg(a.attname, ', ' ORDER BY array_position(i.indkey::int2[], a.attnum)) AS key
     FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary`,
    [`public.${table}`],
  );
  return rows[0]?.key ?? '';
}

/** Empty tables with the columns of the real ones and a primary key: no other index, no trigger, no check, no domain type. */
async function makeScratch(client: Client): Promise<void> {
  await client.query(`DROP SCHEMA IF EXISTS ${SCRATCH} CASCADE; CREATE SCHEMA ${SCRATCH}`);
  for (const table of OUTPUT) {
    const { rows } = await client.query<{ columns: string }>(
      `SELECT string_agg(format('%I %I', column_name, udt_name) || coalesce(' COLLATE ' || quote_ident(collation_name), ''), ', '
         ORDER BY ordinal_position) AS columns
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`,
      [table],
    );
    const key = await keyOf(client, table);
    await client.query(`CREATE TABLE ${SCRATCH}.${table} (${rows[0]?.columns}, PRIMARY KEY (${key}))`);
  }
}

async function copyOutputIn(client: Client, folder: string): Promise<void> {
  for (const table of OUTPUT) {
    const rows = createReadStream(join(folder, table), { highWaterMark: 1 << 20 });
    await copyIn(client, `COPY ${SCRATCH}.${table} FROM STDIN`, rows);
  }
}

export interface Floor {
  readonly rounds: readonly FloorRound[];
  readonly outBytes: number;
  readonly inBytes: number;
}

/**
 * The least that moving a run's data costs: its input out and its output in, one after the other on one connection of this process,
 * with nothing computed. Several rounds, each into fresh tables, a checkpoint before each part.
 */
export async function measureFloor(bench: Bench, runNo: number, folder: string, rounds: number): Promise<Floor> {
  mkdirSync(folder, { recursive: true });
  const client = await bench.database.pool.connect();
  try {
    await client.query('SET ROLE NONE');
    const inBytes = await dumpOutput(client, runNo, folder);
    let outBytes = 0;
    const measured: FloorRound[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      bench.stop.throwIfAborted();
      process.stderr.write(`bench: floor, round ${round} of ${rounds}\n`);
      const out = await measureHere(bench, async () => (outBytes = await copyInputOut(client)));
      await makeScratch(client);
      measured.push({ out, in: await measureHere(bench, () => copyOutputIn(client, folder)) });
    }
    await client.query(`DROP SCHEMA ${SCRATCH} CASCADE`);
    return { rounds: measured, outBytes, inBytes };
  } finally {
    client.release(true);
  }
}
