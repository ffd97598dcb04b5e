import {
  CONTROLS,
  type Control,
  type ControlBook,
  type ControlRule,
  type Mortality,
  type Severity,
  formOf,
  isControl,
} from '../domain/control.ts';
import { type Entry, entryOf, hasField, listOf, optionalTextOf, textOf, wholeOf, wordOf } from './catalogue-fields.ts';

const SOURCES = ['hold', 'facts', 'past', 'comparison', 'commune', 'form'] as const;
const SEVERITIES = ['warn', 'block'] as const;
const FIELDS = ['number', 'source', 'severity', 'vi', 'en', 'document', 'article', 'limits', 'ages', 'mortality'];

/** Words of an official and sentences for the exceptions list never hold a number that could be an id or an account. */
const LOOKS_LIKE_AN_ID = /\d{7,}/;

function sentenceOf(entry: Entry, key: string): string {
  const text = textOf(entry, key);
  if (LOOKS_LIKE_AN_ID.test(text)) entry.problems.push(`${entry.where}: ${key} holds a long number`);
  return text;
}

function limitsOf(entry: Entry, control: Control): ReadonlyMap<string, number> {
  const names = formOf(control).limits;
  if (names.length === 0) {
    if (hasField(entry, 'limits')) entry.problems.push(`${entry.where}: ${control} takes no limits`);
    return new Map();
  }
  const limits = entryOf(entry.fields.get('limits'), `${entry.where} limits`, entry.problems, names);
  return new Map(names.map((name) => [name, wholeOf(limits, name, 1)]));
}

/** A list of the form's kind; the other kind must not be there. */
function itemsOf(entry: Entry, control: Control, kind: 'ages' | 'mortality'): readonly unknown[] {
  if (formOf(control).list === kind) return listOf(entry.fields.get(kind), `${entry.where} ${kind}`, entry.problems);
  if (hasField(entry, kind)) entry.problems.push(`${entry.where}: ${control} takes no ${kind}`);
  return [];
}

function risingProblem(entry: Entry, kind: string, ages: readonly number[]): void {
  if (ages.some((age, at) => age <= (ages[at - 1] ?? -1))) entry.problems.push(`${entry.where}: ${kind} must rise`);
}

function agesOf(entry: Entry, control: Control): readonly number[] {
  const ages = itemsOf(entry, control, 'ages').map((age) =>
    wholeOf({ ...entry, where: `${entry.where} ages`, fields: new Map([['age', age]]) }, 'age', 1),
  );
  risingProblem(entry, 'ages', ages);
  return ages;
}

function mortalityOf(entry: Entry, control: Control): readonly Mortality[] {
  const rows = itemsOf(entry, control, 'mortality').map((item, at) => {
    const row = entryOf(item, `${entry.where} mortality ${at + 1}`, entry.problems, ['from_age', 'per_mille']);
    return { fromAge: wholeOf(row, 'from_age', 0), perMille: wholeOf(row, 'per_mille', 1) };
  });
  const ages = rows.map((row) => row.fromAge);
  risingProblem(entry, 'mortality', ages);
  if (ages.length > 0 && ages[0] !== 0) entry.problems.push(`${entry.where}: mortality must begin at age 0`);
  return rows;
}

function controlRule(control: Control, value: unknown, where: string, problems: string[]): ControlRule {
  const entry = entryOf(value, where, problems, FIELDS);
  const number = optionalTextOf(entry, 'number') ?? '';
  if (number !== '' && !/^C([1-9]|1\d)$/.test(number)) problems.push(`${where}: number ${number} is none of C1 to C19`);
  const { source } = formOf(control);
  if (wordOf(entry, 'source', SOURCES) !== source) problems.push(`${where}: source must be ${source}`);
  const severity = wordOf(entry, 'severity', SEVERITIES);
  const fault = severityFault(control, severity);
  if (fault !== null) problems.push(`${where}: ${fault}`);
  return {
    control,
    number,
    severity,
    vi: sentenceOf(entry, 'vi'),
    en: sentenceOf(entry, 'en'),
    document: textOf(entry, 'document'),
    article: textOf(entry, 'article'),
    limits: limitsOf(entry, control),
    ages: agesOf(entry, control),
    mortality: mortalityOf(entry, control),
  };
}

/** Why a control cannot have a severity; null: it can. */
function severityFault(control: Control, severity: Severity): string | null {
  const { source } = formOf(control);
  if (source === 'hold' && severity === 'warn') return `${control} is a hold and always blocks`;
  if (source === 'form' && severity === 'block')
    return `${control} is about the form of a file, not about the right to money, and can only warn`;
  return source === 'commune' && severity === 'block' ? `${control} is about a commune and can only warn` : null;
}

/** The section `controls` of a national file: every control that the program knows, once, and no other. */
export function controlRules(value: unknown, where: string, problems: string[]): Map<Control, ControlRule> {
  const section = entryOf(value, where, problems, CONTROLS);
  const rules = new Map<Control, ControlRule>();
  for (const control of CONTROLS) {
    if (hasField(section, control))
      rules.set(control, controlRule(control, section.fields.get(control), `${where} ${control}`, problems));
    else if (formOf(control).isLater !== true) problems.push(`${where}: ${control} is missing`);
  }
  return rules;
}

/** The severities that a province gives: `controls: {same_account: block}`. */
export function provinceSeverities(value: unknown, where: string, problems: string[]): Map<Control, Severity> {
  const section = entryOf(value, where, problems, CONTROLS);
  const severities = new Map<Control, Severity>();
  for (const key of section.fields.keys()) {
    if (!isControl(key)) continue;
    const severity = wordOf(section, key, SEVERITIES);
    const fault = severityFault(key, severity);
    if (fault !== null) problems.push(`${where}: ${fault}`);
    severities.set(key, severity);
  }
  return severities;
}

/** The controls of the country with the severities of a province put in. */
export function withSeverities(rules: ControlBook, severities: ReadonlyMap<Control, Severity>): ControlBook {
  return new Map(
    [...rules].map(([control, rule]) => [control, { ...rule, severity: severities.get(control) ?? rule.severity }]),
  );
}
