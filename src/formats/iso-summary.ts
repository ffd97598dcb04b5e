import { type Decimal, isSame, minus, parseDecimal, plus, size, decimalText } from './decimal-text.ts';
import { type IsoContext, kept, wrongTotal } from './iso-checks.ts';
import type { Place } from './iso-faults.ts';
import { type IsoElement, element, leaf } from './iso-tree.ts';

/** Entries that are added up: how many, and to what. */
export interface EntrySums {
  count: number;
  sum: Decimal;
}

/** Entries of a statement by direction: booked ones, and all. */
export interface StatementSums {
  readonly credits: EntrySums;
  readonly debits: EntrySums;
  readonly allCredits: EntrySums;
  readonly allDebits: EntrySums;
  /** Reversals of either direction. */
  readonly reversedCredits: EntrySums;
  readonly reversedDebits: EntrySums;
}

/** What TxsSummry says, by what it says it of. Empty: not said. */
export interface Summary {
  readonly all: { count: string; sum: string; net: string };
  readonly credits: { count: string; sum: string };
  readonly debits: { count: string; sum: string };
}

/** A summary that says nothing. */
export function noSummary(): Summary {
  return { all: { count: '', sum: '', net: '' }, credits: { count: '', sum: '' }, debits: { count: '', sum: '' } };
}

/** TxsSummry of any version; `now`: the summary of the statement that is being read. */
export function summaryElement(now: () => Summary): IsoElement {
  const totals = (of: () => { count: string; sum: string }): Record<string, IsoElement> => ({
    NbOfNtries: leaf((text) => (of().count = kept(text))),
    Sum: leaf((text) => (of().sum = kept(text))),
  });
  return element({
    TtlNtries: element({
      ...totals(() => now().all),
      TtlNetNtryAmt: leaf((text) => (now().all.net = kept(text))),
      TtlNetNtry: element({ Amt: leaf((text) => (now().all.net = kept(text))) }),
    }),
    TtlCdtNtries: element(totals(() => now().credits)),
    TtlDbtNtries: element(totals(() => now().debits)),
  });
}

interface Check {
  readonly code: 'summary_count' | 'summary_sum';
  readonly name: string;
  readonly said: string;
  /** What would agree: of booked entries first, then of all of them. */
  readonly found: readonly Decimal[];
}

function number(count: number): Decimal {
  return { units: BigInt(count), scale: 0 };
}

function checks({ all, credits, debits }: Summary, sums: StatementSums): readonly Check[] {
  const { credits: inBooked, debits: outBooked, allCredits, allDebits } = sums;
  const pairs: readonly (readonly [EntrySums, EntrySums])[] = [
    [inBooked, outBooked],
    [allCredits, allDebits],
  ];
  const netOf = (one: EntrySums, other: EntrySums): Decimal => plus(one.sum, minus(other.sum));
  const reversed = netOf(sums.reversedCredits, sums.reversedDebits);
  // Some banks count reversals with the sign of what they take back.
  const net = pairs.flatMap(([one, other]) => [
    size(netOf(one, other)),
    size(plus(netOf(one, other), minus(plus(reversed, reversed)))),
  ]);
  const of = (name: string, said: { count: string; sum: string }, found: readonly EntrySums[]): Check[] => [
    {
      code: 'summary_count',
      name: `${name}/NbOfNtries`,
      said: said.count,
      found: found.map((one) => number(one.count)),
    },
    { code: 'summary_sum', name: `${name}/Sum`, said: said.sum, found: found.map((one) => one.sum) },
  ];
  return [
    {
      code: 'summary_count',
      name: 'TtlNtries/NbOfNtries',
      said: all.count,
      found: pairs.map(([a, b]) => number(a.count + b.count)),
    },
    // Some banks write the net amount there.
    {
      code: 'summary_sum',
      name: 'TtlNtries/Sum',
      said: all.sum,
      found: [...pairs.map(([a, b]) => plus(a.sum, b.sum)), ...net],
    },
    { code: 'summary_sum', name: 'TtlNtries/TtlNetNtry', said: all.net, found: net },
    ...of('TtlCdtNtries', credits, [inBooked, allCredits]),
    ...of('TtlDbtNtries', debits, [outBooked, allDebits]),
  ];
}

/** Says where the totals of a statement (TxsSummry) are not what its entries come to, booked ones or all. */
export function checkSummary(context: IsoContext, summary: Summary, sums: StatementSums, where: Place): void {
  for (const { code, name, said, found } of checks(summary, sums)) {
    if (said === '') continue;
    const value = parseDecimal(said);
    if (value !== null && found.some((one) => isSame(size(value), one))) continue;
    const [booked = number(0)] = found;
    wrongTotal(context, { code, where, vi: name, en: name, said: said.slice(0, 40), found: decimalText(booked) });
  }
}
