import { type Story, monthAt } from './histories.ts';
import { textOf } from './law.ts';
import { registryLines } from './rows.ts';
import { arrivalsOf } from './story.ts';

/** A history as an officer would see it: the rows that arrive, month by month, and what becomes of payments. */
export function tell(story: Story, number: number): string {
  const { facts, wishes } = arrivalsOf(story, number);
  const told: string[] = [];
  for (const [time, written] of facts.entries()) {
    const when = `${textOf(monthAt(time))}${time % 2 === 0 ? 'a' : 'b'}`;
    const lines = registryLines({ ...written, orders: [], refunds: [] });
    for (const [table, rows] of Object.entries(lines)) for (const row of rows) told.push(`${when} ${table}: ${row}`);
    for (const { person, action } of written.officer) told.push(`${when} officer: ${action} ${person}`);
    for (const wish of wishes) {
      if (wish.at !== time) continue;
      if (wish.kind === 'refund')
        told.push(`${when} refund: ${wish.percent} % of the oldest month overpaid in ${wish.family}`);
      else
        told.push(
          `${when} order ${wish.order.decision}: ${wish.percent} % of what is overpaid in ${wish.order.family}, ` +
            `${wish.order.monthly} a month from ${textOf(wish.order.from)}`,
        );
    }
  }
  for (const episode of story.episodes)
    if (episode.kind === 'fate')
      told.push(`payment ${episode.nth + 1} on the lists of ${textOf(episode.month)}: ${episode.fate}`);
  return told.join('\n');
}
