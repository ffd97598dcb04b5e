/** What a list or its title can say of a payment, of who pays, and of when. */
export const LIST_WORDS = [
  'row',
  'end_to_end_id',
  'account_no',
  'account_name',
  'amount',
  'content',
  'bank_bin',
  'bank_name',
  'bank_citad',
  'asked_bank',
  'debtor_account',
  'debtor_name',
  'commune_code',
  'month',
  'date',
] as const;
export type ListWord = (typeof LIST_WORDS)[number];

/** A text with words in it: `{bank_citad}-{bank_name}`. */
export type Pattern = readonly (string | { readonly word: ListWord })[];

/** One column of a bank's list. */
export interface ListColumn {
  readonly heading: string;
  readonly value: Pattern;
  /** amount and whole are number cells; text stays text, whatever it looks like. */
  readonly cell: 'text' | 'whole' | 'amount';
  /** Characters; null: the bank names no limit. */
  readonly max: number | null;
  /** bank: capitals without marks; vietnamese: as the name is written. */
  readonly letters: 'bank' | 'vietnamese';
  readonly width: number;
}

/** The form of a bank's list: where what stands. */
export interface ListTemplate {
  readonly name: string;
  readonly file: 'xlsx' | 'csv';
  readonly sheet: string;
  /** Texts of column A above the headings, one a row. */
  readonly title: readonly Pattern[];
  /** The row of the headings, counted from 1; payments follow below it. */
  readonly headerRow: number;
  readonly columns: readonly ListColumn[];
  /** The words in front of the sum; null: no row of sums. */
  readonly total: string | null;
  /** A sheet nobody sees, with one cell: some banks know their form by it. */
  readonly hidden: { readonly sheet: string; readonly text: string } | null;
  readonly separator: ',' | ';';
  readonly bom: boolean;
  readonly lineEnd: '\n' | '\r\n';
}

/** How a version of pain.001 is written: what differs between versions. */
export interface MessageProfile {
  readonly name: string;
  readonly namespace: string;
  /** ReqdExctnDt holds the date itself (2009), or an element Dt (2019). */
  readonly executionDate: 'text' | 'choice';
  readonly bic: 'BIC' | 'BICFI';
  readonly hasUetr: boolean;
  /** How the code of a bank (its BIN) is called in ClrSysId/Prtry. */
  readonly clearingSystem: string;
  readonly purpose: string;
  /** Characters of a name. */
  readonly nameLimit: number;
}

/** What one file may hold. VND; null: no limit. */
export interface FileLimits {
  readonly rows: number;
  /** Of one payment to an account at the asked bank, and at another bank. */
  readonly inBankAmount: number | null;
  readonly interBankAmount: number | null;
  readonly total: number | null;
  /** Digits of an account at another bank. */
  readonly accountDigits: number;
}

/** What stands in a list that a bank sends back: by which headings its columns are known, and what its words mean. */
export interface ReturnForm {
  readonly headings: ReadonlyMap<ReturnField, readonly string[]>;
  readonly words: ReadonlyMap<string, 'paid' | 'returned' | 'pending'>;
}
export const RETURN_FIELDS = ['end_to_end_id', 'content', 'account_no', 'amount', 'status', 'reason', 'date'] as const;
export type ReturnField = (typeof RETURN_FIELDS)[number];

/** All that is known of a bank and of how it wants to be asked. */
export interface BankSheet {
  readonly bin: string;
  /** As it stands in lists of banks. */
  readonly name: string;
  /** Its code at the State Bank's clearing (8 digits); null: not known, so no list that wants it can name the bank. */
  readonly citad: string | null;
  readonly bic: string | null;
  readonly asksBy: 'pain.001' | 'list';
  /** Name of the profile; for pain.001 only. */
  readonly profile: string | null;
  /** For lists only. */
  readonly inBank: ListTemplate | null;
  readonly interBank: ListTemplate | null;
  readonly limits: FileLimits;
  readonly evidence: 'evidenced' | 'typical';
  readonly source: string;
  readonly returns: ReturnForm | null;
}

/** Every sheet, profile and template that a run may use. */
export interface BankBook {
  readonly sheets: ReadonlyMap<string, BankSheet>;
  /** How a bank is asked whose form nobody has seen. */
  readonly others: BankSheet;
  /** Names and clearing codes of banks without a sheet of their own. */
  readonly directory: ReadonlyMap<string, { readonly name: string; readonly citad: string | null }>;
  readonly profiles: ReadonlyMap<string, MessageProfile>;
}

/** The sheet of a bank; of one that has none, the sheet for others with what the directory says of it. */
export function sheetOf(book: BankBook, bin: string): BankSheet {
  const own = book.sheets.get(bin);
  if (own !== undefined) return own;
  const listed = book.directory.get(bin);
  return { ...book.others, bin, name: listed?.name ?? bin, citad: listed?.citad ?? null };
}

/** How a bank is asked for payments to accounts at a bank: the template of its list, or the profile of its messages. */
export type FileForm =
  | { readonly kind: 'list'; readonly template: ListTemplate }
  | { readonly kind: 'pain.001'; readonly profile: MessageProfile };

/** The form by which `asked` is asked for payments to accounts at `provider`. Refuses (throws: a bug) a book that lacks what a sheet names. */
export function formFor(book: BankBook, asked: string, provider: string): FileForm {
  const sheet = sheetOf(book, asked);
  const template = asked === provider ? sheet.inBank : sheet.interBank;
  if (sheet.asksBy === 'list' && template !== null) return { kind: 'list', template };
  const profile = book.profiles.get(sheet.profile ?? '');
  if (sheet.asksBy !== 'pain.001' || profile === undefined) throw new RangeError(`the sheet of ${asked} has no form`);
  return { kind: 'pain.001', profile };
}

/** Whether a column shows exactly one word. */
export function showsWord(column: ListColumn, word: ListWord): boolean {
  const [only] = column.value;
  return column.value.length === 1 && typeof only === 'object' && only.word === word;
}
