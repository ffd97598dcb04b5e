import type { Catalogue } from '../domain/catalogue.ts';
import type { Log } from '../log.ts';
import type { WorkQueue } from '../queue/client.ts';
import type { Database } from '../store/database.ts';

/** The law that this process knows, and the hash by which processes compare it. */
export interface LawBook {
  readonly catalogue: Catalogue;
  readonly sha256: string;
}

/** What a step is given. Entry points build it; nothing in it is global. */
export interface Context {
  readonly database: Database;
  readonly queue: WorkQueue;
  readonly law: LawBook;
  readonly province: string;
  /** As lists print it. */
  readonly provinceName: string;
  readonly out: string;
  readonly leaseMs: number;
  readonly shardPersons: number | null;
  readonly log: Log;
}
