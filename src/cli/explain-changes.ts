import { dayText } from '../labels/dates.ts';
import { GONE, isGone, rowContent, rowSource, rowTitle, rowVerb } from '../labels/told-rows.ts';
import type { Explanation } from '../payroll/explain-person.ts';
import type { Change } from '../payroll/person-changes.ts';
import { paragraph } from './page.ts';

/** When, what and by whom, then what the row says; indented below its day. */
export function changeLines(explanation: Explanation, change: Change): string[] {
  const content = rowContent(explanation, change);
  return [
    ...paragraph(
      `${dayText(change.at)} · ${rowTitle(explanation, change)}: ${rowVerb(change)} (${rowSource(change)})`,
      3,
      6,
    ),
    ...(content === '' ? [] : paragraph(content, 6)),
    ...(isGone(change, explanation.changes) ? paragraph(GONE, 6) : []),
  ];
}

/** Everything about the person that was told over time, oldest first, and what officers decided; payments from before stand elsewhere. */
export function historyLines(explanation: Explanation): string[] {
  const told = explanation.changes
    .filter(({ table, kind }) => table !== 'disbursements' || kind === 'replaced')
    .map((change) => ({ at: change.at, lines: changeLines(explanation, change) }));
  const held = explanation.holds.map(({ at, personId, action, reason, actor }) => {
    const what = action === 'hold' ? 'Tạm giữ / held' : 'Thôi giữ / released';
    const who = personId === explanation.file.personId ? '' : ` ${personId}`;
    return {
      at,
      lines: paragraph(`${dayText(at)} · ${what}${who} (${actor})${reason === '' ? '' : `: ${reason}`}`, 3, 6),
    };
  });
  const lines = [...told, ...held].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return lines.flatMap((one) => one.lines);
}
