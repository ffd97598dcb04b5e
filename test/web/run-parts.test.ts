import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import type { ComparisonRow, StepSum } from '../../src/store/run-comparison.ts';
import { addressOf } from '../../src/web/pages/address.ts';
import { runActionsSection } from '../../src/web/pages/run-actions-section.ts';
import { runBridgeSection } from '../../src/web/pages/run-bridge-section.ts';
import { reportRows, runComparisonSection, sortedRows, sortingOf } from '../../src/web/pages/run-comparison-section.ts';
import { FILTERS } from '../../src/web/pages/run-files.ts';
import { runFilesSection } from '../../src/web/pages/run-files-section.ts';
import { aMonth } from '../support/law.ts';

const EVIL = `<b onclick="x">'&`;
const text = (markup: string): string => markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('addresses are escaped and stay in the console', () => {
  expect(addressOf('/runs/R1', { a: 'x&y=z', b: null, c: '' })).toBe('/runs/R1?a=x%26y%3Dz');
  expect(() => addressOf('//elsewhere', {})).toThrow('one slash');
  expect(() => addressOf('javascript:alert(1)', {})).toThrow('one slash');
});

test('the bridge by commune adds up to the bridge of all', async () => {
  const step = (name: StepSum['step'], communeCode: string | null, amount: number): StepSum => ({
    step: name,
    communeCode,
    people: 1,
    amount: vnd(amount),
  });
  const steps = [
    step('last_month', null, 3000),
    step('last_month', '1', 1000),
    step('last_month', '2', 2000),
    step('died', null, -500),
    step('died', '2', -500),
  ];
  const page = text(
    String(
      await runBridgeSection({
        steps,
        names: new Map([
          ['1', EVIL],
          ['2', 'Xã hai'],
        ]),
      }),
    ),
  );
  expect(page).toContain('Xã hai 2 2.000 −500 1.500');
  expect(page).toContain('Cộng sum 3.000 −500 2.500');
  expect(page).toContain('&lt;b onclick=&quot;x&quot;&gt;&#39;&amp; 1 1.000 1.000');
});

function row(code: string, before: number, now: number, people = 1): ComparisonRow {
  const side = (amount: number): ComparisonRow['now'] => ({ people, current: vnd(amount), amount: vnd(amount) });
  return { code, name: `tên ${code}`, before: side(before), now: side(now) };
}

describe('a comparison', () => {
  const rows = [row('1', 100, 110), row('2', 0, 5), row('3', 1000, 900), row('4', 10, 10)];
  test('is sorted by what the address says', () => {
    const order = (sort: string, direction?: string): string =>
      sortedRows(rows, sortingOf(sort, direction))
        .map((one) => one.code)
        .join('');
    expect([
      order('code'),
      order('code', 'down'),
      order('amount'),
      order('amount', 'up'),
      order('change'),
      order('percent'),
      order('nonsense'),
    ]).toEqual(['1234', '4321', '3142', '2413', '1243', '2143', '1234']);
  });
  test('categories that tell of an illness stand under one code', () => {
    expect(
      reportRows([row('SA3', 1, 2), row('SA8', 10, 20), row('SP75', 5, 5)]).map((one) => [
        one.code,
        one.before.amount,
        one.now.amount,
      ]),
    ).toEqual([
      ['SAX', 11, 22],
      ['SP75', 5, 5],
    ]);
  });
  test('sums stand below, and sorting is a link that turns round', async () => {
    const comparison = {
      before: { month: aMonth('2026-10'), source: 'runs' as const },
      withRuns: ['2026-11-R01'],
      communes: rows,
      categories: [row('SA3', 1, 2)],
      steps: [],
    };
    const page = String(
      await runComparisonSection({ comparison, sorting: sortingOf('amount', 'down'), path: '/runs/R2' }),
    );
    expect(text(page)).toContain('Cộng sum 4 4 0 1.110 1.025 −85 −7,7 %');
    expect(page).toContain('href="/runs/R2?sort=amount&amp;dir=up#comparison"');
    expect(page).toContain('aria-sort="descending"');
    expect(text(page)).toContain('2026-11-R01');
    expect(page).not.toContain('SA3');
  });
  test('with nothing before it says so', async () => {
    const comparison = { before: null, withRuns: [], communes: [], categories: [], steps: [] };
    expect(
      text(String(await runComparisonSection({ comparison, sorting: sortingOf(undefined, undefined), path: '/' }))),
    ).toContain('Chưa có tháng nào');
  });
});

test('files: sums of all, rows of a page, the next page keeps the filter', async () => {
  const file = {
    path: `a/${EVIL}.csv`,
    sha256: 'ab'.repeat(32),
    bytes: 5,
    kind: 'bank-list',
    provider: '970405',
    communeCode: '07210',
    communeName: 'Phường Bắc Giang',
    payments: 2,
    amount: vnd(3_300_000),
    messageId: null,
    executesOn: '2026-11-05',
    isSigned: true,
    copyOf: null,
    isByHand: false,
  };
  const view = {
    path: '/runs/R1/files',
    fields: FILTERS,
    input: new Map(Object.entries({ provider: '970405', commune: '', kind: '', after: '' })),
    choices: { provider: [{ value: '970405', label: { vi: 'Agribank', en: '' } }] },
    page: { rows: [file, { ...file, path: 'a/b.pdf', copyOf: 'a' }], next: 'a/b&c' },
    sums: [{ provider: '970405', files: 2, payments: 2, amount: vnd(3_300_000) }],
    hrefOf: null,
  };
  const page = String(await runFilesSection(view));
  expect(page).toContain('href="/runs/R1/files?provider=970405&amp;after=a%2Fb%26c"');
  expect(page).toMatch(/<option value="970405" selected>\s*Agribank\s*<\/option>/);
  expect(text(page)).toContain('Agribank 2 2 3.300.000');
  expect(page).not.toContain('<b onclick');
  expect(text(page)).toContain('bản in paper');
});

test('what was done, in words', async () => {
  const action = { at: '2026-11-24 09:15:02', actor: EVIL, outcome: 'done', detail: '', entryNo: 7 };
  const page = text(
    String(
      await runActionsSection([
        { ...action, what: 'compute', detail: 'draft' },
        { ...action, what: 'approve', outcome: 'refused', detail: 'same_person', entryNo: null },
      ]),
    ),
  );
  expect(page).toContain('24/11/2026 09:15:02 Tính xong computed');
  expect(page).toContain('dự thảo, chờ duyệt 7');
  expect(page).toMatch(/bị từ chối refused same_person –/);
});
