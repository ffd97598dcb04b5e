/** Where a finding comes from: see src/catalogue/controls.yaml, which says it of every control. */
export type ControlSource = 'hold' | 'facts' | 'past' | 'comparison' | 'commune' | 'form';

/** What a control needs to be told as data. */
interface ControlForm {
  readonly source: ControlSource;
  /** Whole numbers that its entry must give, and no others. */
  readonly limits: readonly string[];
  /** A list it needs besides: ages in years, or deaths a year among 1,000 people by age. */
  readonly list?: 'ages' | 'mortality';
  /** Laws that were kept before it was there lack it; no run under them looks for it. */
  readonly isLater?: boolean;
}

const HOLD: ControlForm = { source: 'hold', limits: [] };
const FACTS: ControlForm = { source: 'facts', limits: [] };
const PAST: ControlForm = { source: 'past', limits: [] };
const COMPARISON: ControlForm = { source: 'comparison', limits: [] };

/**
 * Every control of the program in the order in which findings of one person are told; the first five are the holds. The two after them block as
 * delivered too: what a bank or the post said of the last payment.
 */
export const CONTROL_FORMS = {
  officer_hold: HOLD,
  duplicate_person: HOLD,
  death: HOLD,
  suspended: HOLD,
  no_payee: HOLD,
  account_returned: COMPARISON,
  return_to_ask: COMPARISON,
  overpaid: PAST,
  paid_after_death: PAST,
  sa_and_sp_paid: PAST,
  paid_twice: { source: 'past', limits: ['percent'] },
  rate_not_by_rule: { source: 'past', limits: ['list_day'] },
  id_mismatch: FACTS,
  backdated_start: FACTS,
  age_not_reached: FACTS,
  age_limit_passed: FACTS,
  pension_excludes: FACTS,
  funeral_without_death: FACTS,
  paid_after_funeral: PAST,
  probable_duplicate: COMPARISON,
  birth_date_edited: { source: 'comparison', limits: [], list: 'ages' },
  same_account: { source: 'comparison', limits: ['persons'] },
  account_changed: { source: 'comparison', limits: ['months', 'percent'] },
  shared_collector: { source: 'comparison', limits: ['persons'] },
  uncollected_three_months: { source: 'comparison', limits: ['months'] },
  bank_form: { source: 'form', limits: [], isLater: true },
  unchanged_list: { source: 'commune', limits: ['months', 'probability_per_mille'], list: 'mortality' },
  all_collected: { source: 'commune', limits: ['months', 'uncollected_per_mille', 'probability_per_mille'] },
} as const satisfies Readonly<Record<string, ControlForm>>;

/** Findings about a person or a commune in a run. */
export type Control = keyof typeof CONTROL_FORMS;

/** `block` holds the payment, `warn` is shown. */
export type Severity = 'block' | 'warn';

/** Deaths a year among 1,000 people of at least an age (years), up to the next entry's. */
export interface Mortality {
  readonly fromAge: number;
  readonly perMille: number;
}

/** A control as the catalogue holds it. */
export interface ControlRule {
  readonly control: Control;
  /** C1 to C19 of the list of inspections' findings; empty where it is none of them. */
  readonly number: string;
  readonly severity: Severity;
  /** The sentence in both languages: what it means and what to do; no name, number or account. */
  readonly vi: string;
  readonly en: string;
  /** The rule behind it. */
  readonly document: string;
  readonly article: string;
  readonly limits: ReadonlyMap<string, number>;
  /** Years, rising. */
  readonly ages: readonly number[];
  /** By rising age. */
  readonly mortality: readonly Mortality[];
}

/** The rule of every control. */
export type ControlBook = ReadonlyMap<Control, ControlRule>;

/** What was found, and what it is about: months, awards, other persons' ids. Never a name, an id number or an account. */
export interface Found {
  readonly control: Control;
  readonly detail: string;
}

/** A finding as it stands in the exceptions list. */
export interface Finding {
  readonly severity: Severity;
  /** Vietnamese, then English, then the rule. */
  readonly message: string;
}

/** Whether a text is the code of a control. */
export function isControl(code: string): code is Control {
  return Object.hasOwn(CONTROL_FORMS, code);
}

/** All controls, in the order of findings. */
export const CONTROLS: readonly Control[] = Object.keys(CONTROL_FORMS).filter(isControl);

/** The form of a control: what its entry in the catalogue must hold. */
export function formOf(control: Control): ControlForm {
  return CONTROL_FORMS[control];
}

/** The controls whose findings rest on payments of earlier months: whoever had one is computed whole in the next run too. */
export const PAST_CONTROLS: readonly Control[] = CONTROLS.filter((control) => formOf(control).source === 'past');

/** The rule of a control. Refuses (throws: a bug) a book without it; the reader of the catalogue lets none through. */
export function ruleOf(book: ControlBook, control: Control): ControlRule {
  const rule = book.get(control);
  if (rule === undefined) throw new RangeError(`the catalogue has no control ${control}`);
  return rule;
}

/** One of the numbers of a control. Refuses (throws: a bug) a number that its form does not name. */
export function limitOf(book: ControlBook, control: Control, name: string): number {
  const limit = ruleOf(book, control).limits.get(name);
  if (limit === undefined) throw new RangeError(`the control ${control} has no ${name}`);
  return limit;
}

/** The text of a rule for people: number, document and article. */
export function ruleText({ number, document, article }: ControlRule): string {
  return [number, `${document} ${article}`].filter((text) => text !== '').join('; ');
}

/** What the controls look for as a text; severities and sentences change nothing of it. */
export function controlsText(book: ControlBook): string {
  return JSON.stringify(
    [...book.values()].map(({ control, limits, ages, mortality }) => [control, [...limits], ages, mortality]),
  );
}

/** A finding as the exceptions list shows it; `isReleased`: an officer let the money go after it was found. Source: DOMAIN section 6. */
export function findingOf(book: ControlBook, { control, detail }: Found, isReleased = false): Finding {
  const rule = ruleOf(book, control);
  const what = detail === '' ? '' : ` (${detail})`;
  return {
    severity: isReleased ? 'warn' : rule.severity,
    message: `${rule.vi}${what} / ${rule.en} [${ruleText(rule)}]`,
  };
}

/**
 * Whether a 12-digit national id contradicts sex or year of birth: digit 4 is the century and sex (0/1 = 1900s male/female,
 * 2/3 = 2000s ...), digits 5-6 the year. Source: ND 137/2015 Đ13. Ids of another form say nothing here.
 */
export function contradictsNationalId(nationalId: string | null, sex: string, birthDate: string): boolean {
  if (nationalId === null || !/^\d{12}$/.test(nationalId)) return false;
  const centuryAndSex = nationalId.charCodeAt(3) - 48;
  const year = 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(nationalId.slice(4, 6));
  return year !== Number(birthDate.slice(0, 4)) || (centuryAndSex % 2 === 1) !== (sex === 'F');
}
