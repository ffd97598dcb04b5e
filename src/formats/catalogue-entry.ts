import type { Area, Band, CombinationEntry, LevelEntry, ProvinceOverlay } from '../domain/catalogue.ts';
import type { RuleEntry, StandardEntry, Terms } from '../domain/catalogue.ts';
import { type Category, familyOf, isCategory } from '../domain/category.ts';
import type { Control, Severity } from '../domain/control.ts';
import { vnd, type Vnd, ZERO_VND } from '../domain/money.ts';
import { provinceSeverities } from './catalogue-controls.ts';
import { type Entry, entryOf, flagOf, hasField, listOf, SOURCE_FIELDS, sourceOf } from './catalogue-fields.ts';
import { tenthsOf, textOf, wholeOf, wordOf } from './catalogue-fields.ts';

const RULE_FIELDS = ['standard', 'national', 'age_of', 'from_age', 'until_age', 'pension', 'per_unit', 'once', 'bands'];

/** One standard amount: VND, or a status that says that there is none. */
export function standardEntry(value: unknown, where: string, problems: string[]): StandardEntry {
  const entry = entryOf(value, where, problems, [...SOURCE_FIELDS, 'amount', 'status']);
  return { ...sourceOf(entry), amount: amountOf(entry) };
}

/** One rule of a category: its terms, or a status that says that nothing is paid. */
export function ruleEntry(value: unknown, where: string, problems: string[]): RuleEntry {
  const entry = entryOf(value, where, problems, [...SOURCE_FIELDS, ...RULE_FIELDS, 'status']);
  return { ...sourceOf(entry), terms: isWithout(entry, RULE_FIELDS) ? null : termsOf(entry) };
}

/** How awards combine from a month on. */
export function combinationEntry(value: unknown, where: string, problems: string[]): CombinationEntry {
  const own = ['replaces_main', 'beside', 'together', 'highest_only'];
  const entry = entryOf(value, where, problems, [...SOURCE_FIELDS, ...own]);
  const beside = categoryOf(entry.fields.get('beside'), `${where} beside`, problems, true);
  const together = categoriesOf(entry.fields.get('together'), `${where} together`, problems, true);
  if (together.has(beside)) problems.push(`${where}: ${beside} cannot be paid together with itself`);
  const highestOnly = entry.fields.get('highest_only');
  const groups: readonly unknown[] = Array.isArray(highestOnly) ? highestOnly : [];
  if (!Array.isArray(highestOnly)) problems.push(`${where}: highest_only is no list of groups of categories`);
  return {
    ...sourceOf(entry),
    replacesMain: categoriesOf(entry.fields.get('replaces_main'), `${where} replaces_main`, problems, true),
    beside,
    together,
    highestOnly: groups.map((group) => categoriesOf(group, `${where} highest_only`, problems, false)),
  };
}

/** What one province adds to the national law. */
export function provinceOverlay(value: unknown, where: string, problems: string[]): ProvinceOverlay {
  const entry = entryOf(value, where, problems, ['code', 'name', 'example', 'areas', 'controls']);
  const code = textOf(entry, 'code');
  if (!/^\d{2}$/.test(code)) problems.push(`${where}: code ${code} is no province code of 2 digits`);
  // Why: a province that pays nothing more may still want to hold payments for what a control finds.
  const hasControls = hasField(entry, 'controls');
  const listed =
    hasControls && !hasField(entry, 'areas') ? [] : listOf(entry.fields.get('areas'), `${where} areas`, problems);
  const areas = listed.map((area) => areaOf(area, where, problems));
  const names = new Set(areas.map((area) => area.name));
  if (names.size < areas.length) problems.push(`${where}: two areas have the same name`);
  const severities = hasControls
    ? provinceSeverities(entry.fields.get('controls'), `${where} controls`, problems)
    : new Map<Control, Severity>();
  return { code, name: textOf(entry, 'name'), isExample: flagOf(entry, 'example'), areas, severities };
}

function areaOf(value: unknown, where: string, problems: string[]): Area {
  const entry = entryOf(value, `${where} area`, problems, ['name', 'communes', 'levels']);
  const name = textOf(entry, 'name');
  const levels = listOf(entry.fields.get('levels'), `${where} area ${name} levels`, problems);
  return {
    name,
    communes: communesOf(entry.fields.get('communes'), `${where} area ${name} communes`, problems),
    levels: levels.map((level, at) => levelEntry(level, `${where} area ${name} level ${at + 1}`, problems)),
  };
}

function communesOf(value: unknown, where: string, problems: string[]): ReadonlySet<string> | null {
  if (value === 'all') return null;
  const codes = new Set<string>();
  for (const code of listOf(value, `${where} (commune codes, or the word all)`, problems)) {
    if (typeof code !== 'string' || !/^\d{5}$/.test(code))
      problems.push(`${where}: ${String(code)} is no commune code of 5 digits`);
    else if (codes.has(code)) problems.push(`${where}: ${code} stands there twice`);
    else codes.add(code);
  }
  return codes;
}

function levelEntry(value: unknown, where: string, problems: string[]): LevelEntry {
  const entry = entryOf(value, where, problems, [...SOURCE_FIELDS, 'family', 'amount', 'status']);
  return { ...sourceOf(entry), family: wordOf(entry, 'family', ['SA', 'SP']), amount: amountOf(entry) };
}

/** True where a status stands in place of the value; both together are a problem. */
function isWithout(entry: Entry, valueFields: readonly string[]): boolean {
  if (!hasField(entry, 'status')) return false;
  wordOf(entry, 'status', ['not_yet', 'ended']);
  const excess = valueFields.filter((field) => hasField(entry, field));
  if (excess.length > 0) entry.problems.push(`${entry.where}: status and ${excess.join(', ')} cannot stand together`);
  return true;
}

function amountOf(entry: Entry): Vnd | null {
  if (isWithout(entry, ['amount'])) return null;
  const amount = wholeOf(entry, 'amount', 10);
  // Coefficients have one decimal, so multiples of 10 never give a fraction of a đồng.
  if (amount % 10 === 0) return vnd(amount);
  entry.problems.push(`${entry.where}: amount ${amount} is no multiple of 10, so coefficients would give fractions`);
  return ZERO_VND;
}

function termsOf(entry: Entry): Terms {
  const fromAge = hasField(entry, 'from_age') ? wholeOf(entry, 'from_age', 0) : 0;
  const untilAge = hasField(entry, 'until_age') ? wholeOf(entry, 'until_age', 1) : null;
  if (untilAge !== null && untilAge <= fromAge) entry.problems.push(`${entry.where}: until_age is not above from_age`);
  return {
    standard: wordOf(entry, 'standard', ['SA', 'SP']),
    isNational: flagOf(entry, 'national'),
    ageOf: wordOf(entry, 'age_of', ['person', 'cared_person'], true),
    fromAge,
    untilAge,
    pension: wordOf(entry, 'pension', ['any', 'none', 'below_national_sp'], true),
    isPerUnit: flagOf(entry, 'per_unit'),
    isOnce: flagOf(entry, 'once'),
    bands: bandsOf(entry),
  };
}

function bandsOf(entry: Entry): readonly Band[] {
  const items = listOf(entry.fields.get('bands'), `${entry.where} bands`, entry.problems);
  let above = 0;
  return items.map((item, at) => {
    const where = `${entry.where} band ${at + 1}`;
    const band = entryOf(item, where, entry.problems, ['below_age', 'coefficient']);
    const isLast = at === items.length - 1;
    if (isLast === hasField(band, 'below_age')) {
      entry.problems.push(`${where}: every band but the last, and only these, must say below_age`);
    }
    const belowAge = isLast ? null : wholeOf(band, 'below_age', above + 1);
    above = belowAge ?? above;
    return { belowAge, coefficientTenths: tenthsOf(band, 'coefficient') };
  });
}

function categoryOf(value: unknown, where: string, problems: string[], isMain: boolean): Category {
  const isKnown = typeof value === 'string' && isCategory(value);
  if (isKnown && (familyOf(value) === 'MAIN') === isMain) return value;
  problems.push(`${where}: ${String(value)} is no category ${isMain ? 'of MAIN' : 'outside MAIN'}`);
  return 'FAC';
}

function categoriesOf(value: unknown, where: string, problems: string[], isMain: boolean): ReadonlySet<Category> {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(value)) problems.push(`${where}: a list of categories is expected`);
  return new Set(items.map((item) => categoryOf(item, where, problems, isMain)));
}
