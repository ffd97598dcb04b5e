import { type Result, done } from '../domain/failure.ts';
import { type Amendment, listAmendments } from '../store/amendments.ts';
import { type Database, inTransaction } from '../store/database.ts';
import type { LawBook } from './context.ts';
import { currentLaw } from './law-in-force.ts';

/** The law in force and every amendment that was ever proposed. */
export interface CatalogueState {
  readonly law: LawBook;
  readonly amendments: readonly Amendment[];
}

/** Reads the state, with times as the clock of a zone shows them. Refuses amendments that contradict the program. */
export async function catalogueState(
  database: Database,
  program: LawBook,
  timeZone: string,
): Promise<Result<CatalogueState>> {
  const law = await currentLaw(program, database);
  if (!law.ok) return law;
  const amendments = await inTransaction(database, (client) => listAmendments(client, timeZone));
  return done({ law: law.value, amendments });
}

/** The state under the names of `--json`. */
export function catalogueJson({ law, amendments }: CatalogueState): Readonly<Record<string, unknown>> {
  return {
    catalogue_sha256: law.sha256,
    amendments: amendments.map((one) => ({
      number: one.amendmentNo,
      sha256: one.sha256,
      proposed_by: one.proposedBy,
      proposed_at: one.proposedAt,
      activation: one.activationNo,
      activated_by: one.activatedBy,
      activated_at: one.activatedAt,
      catalogue_sha256: one.catalogueSha256,
    })),
  };
}
