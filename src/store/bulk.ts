import type { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';

type Chunk = string | Uint8Array;

async function writeAll(stream: Writable, chunks: Iterable<Chunk> | AsyncIterable<Chunk>): Promise<void> {
  for await (const chunk of chunks) {
    if (!stream.write(chunk)) {
      await new Promise<void>((resolve, reject) => {
        const settle = (error?: Error): void => {
          stream.off('drain', settle);
          stream.off('error', settle);
          if (error) reject(error);
          else resolve();
        };
        stream.once('drain', settle);
        stream.once('error', settle);
      });
    }
  }
  stream.end();
}

/** Sends rows in COPY text form to `COPY table (columns) FROM STDIN`; resolves when PostgreSQL has taken them all. */
export async function copyIn(
  client: pg.PoolClient,
  sql: string,
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
): Promise<void> {
  const stream = client.query(copyStreams.from(sql));
  const ended = finished(stream);
  ended.catch(() => undefined);
  try {
    await writeAll(stream, chunks);
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error('the rows to copy could not be made'));
    throw error;
  }
  await ended;
}

/** The whole answer of `COPY (query) TO STDOUT`. For answers that fit in memory: one shard, never a table. */
export async function copyOut(client: pg.PoolClient, sql: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream: Readable = client.query(copyStreams.to(sql));
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

/** The rows of an answer of COPY one after the other, each without its line feed. */
export function* eachRow(answer: Buffer): Generator<Buffer, undefined> {
  let from = 0;
  for (let to = answer.indexOf(10); to >= 0; to = answer.indexOf(10, from)) {
    yield answer.subarray(from, to);
    from = to + 1;
  }
}

/** The cells of a row as text; null where the database has none. */
export type TextRow = readonly (string | null)[];

/** The rows of a query one batch after the other, however many there are: never more than one batch in memory. */
export async function* copyOutRows(
  client: pg.PoolClient,
  query: string,
): AsyncGenerator<readonly TextRow[], undefined> {
  const stream: Readable = client.query(copyStreams.to(`COPY (${query}) TO STDOUT`, { highWaterMark: 1 << 16 }));
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const bytes = Buffer.concat([rest, Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))]);
    const end = bytes.lastIndexOf(10) + 1;
    rest = bytes.subarray(end);
    if (end === 0) continue;
    const lines = bytes.toString('utf8', 0, end - 1).split('\n');
    yield lines.map((line) => line.split('\t').map(readCopyText));
  }
}

/** Streams `COPY (query) TO STDOUT` into `target`, however long it is. */
export async function copyOutTo(client: pg.PoolClient, sql: string, target: Writable): Promise<void> {
  await pipeline(client.query(copyStreams.to(sql, { highWaterMark: 1 << 20 })), target);
}

/** copyOutTo on a session of its own; one whose reader left in the middle is thrown away. */
export async function copyOutOf(database: { readonly pool: pg.Pool }, sql: string, target: Writable): Promise<void> {
  const client = await database.pool.connect();
  try {
    await copyOutTo(client, sql, target);
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One cell in COPY text form; null is \N. */
export function copyText(value: string | number | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return NEEDS_ESCAPE.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : value;
}

const UNESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

/** The value of one cell in COPY text form; null for \N. */
export function readCopyText(cell: string): string | null {
  if (cell === '\\N') return null;
  return cell.includes('\\') ? cell.replaceAll(/\\(.)/gs, (_, sign: string) => UNESCAPES[sign] ?? sign) : cell;
}
