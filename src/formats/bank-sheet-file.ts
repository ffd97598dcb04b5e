import type {
  BankBook,
  BankSheet,
  FileLimits,
  ListTemplate,
  MessageProfile,
  ReturnField,
  ReturnForm,
} from '../domain/bank-sheet.ts';
import { RETURN_FIELDS } from '../domain/bank-sheet.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { listTemplate } from './bank-template-file.ts';
import {
  type Entry,
  entryOf,
  flagOf,
  hasField,
  listOf,
  optionalTextOf,
  textOf,
  wholeOf,
  wordOf,
} from './catalogue-fields.ts';
import { type NamedText, yamlContent } from './yaml-text.ts';

const BANK_FIELDS = [
  'bin',
  'name',
  'citad',
  'bic',
  'asks_by',
  'profile',
  'template',
  'in_bank',
  'inter_bank',
  'limits',
  'evidence',
  'source',
  'returns',
];
const PROFILE_FIELDS = [
  'name',
  'namespace',
  'execution_date',
  'bic',
  'uetr',
  'clearing_system',
  'purpose',
  'name_limit',
];
const LIMIT_FIELDS = ['rows', 'amount', 'inter_bank_amount', 'total', 'account_digits'];
/** More would be a file that no portal takes. */
const MOST_ROWS = 100_000;

/** What the files have given so far: a later file replaces what an earlier one says of the same bank, profile or template. */
interface Reading {
  readonly banks: Map<string, { readonly entry: Entry; readonly where: string }>;
  readonly profiles: Map<string, MessageProfile>;
  readonly templates: Map<string, ListTemplate>;
  readonly directory: Map<string, { readonly name: string; readonly citad: string | null }>;
  readonly problems: string[];
}

function matchOf(entry: Entry, key: string, form: RegExp, what: string): string {
  const text = textOf(entry, key);
  if (text !== '' && !form.test(text)) entry.problems.push(`${entry.where}: ${key} ${text} is no ${what}`);
  return text;
}

function optionalMatch(entry: Entry, key: string, form: RegExp, what: string): string | null {
  return hasField(entry, key) ? matchOf(entry, key, form, what) : null;
}

const CITAD = /^\d{8}$/;

function profileOf(value: unknown, where: string, problems: string[]): MessageProfile {
  const entry = entryOf(value, where, problems, PROFILE_FIELDS);
  return {
    name: textOf(entry, 'name'),
    namespace: matchOf(
      entry,
      'namespace',
      /^urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.\d{2}$/,
      'namespace of pain.001',
    ),
    executionDate: wordOf(entry, 'execution_date', ['choice', 'text']),
    bic: wordOf(entry, 'bic', ['BICFI', 'BIC']),
    hasUetr: flagOf(entry, 'uetr'),
    clearingSystem: matchOf(entry, 'clearing_system', /^[A-Z0-9]{1,35}$/, 'name of a clearing system'),
    purpose: matchOf(entry, 'purpose', /^[A-Z]{4}$/, 'purpose code of ISO 20022'),
    nameLimit: wholeOf(entry, 'name_limit', 1),
  };
}

function amountLimit(entry: Entry, key: string): number | null {
  return hasField(entry, key) ? wholeOf(entry, key, 1) : null;
}

function limitsOf(value: unknown, where: string, problems: string[]): FileLimits {
  const entry = entryOf(value ?? new Map(), where, problems, LIMIT_FIELDS);
  const rows = hasField(entry, 'rows') ? wholeOf(entry, 'rows', 1) : 1000;
  if (rows > MOST_ROWS) problems.push(`${where}: rows ${rows} is more than ${MOST_ROWS}`);
  return {
    rows,
    inBankAmount: amountLimit(entry, 'amount'),
    interBankAmount: amountLimit(entry, 'inter_bank_amount') ?? amountLimit(entry, 'amount'),
    total: amountLimit(entry, 'total'),
    accountDigits: hasField(entry, 'account_digits') ? wholeOf(entry, 'account_digits', 6) : 19,
  };
}

function textsOf(value: unknown, where: string, problems: string[]): readonly string[] {
  const texts = listOf(value, where, problems).filter((text) => typeof text === 'string' && text !== '');
  return texts.map(String);
}

function returnsOf(value: unknown, where: string, problems: string[]): ReturnForm {
  const entry = entryOf(value, where, problems, ['headings', 'words']);
  const columns = entryOf(entry.fields.get('headings'), `${where} headings`, problems, RETURN_FIELDS);
  const headings = new Map<ReturnField, readonly string[]>();
  for (const field of RETURN_FIELDS)
    if (hasField(columns, field))
      headings.set(field, textsOf(columns.fields.get(field), `${where} headings ${field}`, problems));
  if (!headings.has('status')) problems.push(`${where}: headings must name the column of the status`);
  if (!headings.has('end_to_end_id') && !headings.has('content'))
    problems.push(`${where}: headings must name end_to_end_id or content, by which a payment is found`);
  const said = ['paid', 'returned', 'pending'] as const;
  const list = entryOf(entry.fields.get('words'), `${where} words`, problems, said);
  const words = new Map<string, (typeof said)[number]>();
  for (const status of said)
    if (hasField(list, status))
      for (const word of textsOf(list.fields.get(status), `${where} words ${status}`, problems)) {
        if (words.has(word)) problems.push(`${where}: the word ${word} stands for two things`);
        words.set(word, status);
      }
  return { headings, words };
}

function namedTemplate(entry: Entry, templates: Reading['templates']): ListTemplate | null {
  const name = optionalTextOf(entry, 'template');
  const template = name === null ? undefined : templates.get(name);
  if (name !== null && template === undefined)
    entry.problems.push(
      `${entry.where}: template ${name} is in no file; there are ${[...templates.keys()].join(', ')}`,
    );
  return template ?? null;
}

function sheetOf(entry: Entry, reading: Reading): BankSheet {
  const { where, problems } = entry;
  const asksBy = wordOf(entry, 'asks_by', ['pain.001', 'list']);
  const own = (key: 'in_bank' | 'inter_bank'): ListTemplate | null =>
    hasField(entry, key) ? listTemplate(entry.fields.get(key), `${where} ${key}`, problems) : null;
  const named = namedTemplate(entry, reading.templates);
  const [inBank, interBank] = [own('in_bank') ?? named, own('inter_bank') ?? named];
  if (asksBy === 'list' && (inBank === null || interBank === null))
    problems.push(`${where}: asks_by list needs in_bank and inter_bank, or template`);
  const profile = asksBy === 'pain.001' ? textOf(entry, 'profile') : null;
  if (profile !== null && profile !== '' && !reading.profiles.has(profile))
    problems.push(`${where}: profile ${profile} is in no file; there are ${[...reading.profiles.keys()].join(', ')}`);
  return {
    bin: textOf(entry, 'bin'),
    name: textOf(entry, 'name'),
    citad: optionalMatch(entry, 'citad', CITAD, 'clearing code of 8 digits'),
    bic: optionalMatch(entry, 'bic', /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'BIC'),
    asksBy,
    profile,
    inBank,
    interBank,
    limits: limitsOf(entry.fields.get('limits'), `${where} limits`, problems),
    evidence: wordOf(entry, 'evidence', ['typical', 'evidenced']),
    source: textOf(entry, 'source'),
    returns: hasField(entry, 'returns') ? returnsOf(entry.fields.get('returns'), `${where} returns`, problems) : null,
  };
}

function readDirectory(value: unknown, where: string, reading: Reading): void {
  const { problems } = reading;
  const banks: ReadonlyMap<unknown, unknown> = value instanceof Map ? value : new Map();
  if (!(value instanceof Map)) problems.push(`${where}: banks by BIN are expected`);
  for (const [key, item] of banks) {
    const bin = String(key);
    if (!/^970\d{3}$/.test(bin)) problems.push(`${where}: ${bin} is no BIN (970 and three digits)`);
    const entry = entryOf(item, `${where} ${bin}`, problems, ['name', 'citad']);
    const citad = optionalMatch(entry, 'citad', CITAD, 'clearing code of 8 digits');
    reading.directory.set(bin, { name: textOf(entry, 'name'), citad });
  }
}

function readFile(file: NamedText, reading: Reading): void {
  const { problems } = reading;
  const before = problems.length;
  const content = yamlContent(file, problems);
  if (problems.length > before) return;
  const top = entryOf(content, file.name, problems, ['bank', 'profile', 'template', 'directory']);
  for (const [section, value] of top.fields) {
    const where = `${file.name}: ${section}`;
    if (section === 'bank') {
      const entry = entryOf(value, where, problems, BANK_FIELDS);
      const bin = textOf(entry, 'bin');
      if (bin !== '' && !/^(?:970\d{3}|others)$/.test(bin))
        problems.push(`${where}: bin ${bin} is no BIN (970 and three digits, or others)`);
      reading.banks.set(bin, { entry, where });
    }
    if (section === 'profile') {
      const profile = profileOf(value, where, problems);
      reading.profiles.set(profile.name, profile);
    }
    if (section === 'template') {
      const template = listTemplate(value, where, problems);
      reading.templates.set(template.name, template);
    }
    if (section === 'directory') readDirectory(value, where, reading);
  }
}

const MOST_SHOWN = 5;

/**
 * Reads the sheets of banks, profiles of messages, named templates and the directory; a later file replaces what an earlier one says of the same
 * bank, profile or template. Refuses (`banks_invalid`, naming file, place and fault) what is not YAML, an unknown or missing field, a list without
 * the payment's id, a sheet that names what is in no file. Form of the files: src/catalogue/banks.
 */
export function readBankBook(files: readonly NamedText[]): Result<BankBook> {
  const reading: Reading = {
    banks: new Map(),
    profiles: new Map(),
    templates: new Map(),
    directory: new Map(),
    problems: [],
  };
  for (const file of files) readFile(file, reading);
  const { problems } = reading;
  const sheets = new Map([...reading.banks].map(([bin, { entry }]) => [bin, sheetOf(entry, reading)]));
  const others = sheets.get('others');
  if (others === undefined) problems.push('no file says how banks without a sheet are asked (bin: others)');
  if (others !== undefined && problems.length === 0) {
    sheets.delete('others');
    return done({ sheets, others, directory: reading.directory, profiles: reading.profiles });
  }
  const rest = problems.length > MOST_SHOWN ? `; và ${problems.length - MOST_SHOWN} lỗi nữa (and more)` : '';
  return refused(
    'banks_invalid',
    `Không dùng được phiếu ngân hàng (the sheets of banks cannot be used): ${problems.slice(0, MOST_SHOWN).join('; ')}${rest}. Sửa tệp rồi làm lại (correct the file and try again).`,
  );
}
