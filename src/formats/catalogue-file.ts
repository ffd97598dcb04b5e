import { parseDocument } from 'yaml';

import type { Catalogue, CombinationEntry, ProvinceOverlay, RuleEntry } from '../domain/catalogue.ts';
import { type Standard, type StandardEntry, STANDARDS } from '../domain/catalogue.ts';
import { type Category, isCategory } from '../domain/category.ts';
import type { Control, ControlRule } from '../domain/control.ts';
import { coverageFaults } from '../domain/coverage.ts';
import { done, refused, type Result } from '../domain/failure.ts';
import { controlRules, withSeverities } from './catalogue-controls.ts';
import { combinationEntry, provinceOverlay, ruleEntry, standardEntry } from './catalogue-entry.ts';
import { entryOf, listOf } from './catalogue-fields.ts';

/** The text of one file of the catalogue; the name is for messages. */
export interface CatalogueFile {
  readonly name: string;
  readonly text: string;
}

/** What the files have given so far. */
interface Reading {
  readonly standards: Record<Standard, StandardEntry[]>;
  readonly rules: Map<Category, readonly RuleEntry[]>;
  readonly combinations: CombinationEntry[];
  readonly provinces: ProvinceOverlay[];
  readonly controls: Map<Control, ControlRule>;
  /** The file each list of entries came from. */
  readonly fileOf: Map<string, string>;
  readonly problems: string[];
}

const PROBLEMS_SHOWN = 5;

/**
 * Reads the law catalogue: the national files and at most one provincial one, in any order. Refuses
 * (`catalogue_invalid`, naming file, entry and fault) what is not YAML, an unknown or missing field, a value that is
 * no month, day, whole amount or coefficient, bands with a gap, a list given twice, two entries for the same months
 * and day, a category without a rule, and a second provincial file. Form of the files: src/catalogue/standards.yaml.
 */
export function readCatalogue(files: readonly CatalogueFile[]): Result<Catalogue> {
  const reading: Reading = {
    standards: { SA: [], SP: [] },
    rules: new Map(),
    combinations: [],
    provinces: [],
    controls: new Map(),
    fileOf: new Map(),
    problems: [],
  };
  for (const file of files) readFile(file, reading);
  const { standards, rules, combinations, provinces, fileOf, problems } = reading;
  const province = provinces[0] ?? null;
  if (provinces.length > 1) problems.push('only one provincial file may be read at a time');
  const controls = withSeverities(reading.controls, province?.severities ?? new Map());
  const catalogue: Catalogue = { standards, rules, combinations, province, controls };
  if (problems.length === 0 && combinations.length === 0)
    problems.push('no file says how awards combine (combination)');
  if (problems.length === 0 && controls.size === 0) problems.push('no file says what is looked for (controls)');
  if (problems.length === 0) {
    for (const { list, message } of coverageFaults(catalogue)) {
      const file = fileOf.get(list.startsWith('area ') ? 'province' : list) ?? 'no file';
      problems.push(`${file}: ${list}: ${message}`);
    }
  }
  if (problems.length === 0) return done(catalogue);
  const shown = problems.slice(0, PROBLEMS_SHOWN).join('; ');
  const rest = problems.length > PROBLEMS_SHOWN ? `; and ${problems.length - PROBLEMS_SHOWN} more` : '';
  return refused(
    'catalogue_invalid',
    `The law catalogue cannot be used: ${shown}${rest}. Correct the file and try again.`,
  );
}

function readFile(file: CatalogueFile, reading: Reading): void {
  const { problems } = reading;
  // The failsafe schema keeps every scalar as the text that was written: no code 07210 that turns into a number.
  const document = parseDocument(file.text, { schema: 'failsafe' });
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    problems.push(`${file.name}: not readable as YAML: ${fault.message.split('\n')[0]}`);
    return;
  }
  const content: unknown = document.toJS({ mapAsMap: true });
  const top = entryOf(content, file.name, problems, ['standards', 'categories', 'combination', 'province', 'controls']);
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
