import { createHash } from 'node:crypto';
import type { BankBook, ListTemplate } from '../domain/bank-sheet.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { readBankBook } from '../formats/bank-sheet-file.ts';
import { type ListWriter, bankListWriter } from '../formats/bank-template.ts';
import type { NamedText } from '../formats/yaml-text.ts';
import { findBankForms, readBankFiles } from '../store/bank-forms.ts';
import type { Database } from '../store/database.ts';
import type { Run } from '../store/runs.ts';

/** The forms of the banks, the texts they were read from, and the hash by which runs name them. */
export interface BankForms {
  readonly book: BankBook;
  readonly texts: readonly NamedText[];
  readonly sha256: string;
  /** Who writes lists of a template; the same writer whenever it is asked for. */
  readonly writerOf: (template: ListTemplate) => ListWriter;
}

/** The texts in force for new runs, and all forms that this process has read, by their hash. */
export interface BankShelf {
  readonly texts: readonly NamedText[];
  readonly read: Map<string, BankForms>;
}

/** Thrown when the forms that a run was opened with are gone, altered, or of another program. */
export class OtherForms extends Error {
  override readonly name = 'OtherForms';
}

function formsHash(texts: readonly NamedText[]): string {
  const hash = createHash('sha256');
  for (const { name, text } of texts) hash.update(`${name}\0${text}\0`);
  return hash.digest('hex');
}

/** The shelf of a process: the program's own sheets, and those of the office (CHITRA_BANKS). Refuses a folder that cannot be read. */
export async function openShelf(own: string | null): Promise<Result<BankShelf>> {
  const texts = await readBankFiles(own);
  if (texts === null)
    return refused(
      'missing_banks',
      `Không đọc được thư mục CHITRA_BANKS=${own ?? ''} (the folder of bank sheets cannot be read). Correct or unset it.`,
    );
  return done({ texts, read: new Map() });
}

/** A shelf without sheets for new runs, for who only writes files again. */
export function emptyShelf(): BankShelf {
  return { texts: [], read: new Map() };
}

function keptWriters(): BankForms['writerOf'] {
  const writers = new Map<ListTemplate, ListWriter>();
  return (template) => {
    const writer = writers.get(template) ?? bankListWriter(template);
    writers.set(template, writer);
    return writer;
  };
}

function formsOf(shelf: BankShelf, texts: readonly NamedText[], sha256: string): Result<BankForms> {
  const before = shelf.read.get(sha256);
  if (before !== undefined) return done(before);
  const book = readBankBook(texts);
  if (!book.ok) return book;
  const forms = { book: book.value, texts, sha256, writerOf: keptWriters() };
  shelf.read.set(sha256, forms);
  return done(forms);
}

/** The forms that a new run is opened with. Refuses sheets with faults, naming file, place and fault. Why late: most commands need none. */
export function formsInForce(shelf: BankShelf): Result<BankForms> {
  return formsOf(shelf, shelf.texts, formsHash(shelf.texts));
}

/**
 * The forms that a run was opened with, whatever was changed since; null: the run is from before forms were kept, its banks get the generic CSV.
 * Throws OtherForms when the kept texts are not what the run names.
 */
export async function formsOfRun(database: Database, shelf: BankShelf, run: Run): Promise<BankForms | null> {
  const sha256 = run.bankFormsSha256;
  if (sha256 === null) return null;
  const before = shelf.read.get(sha256);
  if (before !== undefined) return before;
  const texts = await findBankForms(database.pool, sha256);
  // Why hashed again: a text that was altered in the database is not the form of the run.
  if (formsHash(texts) !== sha256) throw new OtherForms('the forms of the banks of this run are not what they were');
  const forms = formsOf(shelf, texts, sha256);
  if (!forms.ok) throw new OtherForms(`this program cannot read the forms of this run: ${forms.failure.message}`);
  return forms.value;
}
