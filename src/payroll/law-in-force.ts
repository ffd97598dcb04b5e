import { type Result, done } from '../domain/failure.ts';
import { activeTexts, findLawTexts } from '../store/amendments.ts';
import { type Client, type Database, inTransaction } from '../store/database.ts';
import type { Run } from '../store/runs.ts';
import type { LawBook } from './context.ts';
import { lawHash, lawOf } from './law-book.ts';

/** Thrown when nobody can say under which law a run was opened: its work must be done by the program that opened it. */
export class OtherLaw extends Error {
  override readonly name = 'OtherLaw';
}

/**
 * The law by which a run is opened now: the program's own files and the activated amendments. Refuses amendments that contradict
 * the program's files, as may happen when a new version brings the same entries with other values.
 */
export async function lawInForce(known: LawBook, client: Client): Promise<Result<LawBook>> {
  const amendments = await activeTexts(client);
  return lawOf(known, { program: known.texts.program, amendments }, amendments.length);
}

/** The law in force now, for who has no transaction open: what an activation changed counts without a restart. */
export function currentLaw(known: LawBook, database: Database): Promise<Result<LawBook>> {
  return inTransaction(database, (client) => lawInForce(known, client));
}

/** The law under a hash: one that was read before, else the texts that were kept when a run was opened under it. */
async function lawNamed(known: LawBook, database: Database, sha256: string): Promise<Result<LawBook> | null> {
  const before = known.shelf.get(sha256);
  if (before !== undefined) return done(before);
  const texts = await inTransaction(database, (client) => findLawTexts(client, sha256));
  // Why hashed again: a text that was altered in the database is not the law of the run.
  return texts === null || lawHash(texts) !== sha256 ? null : lawOf(known, texts, texts.amendments.length);
}

/**
 * The law that a run was opened with, whatever was activated since and whatever this process knew when it started. Throws OtherLaw
 * when it is not kept (the run is older than this version and its law was another) or cannot be read by this program.
 */
export async function lawOfRun(known: LawBook, database: Database, run: Run): Promise<LawBook> {
  const law = await lawNamed(known, database, run.catalogueSha256);
  if (law === null) throw new OtherLaw('the law of this run is not kept in the database, and this program has another');
  if (!law.ok) throw new OtherLaw(`this program cannot read the law of this run: ${law.failure.message}`);
  return law.value;
}
