import type { Catalogue } from '../domain/catalogue.ts';
import type { Signer } from '../domain/seal.ts';
import type { CatalogueFile } from '../formats/catalogue-file.ts';
import type { Log } from '../log.ts';
import type { WorkQueue } from '../queue/client.ts';
import type { Database } from '../store/database.ts';
import type { BankShelf } from './bank-forms.ts';
import type { Press } from './press.ts';

/** The files of a law: the program's own, and those of the activated amendments in the order in which they count. */
export interface LawTexts {
  readonly program: readonly CatalogueFile[];
  readonly amendments: readonly (readonly CatalogueFile[])[];
}

/** A law, the texts it was read from, and the hash by which runs name it. */
export interface LawBook {
  /** The province whose program this is: two digits. */
  readonly province: string;
  readonly catalogue: Catalogue;
  readonly sha256: string;
  readonly texts: LawTexts;
  /** Every law this process has read, by its hash. */
  readonly shelf: Map<string, LawBook>;
}

/** The books of a province, and who signs for them. */
export interface Books {
  readonly database: Database;
  readonly province: string;
  readonly signer: Signer;
  /** Sheets of banks: those in force for new runs, and those that were read. */
  readonly banks: BankShelf;
}

/** The books, and the folder of the payout files: enough to read them back and to write them again. */
export interface Desk extends Books {
  /** As lists print it. */
  readonly provinceName: string;
  readonly press: Press;
  readonly out: string;
}

/** What a step is given. Entry points build it; nothing in it is global. */
export interface Context extends Desk {
  readonly queue: WorkQueue;
  /** The law in force when this process started; runs are opened with what is in force then (law-in-force.ts). */
  readonly law: LawBook;
  readonly leaseMs: number;
  readonly shardPersons: number | null;
  /** Where this process works, for the audit log: JSON. */
  readonly origin: string;
  readonly log: Log;
}
