import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AuditAnchor, readChain } from '../../src/domain/audit-chain.ts';
import { readStates } from '../../src/domain/audit-gap.ts';
import { type AuditEntry, entryBytes, entryHash } from '../../src/domain/audit.ts';

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'binary');
const state = (name: string): string => hash('sha256', name);

function entry(entryNo: number, more: Partial<AuditEntry>, previousHash: string): AuditEntry {
  const unhashed = {
    entryNo,
    at: `2026-11-24T02:03:${String(entryNo % 60).padStart(2, '0')}.000005Z`,
    login: 'clerk',
    actor: 'lan',
    origin: '{"host":"a","pid":1}',
    kind: 'read',
    command: 'explain',
    what: '{"person":"P1"}',
    outcome: 'begun',
    begunNo: null,
    exitCode: null,
    code: null,
    beforeHash: state('start'),
    afterHash: state('start'),
    ...more,
    previousHash,
  } as const;
  return { ...unhashed, hash: entryHash(unhashed, sha256) };
}

/** A log of entries that say what is given, each chained to the one before. */
function logOf(...contents: readonly Partial<AuditEntry>[]): AuditEntry[] {
  const log: AuditEntry[] = [];
  for (const [at, more] of contents.entries()) log.push(entry(at + 1, more, log.at(-1)?.hash ?? ''));
  return log;
}

function chainCodes(log: readonly AuditEntry[], anchors: readonly AuditAnchor[] = []): string[] {
  const reader = readChain(anchors, sha256);
  const found = [...log.flatMap((one) => reader.take(one)), ...reader.end()];
  return found.map(({ code, where }) => `${code} ${where.replace('audit entry ', '')}`);
}

const TEN = logOf(...Array.from({ length: 10 }, (_, at) => ({ actor: at % 2 === 0 ? 'lan' : 'minh', exitCode: at })));

function anchorAt(entryNo: number): AuditAnchor {
  return { entryNo, hash: TEN[entryNo - 1]?.hash ?? '', keptBy: `seal ${entryNo}` };
}

describe('the chain of the audit log', () => {
  test('as it was written has no fault, with every head of it that was kept', () => {
    expect(
      chainCodes(
        TEN,
        TEN.map((one) => anchorAt(one.entryNo)),
      ),
    ).toEqual([]);
    expect(chainCodes([])).toEqual([]);
  });

  test('an entry that was changed is named, whichever part of it', () => {
    const others: Readonly<Partial<Record<keyof AuditEntry, string | number>>> = { kind: 'change', outcome: 'done' };
    for (const key of Object.keys(entry(5, {}, ''))) {
      const changed = TEN.map((one) => {
        if (one.entryNo !== 5) return one;
        const value = Object.entries(one).find(([name]) => name === key)?.[1];
        const other = Object.entries(others).find(([name]) => name === key)?.[1];
        return { ...one, [key]: other ?? (typeof value === 'string' ? `${value}x` : (value ?? 0) + 90) };
      });
      expect(`${key}: ${chainCodes(changed)[0] ?? 'nothing'}`).toMatch(/: audit_(altered|missing) 5$/);
    }
  });

  test('entries that were taken away, put in, swapped, or written twice', () => {
    expect(chainCodes([...TEN.slice(0, 3), ...TEN.slice(5)])).toEqual(['audit_missing 4']);
    expect(chainCodes(TEN.slice(1))).toEqual(['audit_missing 1']);
    const stranger = entry(4, { actor: 'nobody' }, TEN[2]?.hash ?? '');
    expect(chainCodes([...TEN.slice(0, 3), stranger, ...TEN.slice(4)])).toEqual(['audit_broken 5']);
    const swapped = TEN.map((one) => (one.entryNo === 4 ? { ...one, actor: TEN[4]?.actor ?? '' } : one));
    expect(chainCodes(swapped)).toEqual(['audit_altered 4']);
    expect(chainCodes([...TEN.slice(0, 4), ...TEN.slice(3)])).toEqual(['audit_twice 4']);
  });

  test('a log that was written anew from some entry on, or cut off, is known by what was kept elsewhere', () => {
    const anew = logOf(...TEN.map((one) => ({ ...one, actor: one.entryNo === 6 ? 'nobody' : one.actor })));
    expect(chainCodes(anew)).toEqual([]);
    expect(chainCodes(anew, [anchorAt(3), anchorAt(8)])).toEqual(['audit_rewritten 8']);
    expect(chainCodes(TEN.slice(0, 7), [anchorAt(3), anchorAt(8)])).toEqual(['audit_cut 8']);
    expect(chainCodes([], [anchorAt(8)])).toEqual(['audit_cut 1']);
  });

  test('two different entries never have the same bytes', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('-', '1:a', '12:', 'Nguyễn', 'Nguyê\u0303n', '0:'));
    const number = fc.option(fc.integer({ min: 0, max: 99 }));
    const content = fc.record({
      login: text,
      actor: text,
      command: text,
      what: text,
      code: fc.option(text),
      begunNo: number,
      exitCode: number,
    });
    fc.assert(
      fc.property(content, content, (one, other) => {
        const [a, b] = [entry(1, one, ''), entry(1, other, '')];
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(Buffer.from(entryBytes(a)).equals(Buffer.from(entryBytes(b)))).toBe(same);
      }),
      { numRuns: 5000 },
    );
  });
});

const begun = (kind: AuditEntry['kind'], at = 'start'): Partial<AuditEntry> => ({
  kind,
  outcome: 'begun',
  beforeHash: state(at),
  afterHash: state(at),
});
const ended = (
  kind: AuditEntry['kind'],
  begunNo: number,
  from: string,
  to: string,
  outcome: AuditEntry['outcome'] = 'done',
): Partial<AuditEntry> => ({
  kind,
  outcome,
  begunNo,
  beforeHash: state(from),
  afterHash: state(to),
});
const step = (from: string, to: string): Partial<AuditEntry> => ({
  kind: 'step',
  outcome: 'done',
  beforeHash: state(from),
  afterHash: state(to),
});

function gaps(now: string, ...contents: readonly Partial<AuditEntry>[]): string[] {
  const reader = readStates();
  return [...logOf(...contents).flatMap((one) => reader.take(one)), ...reader.end(state(now))].map(
    ({ where }) => where,
  );
}

describe('the books between two entries', () => {
  test('may change while a command that changes them is at work, whatever others do meanwhile', () => {
    expect(gaps('b', begun('change'), ended('change', 1, 'start', 'b'))).toEqual([]);
    expect(
      gaps('c', begun('change'), begun('read', 'a'), ended('read', 2, 'a', 'b'), ended('change', 1, 'start', 'c')),
    ).toEqual([]);
    expect(gaps('b', begun('change'))).toEqual([]);
  });

  test('may change by a step of a worker, which tells of itself', () => {
    expect(gaps('b', begun('service'), step('start', 'a'), step('a', 'b'), ended('service', 1, 'start', 'b'))).toEqual(
      [],
    );
  });

  test('may not change while only somebody reads, or a worker waits', () => {
    expect(gaps('b', begun('read'), ended('read', 1, 'start', 'b'))).toEqual(['audit entry 2']);
    expect(gaps('b', begun('service'), begun('read', 'b'), ended('read', 2, 'b', 'b'))).toEqual(['audit entry 2']);
    expect(gaps('b', step('start', 'a'), step('x', 'b'))).toEqual(['audit entry 2']);
  });

  test('may not change after the last command ended, until the next begins or the log is looked at', () => {
    const done = [begun('change'), ended('change', 1, 'start', 'a')];
    expect(gaps('a', ...done, begun('change', 'b'))).toEqual(['audit entry 3']);
    expect(gaps('b', ...done)).toEqual(['audit entry 2']);
  });

  test('a command that was killed is at work until a later one notices', () => {
    const killed = [begun('change'), ended('change', 1, 'start', 'a', 'cut_off')];
    expect(gaps('a', ...killed)).toEqual([]);
    expect(gaps('b', ...killed)).toEqual(['audit entry 2']);
  });

  test('a new version of the schema may change what the state is made of', () => {
    expect(
      gaps('b', step('start', 'a'), {
        kind: 'migration',
        outcome: 'done',
        beforeHash: state('b'),
        afterHash: state('b'),
      }),
    ).toEqual([]);
  });
});
