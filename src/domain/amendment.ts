import { type Area, type Catalogue, type ProvinceOverlay, type Sourced, STANDARDS } from './catalogue.ts';
import { CATEGORIES, type Category } from './category.ts';
import { type CoverageFault, entryLists } from './coverage.ts';
import { type IsoDate, type Month, formatMonth } from './month.ts';

/** A catalogue with an amendment added, and what speaks against it. With faults the catalogue must not be used. */
export interface Amended {
  readonly catalogue: Catalogue;
  readonly faults: readonly CoverageFault[];
}

/** The dates of an amendment as a whole. */
export interface AmendmentScope {
  /** The earliest month that any entry governs. */
  readonly firstMonth: Month;
  /** Before this day nothing of it is law; from `lastDay` on all of it is. */
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
  readonly entries: number;
}

/** The first month and the days in force of an amendment; null when it has no entry at all. */
export function scopeOf(amendment: Catalogue): AmendmentScope | null {
  const entries = [...entryLists(amendment).values()].flat();
  const days = entries.map((entry) => entry.inForce).sort();
  const [firstDay, lastDay] = [days[0], days.at(-1)];
  const [firstMonth] = entries.map((entry) => entry.fromMonth).sort((a, b) => a - b);
  if (firstDay === undefined || lastDay === undefined || firstMonth === undefined) return null;
  return { firstMonth, firstDay, lastDay, entries: entries.length };
}

const ABOUT_THE_SOURCE: ReadonlySet<string> = new Set(['document', 'article', 'gazette', 'reviewed', 'note']);

/** What an entry says, without where it stands: two entries of one text have the same effect. */
function effectOf(entry: Sourced): string {
  return JSON.stringify(entry, (key, value: unknown) => {
    if (ABOUT_THE_SOURCE.has(key)) return undefined;
    return value instanceof Set ? Array.from<unknown>(value).map(String).sort() : value;
  });
}

/** Adds entries to one list; an entry for the same month and day as an earlier one is a fault, or skipped if it says the same. */
function joined<T extends Sourced>(
  list: string,
  before: readonly T[],
  added: readonly T[],
  mayRepeat: boolean,
  faults: CoverageFault[],
): readonly T[] {
  const fresh = added.filter((entry, at) => {
    const same = before.find((one) => one.fromMonth === entry.fromMonth && one.inForce === entry.inForce);
    if (same === undefined) return true;
    if (mayRepeat && effectOf(same) === effectOf(entry)) return false;
    const key = `${formatMonth(entry.fromMonth)}, in force ${entry.inForce}`;
    const message = `entry ${at + 1}: the catalogue has an entry from ${key} already (${same.document} ${same.article}); entries are never edited: give this one a later in_force`;
    faults.push({ list, message });
    return false;
  });
  return fresh.length === 0 ? before : [...before, ...fresh];
}

function sameCommunes(a: Area, b: Area): boolean {
  if (a.communes === null || b.communes === null) return a.communes === b.communes;
  return a.communes.size === b.communes.size && [...a.communes].every((code) => b.communes?.has(code) === true);
}

/** The overlay with further areas, and further levels of areas it has. */
function joinedProvince(
  before: ProvinceOverlay,
  added: ProvinceOverlay,
  mayRepeat: boolean,
  faults: CoverageFault[],
): ProvinceOverlay {
  if (added.code !== before.code) {
    faults.push({ list: 'province', message: `code ${added.code} is another province than ${before.code}` });
  }
  const areas = new Map(before.areas.map((area) => [area.name, area]));
  for (const area of added.areas) {
    const known = areas.get(area.name);
    if (known === undefined) {
      areas.set(area.name, area);
      continue;
    }
    if (!sameCommunes(known, area)) {
      const message = 'the catalogue has this area with other communes; give the new area a name of its own';
      faults.push({ list: `area ${area.name}`, message });
    }
    const levels = STANDARDS.flatMap((standard) => {
      const [old, fresh] = [known, area].map(({ levels: all }) => all.filter((level) => level.family === standard));
      return joined(`area ${area.name} ${standard}`, old ?? [], fresh ?? [], mayRepeat, faults);
    });
    areas.set(area.name, { ...known, levels });
  }
  return { ...before, areas: [...areas.values()] };
}

/**
 * A catalogue with the entries of an amendment added; nothing of the catalogue is edited. Faults: an entry for the same months
 * and day in force as one that stands there (`mayRepeat`: unless it says the same, as when the program brings what was
 * activated before), another province, an area with other communes. Gaps and doubles within the amendment: coverageFaults.
 */
export function amended(catalogue: Catalogue, amendment: Catalogue, mayRepeat: boolean): Amended {
  const faults: CoverageFault[] = [];
  const standard = (name: (typeof STANDARDS)[number]): Catalogue['standards'][typeof name] =>
    joined(`standard ${name}`, catalogue.standards[name], amendment.standards[name], mayRepeat, faults);
  const ruleOf = (category: Category): NonNullable<ReturnType<Catalogue['rules']['get']>> =>
    joined(category, catalogue.rules.get(category) ?? [], amendment.rules.get(category) ?? [], mayRepeat, faults);
  const { province } = amendment;
  return {
    catalogue: {
      standards: { SA: standard('SA'), SP: standard('SP') },
      rules: new Map(CATEGORIES.map((category) => [category, ruleOf(category)])),
      combinations: joined('combination', catalogue.combinations, amendment.combinations, mayRepeat, faults),
      province:
        province === null || catalogue.province === null
          ? (catalogue.province ?? province)
          : joinedProvince(catalogue.province, province, mayRepeat, faults),
      controls: catalogue.controls,
      reasons: catalogue.reasons,
    },
    faults,
  };
}

/** What an entry of a list governs beside the others of the list: the months until a later entry takes over. */
export interface Reach {
  readonly from: Month;
  /** The first month that another entry governs; null: none does. */
  readonly before: Month | null;
  /** Another entry for the same months became law later: this one governs nothing once that is known. */
  readonly isOvertaken: boolean;
}

/** The months one entry of a list governs for somebody who knows all of the list. */
export function reachOf(entry: Sourced, list: readonly Sourced[]): Reach {
  const later = list.map((one) => one.fromMonth).filter((from) => from > entry.fromMonth);
  const [before] = later.sort((a, b) => a - b);
  const isOvertaken = list.some((one) => one.fromMonth === entry.fromMonth && one.inForce > entry.inForce);
  return { from: entry.fromMonth, before: before ?? null, isOvertaken };
}
