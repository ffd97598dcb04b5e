import type { Version } from '../store/person-versions.ts';

/** A value of the registry; `hidden`: there is one, and it is not for this reader. */
export type Told = string | number | null | { readonly hidden: true };

/** One column of a row: what it said before (null: nothing, or the row is new) and since. */
export interface ChangedField {
  readonly column: string;
  readonly before: Told;
  readonly after: Told;
}

/** What one row of an imported file told that was not known before. */
export interface Change extends Omit<Version, 'values'> {
  readonly kind: 'entered' | 'replaced';
  /** Of an entered row all that it says; of a replacing one what differs. */
  readonly fields: readonly ChangedField[];
  /** All that the row says. */
  readonly values: Readonly<Record<string, Told>>;
}

/** Columns that name a person, an id number or an account. */
const PERSONAL: ReadonlySet<string> = new Set([
  'full_name',
  'national_id',
  'account_no',
  'account_name',
  'collector_name',
  'collector_national_id',
]);

function told(column: string, value: string | number | null, withNames: boolean): Told {
  return value === null || withNames || !PERSONAL.has(column) ? value : { hidden: true };
}

/**
 * Versions of registry rows, in the order in which they were told, as changes: the first of a key is entered, each later one
 * replaces. Without `withNames` names, id numbers and accounts are hidden, though it still shows that they changed.
 */
export function changesOf(versions: readonly Version[], withNames: boolean): readonly Change[] {
  const before = new Map<string, Version>();
  return versions.map((version): Change => {
    const place = `${version.table} ${version.key}`;
    const earlier = before.get(place);
    before.set(place, version);
    const cells = Object.entries(version.values);
    const differing = cells.filter(([column, value]) => value !== (earlier?.values[column] ?? null));
    const fields = differing.map(([column, value]) => ({
      column,
      before: told(column, earlier?.values[column] ?? null, withNames),
      after: told(column, value, withNames),
    }));
    const values = Object.fromEntries(cells.map(([column, value]) => [column, told(column, value, withNames)]));
    return { ...version, kind: earlier === undefined ? 'entered' : 'replaced', fields, values };
  });
}
