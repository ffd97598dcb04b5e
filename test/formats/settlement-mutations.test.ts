import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { answerOfMovement, answerOfStatus } from '../../src/formats/iso-answers.ts';
import { openIsoReader } from '../../src/formats/iso-reader.ts';
import { type Said, saidIn } from '../support/answers-model.ts';
import { accountStatements, bookingNotice, statusReport } from '../support/bank-answers.ts';
import { mutated } from '../support/mutation.ts';
import { chanceFrom } from '../support/played-chance.ts';

const COUNT = Number(process.env['CHITRA_MUTATIONS'] ?? 100_000);
const SEED = Number(process.env['CHITRA_SEED'] ?? 20_261_124);

const FILE = 'CT24202611R01-970405-07210-1';
const ids = [1, 2, 3, 4].map((number) => `CT24202611R0100000000${number}`);
const [first = '', second = '', third = '', fourth = ''] = ids;

const ORIGINALS: readonly string[] = [
  statusReport('STS-1', '2026-11-05', {
    messageId: FILE,
    group: 'PART',
    block: 'ACCC',
    lines: [
      { endToEndId: first, status: 'RJCT', reason: 'AC04', amount: 1_050_000 },
      { endToEndId: second, status: 'ACSC', amount: 700_000 },
      { endToEndId: third, status: 'ACSP' },
    ],
  }),
  statusReport('STS-2', '2026-11-05', { messageId: FILE, group: 'RJCT', groupReason: 'AM04' }),
  accountStatements('STM-1', '2026-11-05', [
    {
      id: 'S1',
      account: '5500111222333',
      from: '2026-11-05',
      to: '2026-11-05',
      opening: 9_000_000,
      bookings: [
        { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: first },
        { direction: 'DBIT', amount: 700_000, day: '2026-11-05', endToEndId: second },
        { direction: 'CRDT', amount: 700_000, day: '2026-11-05', endToEndId: fourth, returned: 'AC06' },
        { direction: 'DBIT', amount: 2_000_000, day: '2026-11-05', batch: { messageId: FILE, payments: 3 } },
        { direction: 'DBIT', amount: 5_500, day: '2026-11-05' },
      ],
    },
  ]),
  bookingNotice('N1', '2026-11-09', '5500111222333', [
    { direction: 'CRDT', amount: 700_000, day: '2026-11-09', endToEndId: second, returned: 'AC01' },
    { direction: 'DBIT', amount: 540_000, day: '2026-11-09', endToEndId: third },
  ]),
];

function nameOf({ scope, endToEndId, blockId, messageId, status }: Answer): Said {
  return `${scope === 'payment' ? `payment ${endToEndId}` : `file ${scope === 'block' ? blockId : messageId}`} ${status}`;
}

/** What the program would take from a file; null: nothing, the file is refused. */
function taken(xml: string): readonly Said[] | null {
  const said: Said[] = [];
  const add = (answer: Answer | null, more: string): void => {
    const isOutcome = answer !== null && /^(paid|returned|uncollected)$/.test(answer.status);
    if (isOutcome && answer.fault === null) said.push(nameOf(answer) + more);
  };
  const reader = openIsoReader({
    // A line of a report carries an amount only to be compared with ours.
    status: (status) => add(answerOfStatus('24', status), ''),
    movement: (movement) => {
      const answer = answerOfMovement('24', movement);
      add(answer, ` ${answer.amount} ${answer.date ?? ''}`);
    },
  });
  reader.write(new TextEncoder().encode(xml));
  const read = reader.finish();
  return read.ok && read.value.problems.length === 0 ? said : null;
}

describe('mutated settlement files', () => {
  test('what is not mutated is taken as it stands', () => {
    expect(ORIGINALS.map((xml) => taken(xml)?.length)).toEqual([3, 1, 4, 2]);
    for (const xml of ORIGINALS) expect(saidIn(xml)).toEqual(expect.arrayContaining([...(taken(xml) ?? [])]));
  });

  test(`${COUNT} of them say nothing that a second program does not read in them`, () => {
    const chance = chanceFrom(SEED);
    const counts = { refused: 0, same: 0, other: 0 };
    const wrong: string[] = [];
    for (let round = 0; round < COUNT; round += 1) {
      const original = ORIGINALS[round % ORIGINALS.length] ?? '';
      const xml = mutated(original, ids, chance);
      const answers = taken(xml);
      if (answers === null) {
        counts.refused += 1;
        continue;
      }
      const said = saidIn(xml);
      const lies = answers.filter((one) => said === null || !said.includes(one));
      if (lies.length > 0 && wrong.length < 3)
        wrong.push(`round ${round}: ${lies.join('; ')}\nmodel: ${said?.join('; ')}\n${xml}`);
      if (taken(original)?.join() === answers.join()) counts.same += 1;
      else counts.other += 1;
    }
    process.stdout.write(
      `mutations: ${COUNT}, seed ${SEED}: ${counts.refused} refused, ${counts.same} say the same, ${counts.other} say something else, all of it read by the second program too\n`,
    );
    expect(wrong).toEqual([]);
    // Not only refusals: else nothing would be compared.
    expect(counts.other * 20).toBeGreaterThan(COUNT);
    expect(counts.refused * 4).toBeGreaterThan(COUNT);
  });
});
