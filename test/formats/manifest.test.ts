import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import { month, parseDate } from '../../src/domain/month.ts';
import { manifestText, readManifest, type Manifest } from '../../src/formats/manifest.ts';

const KNOWN_AT = parseDate('2026-10-20');
if (KNOWN_AT === null) throw new Error('a real day');

const MANIFEST: Manifest = {
  runId: '24-202611-1',
  month: month(202611),
  knownAt: KNOWN_AT,
  payments: 3,
  amount: vnd(2_590_000),
  ledgerRoot: 'ab12',
  files: [
    {
      path: 'post/b.xlsx',
      sha256: 'ff',
      bytes: 14_000,
      kind: 'post-list',
      provider: 'VNPOST',
      communeCode: '07246',
      payments: 1,
      amount: vnd(540_000),
    },
    {
      path: 'bank/a.csv',
      sha256: 'ee',
      bytes: 210,
      kind: 'bank-list',
      provider: '970415',
      communeCode: '07246',
      payments: 2,
      amount: vnd(2_050_000),
    },
  ],
};

const TEXT = `{
  "run_id": "24-202611-1",
  "month": "2026-11",
  "known_at": "2026-10-20",
  "payments": 3,
  "amount": 2590000,
  "ledger_root": "ab12",
  "files": [
    {
      "path": "bank/a.csv",
      "sha256": "ee",
      "bytes": 210,
      "kind": "bank-list",
      "provider": "970415",
      "commune_code": "07246",
      "payments": 2,
      "amount": 2050000
    },
    {
      "path": "post/b.xlsx",
      "sha256": "ff",
      "bytes": 14000,
      "kind": "post-list",
      "provider": "VNPOST",
      "commune_code": "07246",
      "payments": 1,
      "amount": 540000
    }
  ]
}
`;

function without(from: string, to: string): string {
  if (!TEXT.includes(from)) throw new Error('the text to replace is not there');
  return TEXT.replace(from, to);
}

describe('manifest', () => {
  test('is the text typed by hand', () => {
    expect(manifestText(MANIFEST)).toBe(TEXT);
    expect(manifestText({ ...MANIFEST, files: MANIFEST.files.toReversed() })).toBe(TEXT);
  });

  test('is read back, also with its optional ends', () => {
    const sorted = { ...MANIFEST, files: MANIFEST.files.toReversed() };
    expect(readManifest(TEXT)).toEqual({ ok: true, value: sorted });
    const chained = { ...sorted, previousLedgerRoot: null, approvedBy: 'lan', signedSha256: 'cd' };
    expect(readManifest(manifestText(chained))).toEqual({ ok: true, value: chained });
  });

  test.each([
    ['no JSON', TEXT.slice(0, -10), 'not a JSON object'],
    ['a list', '[]', 'not a JSON object'],
    ['no files', '{}', 'files must be a list'],
    ['amount as text', without('"amount": 2590000', '"amount": "2590000"'), 'amount must be a whole number'],
    ['a fraction', without('"bytes": 210', '"bytes": 210.5'), 'files[0].bytes must be a whole number'],
    ['a negative amount', without('"amount": 540000', '"amount": -1'), 'files[1].amount must be a whole number'],
    ['no month', without('2026-11', '2026-13'), 'month must be YYYY-MM'],
    ['no day', without('2026-10-20', '2026-02-30'), 'known_at must be YYYY-MM-DD'],
    ['a way out of the folder', without('bank/a.csv', 'bank/../../a.csv'), 'files[0].path must stay'],
    ['an absolute path', without('bank/a.csv', '/etc/a.csv'), 'files[0].path must stay'],
    ['a missing hash', without('"sha256": "ee",', ''), 'files[0].sha256 must be text'],
  ])('%s is refused with a reason', (_, text, reason) => {
    const read = readManifest(text);
    expect(read.ok ? 'read' : read.failure.message).toContain(reason);
    expect(read.ok ? 'read' : read.failure.code).toBe('manifest_unreadable');
  });
});

describe('what a file asks for besides its payments', () => {
  const asks = {
    messageId: 'CT24202611R01-970415-07246-1',
    firstPayment: '2026-11-R01-000000001',
    lastPayment: '2026-11-R01-000000007',
    debtorBank: '970405',
    executesOn: '2026-11-01',
    signature: 'c2ln',
    copyOf: null,
  };
  const [post, bank] = MANIFEST.files;
  if (post === undefined || bank === undefined) throw new Error('two files');
  const asked: Manifest = { ...MANIFEST, files: [post, { ...bank, asks }] };

  test('stands at the end of its entry, and is read again', () => {
    expect(manifestText(asked)).toContain(`      "amount": 2050000,
      "message_id": "CT24202611R01-970415-07246-1",
      "first_payment": "2026-11-R01-000000001",
      "last_payment": "2026-11-R01-000000007",
      "debtor_bank": "970405",
      "executes_on": "2026-11-01",
      "signature": "c2ln",
      "copy_of": null
    }`);
    const read = readManifest(manifestText(asked));
    expect(read.ok && read.value.files.find((file) => file.path === 'bank/a.csv')?.asks).toEqual(asks);
  });

  test('is left out for files of earlier versions, so that their manifest keeps its bytes', () => {
    expect(manifestText(MANIFEST)).not.toMatch(/message_id|signature|copy_of/);
    const read = readManifest(manifestText(MANIFEST));
    expect(read.ok && read.value.files.every((file) => file.asks === undefined)).toBe(true);
  });
});
