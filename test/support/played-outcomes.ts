import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { confirmProposal, correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { settleFile } from '../../src/payroll/settle-outcomes.ts';
import { A_DAY_TO_COME, aDay } from './law.ts';
import { type Told, toldAbout } from '../model/calendar.ts';
import type { Story } from '../model/histories.ts';
import { type Issue, type Life, correct, hear } from '../model/life.ts';
import { granted, type Office } from './office.ts';
import { type Chance, shuffled } from './played-chance.ts';

/** A payment that went out: its id, its amount, and the settlement in which it is first spoken of. */
export interface Sent {
  readonly endToEnd: string;
  readonly amount: number;
  readonly settlement: number;
}

/** What bank and post office say, and what of it the model must know. */
interface Word extends Told {
  readonly life: Life;
  readonly issue: Issue;
  readonly sent: Sent;
  readonly day: string;
}

function wordsAbout(story: Story, life: Life, sentBy: ReadonlyMap<string, Sent>, days: readonly string[]): Word[] {
  const words: Word[] = [];
  const now = days.length - 1;
  for (const { issue, told } of toldAbout(story, life)) {
    const sent = sentBy.get(`${issue.run} ${issue.person}`);
    if (sent === undefined) continue;
    for (const one of told) {
      if (sent.settlement + one.after !== now) continue;
      const day = days[one.isRepeated === true ? sent.settlement : now] ?? '';
      words.push({ ...one, life, issue, sent, day });
    }
  }
  return words;
}

function lineOf({ sent, outcome, day, isWrong }: Word, chance: Chance): string {
  const amount = isWrong === true ? sent.amount + 1000 : chance(2) === 0 ? '' : sent.amount;
  return `${sent.endToEnd},${outcome},${day},${amount},${outcome === 'returned' ? 'tài khoản đã đóng' : ''}`;
}

async function settleLines(office: Office, lines: readonly string[], name: string): Promise<void> {
  const path = join(office.at.out, 'back', `${name}.csv`);
  mkdirSync(join(office.at.out, 'back'), { recursive: true });
  writeFileSync(path, ['end_to_end_id,status,date,amount,reason', ...lines, ''].join('\n'));
  const settle = async (): Promise<{ rows: number; alreadyLoaded: boolean }> =>
    granted(await settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME }));
  const first = await settle();
  const second = await settle();
  if (first.rows !== lines.length || first.alreadyLoaded || !second.alreadyLoaded)
    throw new Error(`${name}: ${first.rows} of ${lines.length} rows; again: ${second.alreadyLoaded}`);
}

/**
 * Brings back what became of payments: all rows in any order, in `parts` files, among them one about a payment nobody sent, and
 * every file twice; then the officer's corrections. `days` are those of all settlements so far, this one last.
 */
export async function settlePayments(
  office: Office,
  people: readonly { readonly story: Story; readonly life: Life }[],
  sentBy: ReadonlyMap<string, Sent>,
  days: readonly string[],
  { parts, chance }: { readonly parts: number; readonly chance: Chance },
): Promise<void> {
  const words = people.flatMap(({ story, life }) => wordsAbout(story, life, sentBy, days));
  const rows = words.filter((word) => word.isCorrection !== true);
  const lines = shuffled([...rows.map((word) => lineOf(word, chance)), `CT24NOBODY,paid,${days.at(-1)},,`], chance);
  const size = Math.ceil(lines.length / parts);
  for (let part = 0; part * size < lines.length; part += 1)
    await settleLines(office, lines.slice(part * size, (part + 1) * size), `${days.at(-1)}-${part + 1}`);
  for (const { life, issue, outcome, day, isWrong } of rows) if (isWrong !== true) hear(life, issue, outcome, day);
  for (const { life, issue, sent, outcome, day, isCorrection } of words) {
    if (isCorrection !== true || outcome === 'issued') continue;
    const corrected = granted(
      await correctOutcome(office.context, {
        paymentId: sent.endToEnd,
        status: outcome,
        date: aDay(day),
        reason: 'sao kê của ngân hàng',
        actor: 'dung',
      }),
    );
    // Money that no file said came back: a second person's word.
    if (corrected.state === 'proposed')
      granted(await confirmProposal(office.context, { proposalNo: corrected.proposalNo, actor: 'em' }));
    correct(life, issue, outcome);
  }
}
