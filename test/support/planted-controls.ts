import { type Row, get, groupBy, monthNumber } from './sample-province.ts';

/** Who must be found by each control: person ids, or commune codes for what is about a commune. Source: planted.csv. */
export function plantedByControl(planted: readonly Row[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const row of planted) {
    for (const control of get(row, 'control')
      .split(' ')
      .filter((one) => one !== '')) {
      const own = found.get(control) ?? new Set();
      found.set(control, own.add(get(row, 'person_id') || get(row, 'commune_code')));
    }
  }
  return found;
}

/** The files of a sample, read once. */
export interface Sample {
  readonly persons: readonly Row[];
  readonly awards: readonly Row[];
  readonly suspensions: readonly Row[];
}

/** A reason that the files themselves give for a finding that was not planted; null: there is none, it is a false alarm. */
export type Explanation = (control: string, personId: string) => string | null;

const RUN = monthNumber('2026-11');
/** Ages at which a right of a category ends, in years; the age counts of the person, or of the one who is cared for. */
const UNTIL: Readonly<Record<string, number>> = { SA1: 16, SA3: 16, SA7: 3, CS1: 16 };

function isOpen(award: Row): boolean {
  const end = get(award, 'end_month');
  return monthNumber(get(award, 'start_month')) <= RUN && (end === '' || monthNumber(end) >= RUN);
}

function isTooOld(award: Row, born: string): boolean {
  const category = get(award, 'category');
  const birth = category === 'CS1' ? get(award, 'cared_birth_date') : born;
  const until = UNTIL[category];
  return until !== undefined && isOpen(award) && RUN - monthNumber(birth) > until * 12;
}

/** Explains findings by what the generator does on its own, read from the files it wrote, without the program's rules. */
export function explanationsOf(sample: Sample): Explanation {
  const persons = new Map(sample.persons.map((row) => [get(row, 'person_id'), row]));
  const awards = groupBy(sample.awards, 'person_id');
  const open = sample.suspensions.filter((row) => get(row, 'to_month') === '');
  const suspended = new Set(open.map((row) => get(row, 'award_id')));
  const namesakes = groupBy(
    sample.persons.map((row) => ({
      ...row,
      alike: `${get(row, 'full_name')} ${get(row, 'birth_date')} ${get(row, 'sex')}`,
    })),
    'alike',
  );
  const explain: Readonly<Record<string, (person: Row, personId: string) => string | null>> = {
    age_limit_passed: (person, id) =>
      (awards.get(id) ?? []).some((award) => isTooOld(award, get(person, 'birth_date')))
        ? 'nobody ended the award at the age limit; not paid'
        : null,
    pension_excludes: (person, id) =>
      Number(get(person, 'pension_amount')) >= 540_000 &&
      (awards.get(id) ?? []).some((award) => get(award, 'category').startsWith('SP') && isOpen(award))
        ? 'an award stands open beside a pension; not paid'
        : null,
    suspended: (_, id) =>
      (awards.get(id) ?? []).some((award) => suspended.has(get(award, 'award_id')))
        ? 'suspended after the right had ended; months before that wait'
        : null,
    death: (person) =>
      get(person, 'death_date') === '' ? null : 'died; the raise of the standard waits for an heir, as it must',
    probable_duplicate: (person) => {
      const alike = `${get(person, 'full_name')} ${get(person, 'birth_date')} ${get(person, 'sex')}`;
      return (namesakes.get(alike) ?? []).length > 1 ? 'namesakes born on one day, by chance' : null;
    },
  };
  return (control, personId) => {
    const person = persons.get(personId);
    return person === undefined ? null : (explain[control]?.(person, personId) ?? null);
  };
}

/** How well one control finds what was planted for it. */
export interface ControlScore {
  readonly control: string;
  readonly planted: number;
  readonly found: number;
  readonly missed: readonly string[];
  /** Found, not planted, and explained by the files: how many by which reason. */
  readonly explained: ReadonlyMap<string, number>;
  readonly falseAlarms: readonly string[];
}

/** The score of a control. */
export function scoreOf(
  control: string,
  planted: ReadonlySet<string>,
  found: ReadonlySet<string>,
  explain: Explanation,
): ControlScore {
  const explained = new Map<string, number>();
  const falseAlarms: string[] = [];
  for (const who of [...found].filter((one) => !planted.has(one)).sort()) {
    const reason = explain(control, who);
    if (reason === null) falseAlarms.push(who);
    else explained.set(reason, (explained.get(reason) ?? 0) + 1);
  }
  const missed = [...planted].filter((one) => !found.has(one)).sort();
  return { control, planted: planted.size, found: found.size, missed, explained, falseAlarms };
}

/** The scores as a table for the output of the tests. */
export function scoreTable(scores: readonly ControlScore[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 || at === 6 ? cell.padEnd(at === 0 ? 26 : 0) : cell.padStart(12))).join(' | ')} |`;
  const lines = scores.map((score) => {
    const hits = score.planted - score.missed.length;
    const recall = score.planted === 0 ? '-' : `${((hits / score.planted) * 100).toFixed(1)} %`;
    const reasons = [...score.explained].map(([reason, count]) => `${count} ${reason}`).join('; ');
    const explained = [...score.explained.values()].reduce((sum, count) => sum + count, 0);
    const counts = [score.planted, score.found, recall, explained, score.falseAlarms.length];
    return row([score.control, ...counts.map(String), reasons]);
  });
  return [row(['control', 'planted', 'found', 'recall', 'explained', 'false alarms', 'explanation']), ...lines].join(
    '\n',
  );
}
