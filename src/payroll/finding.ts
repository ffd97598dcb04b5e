/** Something that is not as it was sealed. */
export interface Finding {
  readonly code: string;
  /** Which entry, row or file; a person by the id only. */
  readonly where: string;
  readonly message: string;
}

/** What a verification looked at and what it found. */
export interface Verification {
  readonly seals: number;
  readonly blocks: number;
  readonly entries: number;
  readonly shards: number;
  readonly lines: number;
  readonly files: number;
  readonly heads: number;
  readonly auditEntries: number;
  readonly findings: readonly Finding[];
}
