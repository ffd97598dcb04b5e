import { describe, expect, test } from 'vitest';
import { BRIDGE_STEPS } from '../../src/domain/bridge.ts';
import { comparisonBars } from '../../src/web/charts/comparison-bars.ts';
import { funnel } from '../../src/web/charts/funnel.ts';
import { monthChart } from '../../src/web/charts/month-chart.ts';
import { axisEnd, percentText, shortAmount, signed } from '../../src/web/charts/scale.ts';
import { barsOf, waterfall } from '../../src/web/charts/waterfall.ts';
import { aMonth } from '../support/law.ts';

const EVIL = `<script>alert("x")</script>'&`;

function numbersIn(svg: string): readonly number[] {
  return [...svg.matchAll(/ (?:x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"/g)].map(([, value]) => Number(value));
}

/** A drawing says in words what it shows, asks for no inline style, and holds numbers only where numbers belong. */
function expectSound(markup: string): void {
  expect(markup).toMatch(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"|<svg[^>]*\n?[^>]*aria-label/);
  expect(markup).not.toMatch(/\sstyle=|NaN|undefined|Infinity|<script/);
  const [svg = ''] = /<svg[\s\S]*<\/svg>/.exec(markup) ?? [];
  const own = numbersIn(svg).filter((value) => !Number.isFinite(value));
  expect(own).toEqual([]);
  for (const [, width] of svg.matchAll(/<rect[^>]*?width="([^"]*)"/g)) expect(Number(width)).toBeGreaterThanOrEqual(0);
}

const text = (markup: string): string => markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('how figures are written', () => {
  test('changes, percentages and short amounts', () => {
    expect([signed(0), signed(1200), signed(-1_234_567)]).toEqual(['0', '+1.200', '−1.234.567']);
    expect([percentText(null), percentText(0), percentText(35), percentText(-12_345)]).toEqual([
      '–',
      '0,0 %',
      '+3,5 %',
      '−1.234,5 %',
    ]);
    expect([0, 999_999, 43_500_000, -20_000_000, 211_696_750_000].map(shortAmount)).toEqual([
      '0',
      '999.999',
      '43,5 triệu',
      '−20 triệu',
      '211,7 tỷ',
    ]);
  });
  test('an axis ends above what it shows', () => {
    expect([0, 1, 7, 11, 180_000, 211_696_750_000].map(axisEnd)).toEqual([1, 1, 8, 15, 200_000, 300_000_000_000]);
  });
});

describe('months', () => {
  const months = [
    { month: aMonth('2026-10'), people: 0, amount: 0 },
    { month: aMonth('2026-11'), people: 187_506, amount: 211_696_750_000 },
    { month: aMonth('2026-12'), people: 187_600, amount: 150_000_000_000 },
  ];
  test('every figure stands in the table, and their sum', async () => {
    const markup = String(await monthChart(months, [{ month: aMonth('2026-11'), text: EVIL }]));
    expectSound(markup);
    expect(text(markup)).toContain('11/2026 187.506 211.696.750.000');
    expect(text(markup)).toContain('Cộng sum 361.696.750.000');
    expect(markup).toContain('&lt;script&gt;');
  });
  test('nothing, and nothing but noughts', async () => {
    expect(String(await monthChart([], []))).toContain('Chưa có tháng nào');
    expectSound(String(await monthChart(months.slice(0, 1), [])));
  });
});

describe('the bridge', () => {
  const steps = BRIDGE_STEPS.map((step, at) => ({
    step,
    people: at % 2 === 0 ? at : -at,
    amount: (at % 3 === 0 ? -1 : 1) * at * 1_000_000,
  }));
  test('begins with the list of last month and ends with the sum of all steps; each step once', async () => {
    const given = [{ step: 'last_month' as const, people: 100, amount: 50_000_000 }, ...steps.slice(1)];
    const bars = barsOf(given);
    expect(bars.at(-1)?.amount).toBe(given.reduce((sum, one) => sum + one.amount, 0));
    expect(bars.filter((bar) => !bar.isLevel).reduce((sum, bar) => sum + bar.amount, 50_000_000)).toBe(
      bars.at(-1)?.amount,
    );
    expect(bars.filter((bar) => !bar.isLevel)).toHaveLength(BRIDGE_STEPS.length - 1);
    const markup = String(await waterfall(given));
    expectSound(markup);
    expect(text(markup)).toContain('Danh sách tháng trước last month&#39;s list 100 50.000.000');
  });
  test('empty, below nought, and levels so high that the axis begins elsewhere', async () => {
    expectSound(String(await waterfall([])));
    expectSound(String(await waterfall([{ step: 'recovery', people: 0, amount: -5 }])));
    const high = String(
      await waterfall([
        { step: 'last_month', people: 9, amount: 1_000_000 },
        { step: 'died', people: -1, amount: -10 },
      ]),
    );
    expectSound(high);
    expect(high).toContain('không bắt đầu từ 0');
  });
});

describe('the change by commune', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    code: String(10_000 + at),
    name: at === 39 ? EVIL : `Xã ${at}`,
    before: 1000,
    now: 1000 + (at - 10) * 7,
  }));
  test('the most changed are drawn, the table adds up to all', async () => {
    const markup = String(await comparisonBars(rows));
    expectSound(markup);
    expect(markup.match(/<rect/g)).toHaveLength(15);
    const now = rows.reduce((sum, one) => sum + one.now, 0);
    expect(text(markup)).toContain(`Cộng sum 40.000 ${String(now).replace(/(\d{3})$/, '.$1')} +2.660`);
    expect(text(markup)).toContain('25 xã khác');
    expect(text(markup)).toContain('29 xã tăng, 10 xã giảm, 1 xã như cũ');
  });
  test('no change', async () => {
    expect(String(await comparisonBars([{ code: '1', name: 'a', before: 5, now: 5 }]))).toContain(
      'Không xã nào thay đổi',
    );
  });
});

test('the way from the register to the money: what is not known yet is left out', async () => {
  const payable = { people: 3, amount: 3_300_000 };
  const draft = String(
    await funnel({ register: null, eligible: 4, payable, inFiles: null, paid: null, returned: null }),
  );
  expectSound(draft);
  expect(text(draft)).toContain('Được chi payable 3 75,0 % 3.300.000');
  expect(draft.match(/<rect/g)).toHaveLength(2);
  expectSound(
    String(
      await funnel({
        register: 0,
        eligible: 0,
        payable: { people: 0, amount: 0 },
        inFiles: null,
        paid: null,
        returned: { people: 0, amount: 0 },
      }),
    ),
  );
});
