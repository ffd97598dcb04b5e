import { type Vnd, ZERO_VND, addVnd, subtractVnd } from './money.ts';

/** Every figure that is known of a commune and provider for a month, each from a source of its own. VND. */
export const FIGURES = [
  /** Lines of the issued runs that do not wait, less recoveries. */
  'calculated',
  /** What the written files say, read back. */
  'instructed',
  'payments',
  /** Issued in the books, less recoveries. */
  'ledger',
  /** What became of the payments, by the outcomes. */
  'paid',
  'returned',
  'uncollected',
  'unknown',
  /** The same by the books. */
  'confirmed',
  'cameBack',
  'onTheWay',
  /** Drawn at the treasury: as written down for the runs, and as posted. */
  'drawn',
  'drawnInBooks',
  /** What the draws say of the payments, of what the provider had, and of what stays with it. */
  'drawPayments',
  'heldBefore',
  'heldBeforeInBooks',
  'leftOver',
  'handedBack',
  /** What the account of the provider gained by this month: drawn, less paid out, less handed back. */
  'heldOfMonth',
  /** What the provider has today and owes nobody: all months, by the books. */
  'heldNow',
] as const;
export type Figure = (typeof FIGURES)[number];

/** One commune and provider in a month. */
export interface FourWaysRow extends Readonly<Record<Figure, Vnd>> {
  readonly communeCode: string;
  readonly provider: string;
}

/** Two figures that must be one and are not, or something that must be there and is not. Amounts in VND; null: there is none. */
export interface Difference {
  readonly code: string;
  readonly communeCode: string;
  readonly provider: string;
  /** Run, file or payment that it is about; empty: the commune and provider. Never a person. */
  readonly subject: string;
  readonly left: Vnd | null;
  readonly right: Vnd | null;
}

/** A row in which every figure is 0. */
export function emptyRow(communeCode: string, provider: string): FourWaysRow {
  return {
    communeCode,
    provider,
    calculated: ZERO_VND,
    instructed: ZERO_VND,
    payments: ZERO_VND,
    ledger: ZERO_VND,
    paid: ZERO_VND,
    returned: ZERO_VND,
    uncollected: ZERO_VND,
    unknown: ZERO_VND,
    confirmed: ZERO_VND,
    cameBack: ZERO_VND,
    onTheWay: ZERO_VND,
    drawn: ZERO_VND,
    drawnInBooks: ZERO_VND,
    drawPayments: ZERO_VND,
    heldBefore: ZERO_VND,
    heldBeforeInBooks: ZERO_VND,
    leftOver: ZERO_VND,
    handedBack: ZERO_VND,
    heldOfMonth: ZERO_VND,
    heldNow: ZERO_VND,
  };
}

/** The sum of rows, under no commune and no provider. */
export function sumRows(rows: readonly FourWaysRow[]): FourWaysRow {
  const sum = (figure: Figure): Vnd => rows.reduce((total, row) => addVnd(total, row[figure]), ZERO_VND);
  const sums = FIGURES.map((figure): Partial<FourWaysRow> => ({ [figure]: sum(figure) }));
  return sums.reduce<FourWaysRow>((total, one) => ({ ...total, ...one }), emptyRow('', ''));
}

function sumOf(row: FourWaysRow, ...figures: readonly Figure[]): Vnd {
  return figures.reduce((total, figure) => addVnd(total, row[figure]), ZERO_VND);
}

/** What must be equal in every row: a name, and the two ways to it. */
const IDENTITIES: readonly (readonly [
  code: string,
  left: (row: FourWaysRow) => Vnd,
  right: (row: FourWaysRow) => Vnd,
])[] = [
  ['calculated_is_payments', (row) => row.calculated, (row) => row.payments],
  ['instructed_is_payments', (row) => row.instructed, (row) => row.payments],
  ['ledger_is_payments', (row) => row.ledger, (row) => row.payments],
  [
    'instructed_has_outcomes',
    (row) => row.instructed,
    (row) => sumOf(row, 'paid', 'returned', 'uncollected', 'unknown'),
  ],
  ['confirmed_is_paid', (row) => row.confirmed, (row) => row.paid],
  ['came_back_is_returned', (row) => row.cameBack, (row) => sumOf(row, 'returned', 'uncollected')],
  ['on_the_way_is_unknown', (row) => row.onTheWay, (row) => row.unknown],
  ['drawn_for_payments', (row) => row.drawPayments, (row) => row.payments],
  ['drawn_is_posted', (row) => row.drawn, (row) => row.drawnInBooks],
  ['held_before_is_booked', (row) => row.heldBefore, (row) => row.heldBeforeInBooks],
  ['drawn_and_held_pay', (row) => sumOf(row, 'drawn', 'heldBefore'), (row) => sumOf(row, 'payments', 'leftOver')],
  [
    'held_is_drawn_less_paid',
    (row) => row.heldOfMonth,
    (row) => subtractVnd(subtractVnd(row.drawn, row.paid), row.handedBack),
  ],
];

/** The codes of the identities, in the order in which money goes. */
export const IDENTITY_CODES: readonly string[] = IDENTITIES.map(([code]) => code);

/**
 * Every identity that a commune and provider breaks, with both figures (VND): calculated = instructed = payments = issued; instructed = paid +
 * returned + uncollected + unknown; drawn + held before = payments + left over; held = drawn - paid - handed back. Source: DOMAIN section 2
 * (ND 20/2021 Đ34: drawn = paid + returned + still held).
 */
export function brokenIdentities(row: FourWaysRow): readonly Difference[] {
  return IDENTITIES.map(([code, left, right]) => ({
    code,
    communeCode: row.communeCode,
    provider: row.provider,
    subject: '',
    left: left(row),
    right: right(row),
  })).filter((one) => one.left !== one.right);
}
