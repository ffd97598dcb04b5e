import fc from 'fast-check';
import type { Dialect, PrintedBlock, PrintedDetail, PrintedEntry, PrintedStatement } from './iso-printer.ts';

export const anyDialect: fc.Arbitrary<Dialect> = fc.record({
  version: fc.constantFrom(2, 4, 8),
  prefix: fc.constantFrom('', 'ns2'),
  hasNamespace: fc.boolean(),
  isPretty: fc.boolean(),
  usesCdata: fc.boolean(),
  encoding: fc.constantFrom('utf8', 'utf16le'),
});

/** Texts as banks write them, with signs that XML writes otherwise, and letters of Viet Nam; no white space around. */
const anyText = fc
  .array(fc.constantFrom('A', 'b', '7', ' ', '&', '<', '>', '"', "'", 'ữ', 'Đ', '\u{1F600}', '\r', '\n', ']]', '/'), {
    maxLength: 12,
  })
  .map((parts) => parts.join('').trim());

const anyAmount = fc.integer({ min: 0, max: 2_000_000_000 });
const anyUetr = fc.constantFrom('', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff');
const anyReason = fc.constantFrom('', 'AC01', 'AC04', 'MS03');

const anyDetail: fc.Arbitrary<PrintedDetail> = fc.record({
  endToEndId: fc.constantFrom('', 'NOTPROVIDED', 'CT24202611R01000000001', 'CT24202611R01000000002'),
  instructionId: fc.constantFrom('', '2026-11-R01-000000001'),
  uetr: anyUetr,
  amount: anyAmount,
  reason: anyReason,
  text: anyText,
});

interface EntryParts {
  readonly direction: 'CRDT' | 'DBIT';
  readonly amount: number;
  readonly status: 'BOOK' | 'PDNG';
  readonly day: string;
  readonly isReversal: boolean;
  readonly text: string;
  readonly details: readonly PrintedDetail[];
}

const anyEntry: fc.Arbitrary<EntryParts> = fc.record({
  direction: fc.constantFrom('CRDT', 'DBIT'),
  amount: anyAmount,
  status: fc.constantFrom('BOOK', 'BOOK', 'PDNG'),
  day: fc.constantFrom('2026-11-20', '2024-02-29'),
  isReversal: fc.boolean(),
  text: anyText,
  details: fc.array(anyDetail, { maxLength: 4 }),
});

/** An entry that is the sum of its details, with a reference of its own. */
function entryOf(parts: EntryParts, place: string): PrintedEntry {
  const sum = parts.details.reduce((all, one) => all + one.amount, 0);
  return { ...parts, reference: place, amount: parts.details.length === 0 ? parts.amount : sum };
}

const anyParts = fc.record({
  currency: fc.constantFrom('VND', 'EUR'),
  opening: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  entries: fc.array(anyEntry, { maxLength: 5 }),
});

/** Statements of different accounts that balance. */
export const anyStatements: fc.Arbitrary<readonly PrintedStatement[]> = fc
  .array(anyParts, { minLength: 1, maxLength: 3 })
  .map((all) =>
    all.map(({ currency, opening, entries }, at) => {
      const made = entries.map((parts, place) => entryOf(parts, `N${at}-${place}`));
      const booked = made.filter((one) => one.status === 'BOOK');
      const closing = booked.reduce((sum, one) => sum + (one.direction === 'CRDT' ? one.amount : -one.amount), opening);
      return { id: `S${at}`, sequence: 7, account: `02010001234${at}`, currency, opening, closing, entries: made };
    }),
  );

export const anyGroupStatus = fc.constantFrom('', 'ACTC', 'PART', 'RJCT', 'ACSC');
const anyReasons = fc.subarray(['AC01', 'AC04', 'NARR']);

const anyBlock = fc.record({
  status: fc.constantFrom('', 'PART', 'RJCT'),
  reasons: anyReasons,
  lines: fc.array(
    fc.record({
      status: fc.constantFrom('ACSC', 'ACCC', 'RJCT', 'PDNG'),
      reasons: anyReasons,
      text: anyText,
      amount: anyAmount,
    }),
    { maxLength: 5 },
  ),
});

/** Blocks of lines; every line has ids of its own. */
export const anyBlocks: fc.Arbitrary<readonly PrintedBlock[]> = fc
  .array(anyBlock, { minLength: 1, maxLength: 3 })
  .map((blocks) =>
    blocks.map((block, at) => ({
      ...block,
      id: `B${at}`,
      lines: block.lines.map((line, place) => ({
        ...line,
        instructionId: `I${at}-${place}`,
        endToEndId: `E${at}-${place}`,
        uetr: '',
      })),
    })),
  );
