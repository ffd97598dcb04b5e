import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { openXmlReader } from '../../src/formats/xml-reader.ts';
import { readIso } from '../support/iso-reading.ts';
import { amountText, printStatements, printStatuses } from '../support/iso-printer.ts';
import { anyBlocks, anyDialect, anyGroupStatus, anyStatements } from '../support/random-messages.ts';

/** So many seconds for all properties together; without it so many runs that they take about five. */
const SECONDS = Number(process.env['CHITRA_FUZZ_SECONDS'] ?? 0);
const PROPERTIES = 5;

function runs(count: number): fc.Parameters<unknown> {
  if (SECONDS === 0) return { numRuns: count };
  return { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: (SECONDS * 1000) / PROPERTIES };
}

const TIME = { timeout: (SECONDS + 120) * 1000 };

describe('what is printed is read again, in any dialect', () => {
  test('statements and their bookings', TIME, () => {
    fc.assert(
      fc.property(anyStatements, anyDialect, (statements, dialect) => {
        const told = readIso(printStatements(statements, dialect));
        expect(told.message).toMatchObject({ format: 'camt.053', problems: [] });
        expect(
          told.statements.map(({ id, account, opening, closing, entries, isBalanced }) => ({
            id,
            account,
            opening,
            closing,
            entries,
            isBalanced,
          })),
        ).toEqual(
          statements.map(({ id, account, opening, closing, currency, entries }) => ({
            id,
            account,
            opening: amountText(opening, currency),
            closing: amountText(closing, currency),
            entries: entries.length,
            isBalanced: true,
          })),
        );
        const expected = statements.flatMap(({ currency, entries }) =>
          entries.flatMap((entry) =>
            (entry.details.length === 0 ? [null] : entry.details).map((detail) => ({
              direction: entry.direction === 'CRDT' ? 'credit' : 'debit',
              isBooked: entry.status === 'BOOK',
              isReturn: entry.isReversal || (detail?.reason ?? '') !== '',
              returnReason: detail?.reason ?? '',
              amount: amountText(detail?.amount ?? entry.amount, currency),
              currency,
              bookedOn: entry.day,
              entryReference: entry.reference,
              endToEndId: detail?.endToEndId ?? '',
              instructionId: detail?.instructionId ?? '',
              uetr: dialect.version === 8 ? (detail?.uetr ?? '') : '',
              text:
                detail === null
                  ? entry.text
                  : detail.text === '' && entry.details.length === 1
                    ? entry.text
                    : detail.text,
            })),
          ),
        );
        expect(told.movements).toEqual(expected.map((one) => expect.objectContaining(one)));
        expect(told.movements.map((one) => one.row)).toEqual(expected.map((_, at) => at + 1));
      }),
      runs(200),
    );
  });

  test('statuses of groups, blocks and lines', TIME, () => {
    fc.assert(
      fc.property(anyGroupStatus, anyBlocks, anyDialect, (group, blocks, dialect) => {
        const told = readIso(printStatuses(group, blocks, dialect, 10));
        expect(told.message).toMatchObject({ format: 'pain.002', problems: [] });
        const expected = [
          ...(group === '' ? [] : [{ level: 'group', status: group, endToEndId: '' }]),
          ...blocks.flatMap((block) => [
            ...(block.status === '' && block.reasons.length === 0
              ? []
              : [{ level: 'block', status: block.status, reasons: block.reasons, blockId: block.id }]),
            ...block.lines.map((line) => ({
              level: 'line',
              blockId: block.id,
              status: line.status,
              reasons: line.reasons,
              text: line.text,
              endToEndId: line.endToEndId,
              instructionId: line.instructionId,
              uetr: line.uetr,
              amount: String(line.amount),
              date: '2026-11-21',
            })),
          ]),
        ];
        expect(told.statuses).toEqual(expected.map((one) => expect.objectContaining(one)));
      }),
      runs(200),
    );
  });
});

const anyFile = fc.oneof(
  fc.tuple(anyStatements, anyDialect).map(([statements, dialect]) => printStatements(statements, dialect)),
  fc
    .tuple(anyGroupStatus, anyBlocks, anyDialect)
    .map(([group, blocks, dialect]) => printStatuses(group, blocks, dialect, 11)),
);

test('where blocks of bytes end never matters', TIME, () => {
  fc.assert(
    fc.property(anyFile, fc.integer({ min: 1, max: 50 }), (bytes, size) => {
      expect(readIso(bytes, size)).toEqual(readIso(bytes));
    }),
    runs(60),
  );
});

/** Signs that XML and amounts are sensitive to. */
const SHARP = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '-',
  '.',
  ',',
  ']]>',
  '<!--',
  '-->',
  '<![CDATA[',
  '&#0;',
  '&x;',
  '<?',
  '?>',
  '\r',
  '\u0000',
  'é',
  '<a>',
  '</a>',
  '<a/>',
  ' x="1"',
  '0',
];

interface Change {
  readonly at: number;
  readonly takes: number;
  readonly puts: string;
}

const anyChange: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  takes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2000 })),
  puts: fc.oneof(fc.constant(''), fc.constantFrom(...SHARP), fc.string({ maxLength: 5 })),
});

test('bytes changed at random: refused or read, never thrown, and the same in any blocks', TIME, () => {
  fc.assert(
    fc.property(
      anyFile,
      fc.array(anyChange, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (bytes, changes, size) => {
        let changed: Uint8Array = bytes;
        for (const { at, takes, puts } of changes) {
          const from = Math.floor(at * changed.length);
          changed = Buffer.concat([
            changed.subarray(0, from),
            Buffer.from(puts, 'utf8'),
            changed.subarray(from + takes),
          ]);
        }
        const [told, inBlocks] = [readIso(changed), readIso(changed, size)];
        expect(told.message === null).toBe(told.failure !== null);
        expect(told.failure?.message ?? 'Đọc được. / It is read.').toMatch(/.{5,} \/ .{5,}/);
        // Of several faults another one may be met first.
        expect(told.failure === null ? inBlocks : inBlocks.message).toEqual(told.failure === null ? told : null);
      },
    ),
    runs(300),
  );
});

/** What an XML file tells by our reader, and by saxes: elements by their local names, attributes, texts of the innermost elements. */
type Told = readonly string[] | 'refused';

function toldByUs(text: string): Told {
  const events: string[] = [];
  const reader = openXmlReader({
    open: (name, attributes) => events.push(`<${name} ${JSON.stringify([...attributes])}`),
    close: (name, value) => events.push(`${name}>${value}`),
  });
  reader.write(Buffer.from(text, 'utf8'));
  return reader.finish().ok ? events : 'refused';
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function toldBySaxes(text: string): Told {
  const events: string[] = [];
  let [value, isLeaf, isWrong] = ['', false, false];
  const parser = new SaxesParser();
  parser.on('error', () => (isWrong = true));
  parser.on('opentag', (tag) => {
    events.push(`<${localName(tag.name)} ${JSON.stringify(Object.entries(tag.attributes))}`);
    [value, isLeaf] = ['', true];
  });
  const add = (more: string): void => {
    if (isLeaf) value += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', (tag) => {
    events.push(`${localName(tag.name)}>${isLeaf && !tag.isSelfClosing ? value : ''}`);
    isLeaf = false;
  });
  parser.write(text).close();
  return isWrong ? 'refused' : events;
}

test('an independent reader of XML says the same', TIME, () => {
  const anyText = fc
    .tuple(anyStatements, anyDialect)
    .map(([statements, dialect]) =>
      Buffer.from(printStatements(statements.slice(0, 1), { ...dialect, encoding: 'utf8' })).toString('utf8'),
    );
  fc.assert(
    fc.property(anyText, fc.array(anyChange, { maxLength: 3 }), (text, changes) => {
      let changed = text;
      for (const { at, takes, puts } of changes) {
        const from = Math.floor(at * changed.length);
        changed = changed.slice(0, from) + puts + changed.slice(from + takes);
      }
      // We refuse document types and other encodings on purpose, and a lone half of a character cannot be written in UTF-8.
      fc.pre(changed.isWellFormed() && !/<!doctype|^<\?xml[^>]*encoding="(?!UTF-8")/i.test(changed));
      expect(toldByUs(changed)).toEqual(toldBySaxes(changed));
    }),
    runs(400),
  );
});
