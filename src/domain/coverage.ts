import { type Catalogue, entryFor, type Sourced, STANDARDS } from './catalogue.ts';
import { CATEGORIES } from './category.ts';
import { formatMonth } from './month.ts';

/** A fault of the catalogue as a whole: in which list of entries, and what is wrong. */
export interface CoverageFault {
  /** "SA5A", "standard SP", "combination" or "area <name> SA". */
  readonly list: string;
  readonly message: string;
}

/**
 * What keeps a catalogue from giving exactly one answer: two entries of a list for the same months and day, a category
 * without a rule while the law says how awards combine, a rule that pays a multiple of a standard not in force.
 * Empty: every month from the first on has, for every category and every day the law may be known, exactly one rule.
 */
export function coverageFaults(catalogue: Catalogue): CoverageFault[] {
  const lists = entryLists(catalogue);
  const faults = [...lists].flatMap(([list, entries]) => doubledEntries(list, entries));
  const all = [...lists.values()].flat();
  const days = new Set(all.map((entry) => entry.inForce));
  const months = new Set(all.map((entry) => entry.fromMonth));
  const seen = new Set<string>();
  // Answers change only where some entry begins or becomes law, so these months and days stand for all others.
  for (const knownAt of [...days].sort()) {
    for (const at of [...months].sort((a, b) => a - b)) {
      if (entryFor(catalogue.combinations, at, knownAt) === null) continue;
      for (const category of CATEGORIES) {
        const rule = entryFor(catalogue.rules.get(category) ?? [], at, knownAt);
        const standard = rule?.terms ? entryFor(catalogue.standards[rule.terms.standard], at, knownAt) : null;
        const isCovered = rule !== null && (rule.terms === null || typeof standard?.amount === 'number');
        if (isCovered || seen.has(category)) continue;
        seen.add(category);
        const what = rule === null ? 'no rule' : 'a rule whose standard is not in force';
        faults.push({ list: category, message: `${what} for ${formatMonth(at)} with the law known on ${knownAt}` });
      }
    }
  }
  return faults;
}

/** Every list of dated entries by its name, as faults name it. */
export function entryLists(catalogue: Catalogue): Map<string, readonly Sourced[]> {
  const lists = new Map<string, readonly Sourced[]>([['combination', catalogue.combinations]]);
  for (const category of CATEGORIES) lists.set(category, catalogue.rules.get(category) ?? []);
  for (const standard of STANDARDS) {
    lists.set(`standard ${standard}`, catalogue.standards[standard]);
    for (const area of catalogue.province?.areas ?? []) {
      const levels = area.levels.filter((level) => level.family === standard);
      lists.set(`area ${area.name} ${standard}`, levels);
    }
  }
  return lists;
}

function doubledEntries(list: string, entries: readonly Sourced[]): CoverageFault[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const key = `${formatMonth(entry.fromMonth)}, in force ${entry.inForce}`;
    const isDoubled = seen.has(key);
    seen.add(key);
    return isDoubled ? [{ list, message: `two entries from ${key}: which one governs is not said` }] : [];
  });
}
