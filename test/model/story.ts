import { type Desk, type Wish, type Written, aGrant, closeImport, grant, newDesk, write, writePayee } from './desk.ts';
import type { Facts, OrderRow, RefundRow } from './facts.ts';
import { BOOKS, FIRST, type Story, TIMES, monthAt } from './histories.ts';
import { type Family, dueOf, textOf } from './law.ts';
import type { Life } from './life.ts';
import { type Act, balancesOf } from './payroll.ts';
import { planOf } from './plans.ts';

/** What arrives at each time of the 24 months; times are numbers of the list. */
export interface Arrivals {
  readonly facts: readonly Written[];
  readonly wishes: readonly Wish[];
}

/** What stands in the registry before anything happens. */
function begin(desk: Desk, story: Story): void {
  const { birth, commune, pension, category, start, quantity, payee, past } = story;
  const person = desk.name;
  const nationalId = `0249${String(desk.number).padStart(8, '0')}`;
  write(desk, 'persons', person, {
    person,
    nationalId,
    birth,
    commune,
    death: '',
    pension,
  });
  const first = { ...aGrant(person, category, start, `${textOf(start)}-01`), quantity };
  grant(desk, first);
  if (payee !== 'none') writePayee(desk, { person, from: BOOKS, channel: payee, isUsable: true });
  for (let month = FIRST - past.months; month < FIRST; month += 1) {
    const due = dueOf([first], { birth, death: '', pension, commune }, month, '2025-06-20');
    const isLast = month === FIRST - 1;
    for (const family of ['MAIN', 'CARE'] as const) {
      const amount = due[family] + (isLast ? past.offset : 0);
      if (due[family] === 0 || amount <= 0) continue;
      const reference = `${person}-${family}-${textOf(month)}`;
      const row = { reference, person, family, month, amount, day: `${textOf(month)}-05`, isReturned: false };
      write(desk, 'past', reference, { ...row, isReturned: isLast && past.isReturned });
      // What came back in the last month went out once more, in half of the cases.
      if (isLast && past.isReturned && past.months > 1)
        write(desk, 'past', `${reference}-2`, { ...row, reference: `${reference}-2`, day: `${textOf(month)}-25` });
    }
  }
}

/** The rows of a story by the time at which they arrive; `number` names the person. */
export function arrivalsOf(story: Story, number: number): Arrivals {
  const desk = newDesk(number);
  const plans = story.episodes.map((episode, place) => planOf(episode, place + 1));
  const facts = Array.from({ length: TIMES }, (_, time) => {
    if (time === 0) begin(desk, story);
    for (const plan of plans) for (const [when, change] of plan) if (when === time) change(desk, monthAt(time));
    return closeImport(desk);
  });
  return { facts, wishes: desk.wishes };
}

function overpaid(life: Life, person: string, family: Family, act: Act): { month: number; amount: number }[] {
  if (life.persons.get(person) === undefined) return [];
  return balancesOf(life, person, BOOKS, act)
    .filter((balance) => balance.family === family && balance.paid > balance.due)
    .map(({ month, due, paid }) => ({ month, amount: paid - due }));
}

/** The import of one time: recovery orders and refunds follow what is overpaid by the law and the facts known before it. */
export function factsAt({ facts, wishes }: Arrivals, time: number, life: Life, act: Act): Facts {
  const [orders, refunds]: [OrderRow[], RefundRow[]] = [[], []];
  for (const wish of wishes) {
    if (wish.at !== time) continue;
    if (wish.kind === 'order') {
      const all = overpaid(life, wish.order.person, wish.order.family, act).reduce((sum, one) => sum + one.amount, 0);
      orders.push({ ...wish.order, total: Math.max(200_000, (all * wish.percent) / 100) });
      continue;
    }
    const { reference, person, family, percent } = wish;
    const [oldest] = overpaid(life, person, family, act);
    if (oldest === undefined) continue;
    const amount = (oldest.amount * percent) / 100;
    refunds.push({ reference, person, family, month: oldest.month, amount, day: `${textOf(monthAt(time))}-03` });
  }
  const written = facts[time];
  if (written === undefined) throw new Error(`nothing arrives at time ${time}`);
  return { ...written, orders, refunds };
}
