import { amended, scopeOf } from '../domain/amendment.ts';
import type { Catalogue, CombinationEntry, ProvinceOverlay, RuleEntry } from '../domain/catalogue.ts';
import { type Standard, type StandardEntry, STANDARDS } from '../domain/catalogue.ts';
import { type Category, isCategory } from '../domain/category.ts';
import type { Control, ControlRule } from '../domain/control.ts';
import { type CoverageFault, coverageFaults } from '../domain/coverage.ts';
import { done, refused, type Result } from '../domain/failure.ts';
import type { ReturnReason } from '../domain/return-reason.ts';
import { controlRules, withSeverities } from './catalogue-controls.ts';
import { combinationEntry, provinceOverlay, ruleEntry, standardEntry } from './catalogue-entry.ts';
import { entryOf, listOf } from './catalogue-fields.ts';
import { returnReasons } from './catalogue-reasons.ts';
import { type NamedText, yamlContent } from './yaml-text.ts';

/** The text of one file of the catalogue; the name is for messages. */
export type CatalogueFile = NamedText;

/** What the files have given so far. */
interface Reading {
  readonly standards: Record<Standard, StandardEntry[]>;
  readonly rules: Map<Category, readonly RuleEntry[]>;
  readonly combinations: CombinationEntry[];
  readonly provinces: ProvinceOverlay[];
  readonly controls: Map<Control, ControlRule>;
  readonly reasons: Map<string, ReturnReason>;
  /** The file each list of entries came from. */
  readonly fileOf: Map<string, string>;
  readonly problems: string[];
}

const SECTIONS = ['standards', 'categories', 'combination', 'province', 'controls', 'reasons'];

/** Characters of problems that are shown, at least one problem whole: a person reads one sentence, and corrects one thing after the other. */
const MOST_SHOWN = 280;

function readAll(files: readonly CatalogueFile[]): Reading {
  const reading: Reading = {
    standards: { SA: [], SP: [] },
    rules: new Map(),
    combinations: [],
    provinces: [],
    controls: new Map(),
    reasons: new Map(),
    fileOf: new Map(),
    problems: [],
  };
  for (const file of files) readFile(file, reading);
  if (reading.provinces.length > 1) reading.problems.push('only one provincial file may be read at a time');
  return reading;
}

function catalogueOf({ standards, rules, combinations, provinces, controls, reasons }: Reading): Catalogue {
  const province = provinces[0] ?? null;
  const book = withSeverities(controls, province?.severities ?? new Map());
  return { standards, rules, combinations, province, controls: book, reasons };
}

/** Why an amendment cannot be used as one; what is looked for, and why money comes back, is no entry of law that begins on a day. */
function controlsFault(amendment: Reading): string[] {
  const has = amendment.controls.size > 0 || amendment.provinces.some((province) => province.severities.size > 0);
  if (amendment.reasons.size > 0) return ['an amendment cannot change reasons; change reasons.yaml'];
  return has ? ['an amendment cannot change controls; change controls.yaml or the file of the province'] : [];
}

function invalid(problems: readonly string[]): ReturnType<typeof refused> {
  let [shown = '', ...others] = problems;
  for (let next = others[0]; next !== undefined && shown.length + next.length < MOST_SHOWN; next = others[0]) {
    shown += `; ${next}`;
    others = others.slice(1);
  }
  const rest = others.length === 0 ? '' : `; and ${others.length} more`;
  return refused(
    'catalogue_invalid',
    `The law catalogue cannot be used: ${shown}${rest}. Correct the file and try again.`,
  );
}

/** A fault of the whole, with the file its list came from last. */
function faultText({ list, message }: CoverageFault, fileOf: ReadonlyMap<string, string>): string {
  const key = list.startsWith('area ') || list === 'province' ? 'province' : list;
  return `${fileOf.get(key) ?? 'no file'}: ${list}: ${message}`;
}

/**
 * Reads the law catalogue: the national files and at most one provincial one, in any order, and then amendments in the order
 * in which they count: files of the same form whose entries are added (domain/amendment.ts). The first `settled` of them may
 * repeat what the files say. Refuses
 * (`catalogue_invalid`, naming file, entry and fault) what is not YAML, an unknown or missing field, a value that is
 * no month, day, whole amount or coefficient, bands with a gap, a list given twice, two entries for the same months
 * and day, a category without a rule, and a second provincial file. Form of the files: src/catalogue/standards.yaml.
 */
export function readCatalogue(
  files: readonly CatalogueFile[],
  amendments: readonly (readonly CatalogueFile[])[] = [],
  settled = 0,
): Result<Catalogue> {
  const reading = readAll(files);
  const { problems, fileOf } = reading;
  let catalogue = catalogueOf(reading);
  if (problems.length === 0 && catalogue.combinations.length === 0)
    problems.push('no file says how awards combine (combination)');
  if (problems.length === 0 && catalogue.controls.size === 0)
    problems.push('no file says what is looked for (controls)');
  for (const [at, amendment] of amendments.entries()) {
    const added = readAll(amendment);
    const { catalogue: whole, faults } = amended(catalogue, catalogueOf(added), at < settled);
    catalogue = whole;
    for (const [list, file] of added.fileOf) fileOf.set(list, file);
    problems.push(...added.problems, ...controlsFault(added));
    if (problems.length === 0) problems.push(...faults.map((fault) => faultText(fault, added.fileOf)));
  }
  if (problems.length === 0) problems.push(...coverageFaults(catalogue).map((fault) => faultText(fault, fileOf)));
  return problems.length === 0 ? done(catalogue) : invalid(problems);
}

/**
 * Reads an amendment alone: what it adds, as lists of which most are empty. Refuses (`catalogue_invalid`) as readCatalogue
 * does, and one that adds nothing; gaps show only once it is added to a catalogue.
 */
export function readAmendment(files: readonly CatalogueFile[]): Result<Catalogue> {
  const reading = readAll(files);
  const { problems } = reading;
  problems.push(...controlsFault(reading));
  const amendment = catalogueOf(reading);
  if (problems.length === 0 && scopeOf(amendment) === null) problems.push('the draft has no entry');
  return problems.length === 0 ? done(amendment) : invalid(problems);
}

function readFile(file: CatalogueFile, reading: Reading): void {
  const { problems } = reading;
  const before = problems.length;
  const content = yamlContent(file, problems);
  if (problems.length > before) return;
  const top = entryOf(content, file.name, problems, SECTIONS);
  for (const [section, value] of top.fields) {
    if (section === 'standards') readStandards(file.name, value, reading);
    if (section === 'categories') readCategories(file.name, value, reading);
    if (section === 'combination' && isNew('combination', file.name, reading)) {
      const entries = listOf(value, `${file.name}: combination`, problems);
      const where = (at: number): string => `${file.name}: combination ${at + 1}`;
      reading.combinations.push(...entries.map((entry, at) => combinationEntry(entry, where(at), problems)));
    }
    if (section === 'controls' && isNew('controls', file.name, reading)) {
      const rules = controlRules(value, `${file.name}: controls`, problems);
      for (const [control, rule] of rules) reading.controls.set(control, rule);
    }
    if (section === 'reasons' && isNew('reasons', file.name, reading)) {
      for (const [code, reason] of returnReasons(value, `${file.name}: reasons`, problems))
        reading.reasons.set(code, reason);
    }
    if (section === 'province') {
      reading.fileOf.set('province', file.name);
      reading.provinces.push(provinceOverlay(value, `${file.name}: province`, problems));
    }
  }
}

function readStandards(name: string, value: unknown, reading: Reading): void {
  const { problems } = reading;
  const section = entryOf(value, `${name}: standards`, problems, STANDARDS);
  for (const standard of STANDARDS) {
    if (!section.fields.has(standard) || !isNew(`standard ${standard}`, name, reading)) continue;
    const where = `${name}: standard ${standard}`;
    const entries = listOf(section.fields.get(standard), where, problems);
    reading.standards[standard].push(
      ...entries.map((entry, at) => standardEntry(entry, `${where} entry ${at + 1}`, problems)),
    );
  }
}

function readCategories(name: string, value: unknown, reading: Reading): void {
  const { problems } = reading;
  if (!(value instanceof Map)) problems.push(`${name}: categories: rules by category are expected`);
  const categories: ReadonlyMap<unknown, unknown> = value instanceof Map ? value : new Map();
  for (const [key, list] of categories) {
    const category = String(key);
    if (!isCategory(category)) problems.push(`${name}: ${category} is no category`);
    else if (isNew(category, name, reading)) {
      const rules = listOf(list, `${name}: ${category}`, problems);
      reading.rules.set(
        category,
        rules.map((rule, at) => ruleEntry(rule, `${name}: ${category} rule ${at + 1}`, problems)),
      );
    }
  }
}

function isNew(list: string, name: string, reading: Reading): boolean {
  const earlier = reading.fileOf.get(list);
  if (earlier !== undefined) reading.problems.push(`${name}: ${list} was already given in ${earlier}`);
  else reading.fileOf.set(list, name);
  return earlier === undefined;
}
