import { FIGURES, type FourWaysRow } from '../domain/four-ways.ts';
import { formatMonth } from '../domain/month.ts';
import { differenceText, figureName, fourWaysCsv } from '../formats/four-ways-text.ts';
import { groupedNumber } from '../formats/vietnamese-number.ts';
import type { Unbudgeted } from '../store/budgets.ts';
import type { FourWays } from './four-ways.ts';

function rowJson(row: FourWaysRow): Record<string, string | number> {
  const figures = FIGURES.map((name) => [figureName(name), row[name]] as const);
  return { commune_code: row.communeCode, provider: row.provider, ...Object.fromEntries(figures) };
}

/** Every difference as a sentence, in the order found. */
export function sentencesOf(value: Pick<FourWays, 'differences'>): readonly string[] {
  return value.differences.map(differenceText);
}

/** Who spends without a budget, for JSON. */
export function unbudgetedJson(all: readonly Unbudgeted[]): readonly Record<string, string | number>[] {
  return all.map(({ communeCode, family, year }) => ({ commune_code: communeCode, family, year }));
}

/** Who spends without a budget, as one sentence; empty: nobody. */
export function unbudgetedText(all: readonly Unbudgeted[]): string {
  if (all.length === 0) return '';
  const named = all.slice(0, 5).map(({ communeCode, family, year }) => `${communeCode} ${family} ${year}`);
  const more = all.length > named.length ? `, ... (${groupedNumber(all.length)})` : '';
  return `Chưa có dự toán, không bị giới hạn / without a budget, not limited: ${named.join(', ')}${more}`;
}

/** The JSON answer of `reconcile`; amounts in VND. */
export function fourWaysJson(value: FourWays): Record<string, unknown> {
  return {
    month: formatMonth(value.month),
    runs: value.runIds,
    files: value.files,
    payments: value.payments,
    rewritten: value.rewritten,
    without_budget: unbudgetedJson(value.unbudgeted),
    total: rowJson(value.total),
    rows: value.rows.map(rowJson),
    differences: value.differences.map((one) => ({
      code: one.code,
      commune_code: one.communeCode,
      provider: one.provider,
      subject: one.subject,
      left: one.left,
      right: one.right,
      message: differenceText(one),
    })),
  };
}

/** Every figure by commune and provider, as CSV. */
export function fourWaysFile(value: FourWays): Generator<string> {
  return fourWaysCsv(value.rows);
}
