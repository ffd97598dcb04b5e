import { isPersonal, maskedCell } from '../domain/masked.ts';
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

/** How names, id numbers and accounts are told: whole, as initials and last digits, or only that they are there. */
export type NamesShown = 'shown' | 'masked' | 'hidden';

function told(column: string, value: string | number | null, names: NamesShown): Told {
  if (value === null || names === 'shown' || !isPersonal(column)) return value;
  return names === 'masked' ? maskedCell(column, String(value)) : { hidden: true };
}

/**
 * Versions of registry rows, in the order in which they were told, as changes: the first of a key is entered, each later one
 * replaces. Where names, id numbers and accounts are hidden it still shows that they changed.
 */
export function changesOf(versions: readonly Version[], names: NamesShown): readonly Change[] {
  const before = new Map<string, Version>();
  return versions.map((version): Change => {
    const place = `${version.table} ${version.key}`;
    const earlier = before.get(place);
    before.set(place, version);
    const cells = Object.entries(version.values);
    const differing = cells.filter(([column, value]) => value !== (earlier?.values[column] ?? null));
    const fields = differing.map(([column, value]) => ({
      column,
      before: told(column, earlier?.values[column] ?? null, names),
      after: told(column, value, names),
    }));
    const values = Object.fromEntries(cells.map(([column, value]) => [column, told(column, value, names)]));
    return { ...version, kind: earlier === undefined ? 'entered' : 'replaced', fields, values };
  });
}
