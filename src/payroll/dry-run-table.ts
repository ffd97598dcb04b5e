import { FORECAST_KINDS, type Forecast, type ForecastSums, NO_SUMS } from '../domain/forecast.ts';
import { csvRow } from '../formats/csv-text.ts';

/** One commune and category of a dry run, by today's law and, where one was asked about, by the draft. */
export interface DryRunRow {
  readonly communeCode: string;
  readonly category: string;
  readonly today: ForecastSums;
  readonly draft: ForecastSums | null;
}

/** The rows of a dry run, sorted by commune and category; a cell that only one of the laws fills is zero by the other. */
export function dryRunRows(today: Forecast, draft: Forecast | null): readonly DryRunRow[] {
  const [now, then] = [today.cells(), draft?.cells() ?? null];
  const keys = [...new Set([...now.keys(), ...(then?.keys() ?? [])])].sort();
  return keys.map((key) => {
    const [communeCode = '', category = ''] = key.split(' ');
    return {
      communeCode,
      category,
      today: now.get(key) ?? NO_SUMS,
      draft: then === null ? null : (then.get(key) ?? NO_SUMS),
    };
  });
}

function columnsOf(law: string): string[] {
  return FORECAST_KINDS.flatMap((kind) => [`${kind}_persons_${law}`, `${kind}_amount_${law}`]);
}

function figuresOf(sums: ForecastSums): string[] {
  return FORECAST_KINDS.flatMap((kind) => [String(sums[kind].persons), String(sums[kind].amount)]);
}

/** What goes out of the office, in VND: what is paid less what recovery orders take out of it. */
export function outgoing({ paid, recovered }: ForecastSums): number {
  return paid.amount - recovered.amount;
}

/** The rows as CSV; `difference` is what would go out by the draft less what would go out by today's law, in VND. */
export function* dryRunCsv(rows: readonly DryRunRow[], hasDraft: boolean): Generator<string> {
  const more = hasDraft ? [...columnsOf('draft'), 'difference'] : [];
  yield csvRow(['commune_code', 'category', ...columnsOf('today'), ...more]);
  for (const { communeCode, category, today, draft } of rows) {
    const further = draft === null ? [] : [...figuresOf(draft), String(outgoing(draft) - outgoing(today))];
    yield csvRow([communeCode, category, ...figuresOf(today), ...further]);
  }
}

/** The totals of a dry run under the names that the answer of a run has, and how many persons stand behind each. */
export function dryRunTotals(forecast: Forecast): Readonly<Record<string, number>> {
  const [sums, counts] = [forecast.total(), forecast.counts()];
  return {
    persons: counts.persons,
    payments: counts.payments,
    amount: outgoing(sums),
    current: sums.current.amount,
    arrears: sums.arrears.amount,
    carried: sums.carried.amount,
    recovered: sums.recovered.amount,
    held_persons: sums.held.persons,
    held_amount: sums.held.amount,
    overpaid_amount: sums.overpaid.amount,
    current_persons: sums.current.persons,
    arrears_persons: sums.arrears.persons,
    carried_persons: sums.carried.persons,
    overpaid_persons: sums.overpaid.persons,
  };
}
