import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activateAmendment, proposeAmendment } from '../../src/payroll/catalogue-amendments.ts';
import { type Explanation, explainPerson } from '../../src/payroll/explain-person.ts';
import { settleFile } from '../../src/payroll/settle-outcomes.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { aDraft, raiseOf } from '../support/draft.ts';
import { A_DAY_TO_COME, aDay, aMonth } from '../support/law.ts';
import { type Office, granted, openOffice } from '../support/office.ts';
import { JULY_TO_OCTOBER, VILLAGE, paid } from '../support/village.ts';

/**
 * Hoa (P1): arrears of July to October, the payment comes back, a new account, paid again. Mai (P4): comes back, an officer corrects
 * it; her second registration P5 is merged into hers. Bình (P2): died in October, told in November after November was paid; an order
 * to recover it. Lan (P3): no payee, later held by an officer. Sáu (P6): paid too much in October, a part taken back in November.
 */
const MORE = {
  persons: ['P6,024177012349,Hồ Văn Sáu,1977-03,M,07210,,0'],
  awards: [
    'A6,P6,SA6N,6/QĐ,2024-01-15,2024-02,,,',
    'A7,P4,SA6N,7/QĐ,2026-11-01,2026-11,,,',
    'A8,P4,SP75,8/QĐ,2026-11-01,2026-11,,,',
    'A9,P4,SA7,9/QĐ,2026-11-01,2026-11,,,',
    'A10,P4,SA5C,10/QĐ,2022-11-01,2022-11,,,',
    'A11,P4,SA8,11/QĐ,2026-11-01,2026-11,2026-11,,',
    'A12,P4,CS1,12/QĐ,2026-11-01,2026-11,,,2023-05',
  ],
  payees: ['P6,2024-02,post,,,,PP1,,'],
  disbursements: [
    ...paid('P6', 'MAIN', JULY_TO_OCTOBER.slice(0, 3), 810_000),
    'D6,P6,MAIN,2026-10,1000000,2026-10-05,post,paid',
  ],
  recoveries: ['P6,88/QĐ,MAIN,190000,100000,2026-11'],
};

const KNOWN = ['--known-at', '2026-11-24'];
const DECEMBER = { month: '2026-12', knownAt: '2026-11-24' };

let office: Office;
let november: Run;

/** What a command says that must end well. */
async function wellDone(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await chitra(office.at, ...words);
  if (code !== 0 || stderr !== '') throw new Error(`chitra ${words.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}

/** Loads a settlement file; not by the command, whose today is that of the clock. */
async function settle(name: string, lines: readonly string[]): Promise<void> {
  const path = join(office.at.out, name);
  writeFileSync(path, ['end_to_end_id,status,date,amount,reason', ...lines, ''].join('\n'));
  granted(await settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME }));
}

function explained(...words: readonly string[]): Promise<string> {
  return wellDone('explain', ...words);
}

beforeAll(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  await office.load(MORE);
  november = await office.pay();
  const id = (personId: string): Promise<string> => office.endToEndId(november, personId);
  await settle('ket-qua-11.csv', [
    `${await id('P1')},returned,2026-11-06,,AC04`,
    `${await id('P2')},paid,2026-11-05,,`,
    `${await id('P4')},uncollected,2026-11-18,,vắng mặt`,
    `${await id('P4')},paid,2026-11-19,,`,
    `${await id('P6')},paid,2026-11-05,1,`,
  ]);
  const correction = ['--status', 'paid', '--date', '2026-11-19', '--actor', 'dung', '--reason', 'bưu điện đã ký nhận'];
  await wellDone('correct', await id('P4'), ...correction);
  await office.load({ payees: ['P1,2026-12,bank,970415,99900001111,NGUYEN THI HOA,,,'] });
  const december = await office.pay(DECEMBER);
  await settle('ket-qua-12.csv', [`${await office.endToEndId(december, 'P1')},paid,2026-12-04,,`]);
  await office.load({
    persons: [
      'P2,024040012346,Trần Văn Bình,1940-02-03,M,07210,2026-10-15,0',
      'P5,024190012348,Phạm Thị Mai,1990,F,07228,,0',
    ],
    disbursements: paid('P5', 'MAIN', ['2026-10'], 500_000),
    merges: ['P5,P4'],
    recoveries: ['P2,77/QĐ,MAIN,540000,100000,2026-12'],
    refunds: ['PT1,P4,MAIN,2026-10,60000,2026-11-20'],
  });
  await office.hold('P3', 'hold');
});

afterAll(() => office.close());

/** The text without its line ends. */
function flowing(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** The line that holds these words. */
function lineWith(text: string, piece: string): string {
  return text.split('\n').find((line) => line.includes(piece)) ?? `nothing with ${piece}`;
}

describe('explain in words', () => {
  test('a payment that came back and was paid again: the whole page', async () => {
    const golden = readFileSync(new URL('../golden/explain-P1-2026-11.txt', import.meta.url), 'utf8');
    const text = await explained('P1', '2026-11', ...KNOWN);
    expect(text.replaceAll(/\d\d\/\d\d\/\d{4} \d\d:\d\d/g, 'DD/MM/YYYY hh:mm')).toBe(golden);
  });

  test('arrears: what was paid before, what the law raised, and the rest', async () => {
    const text = await explained('P1', '2026-08', ...KNOWN);
    expect(text).toContain('05/08/2026 · đã chi / paid 750.000 đ');
    expect(text).toContain('truy lĩnh / arrears 60.000 đ · A1 SA6N, 540.000 đ × 1,5');
    expect(lineWith(text, 'monthly allowance  ')).toMatch(/ 810\.000 +810\.000 +0$/);
    expect(text).toContain('The next run (12/2026) pays nothing more for 08/2026');
  });

  test('the law of an earlier day gives the amount of that day', async () => {
    const text = await explained('P1', '2026-08', '--known-at', '2026-09-20');
    expect(text).toContain('ĐƯỢC CHI / PAYS: 500.000 đ × 1,5 = 750.000 đ');
    expect(lineWith(text, 'monthly allowance  ')).toMatch(/ 750\.000 +810\.000 +-60\.000$/);
  });

  test('an outcome that was corrected: the files, what an officer had to look at, who corrected it and why', async () => {
    const text = await explained('P4', '2026-11', ...KNOWN);
    const events = text.split('\n').filter((line) => /^ {9}\d\d\/\d\d\/\d{4} · /.test(line));
    expect(events.map((line) => line.trim().slice(0, 38))).toEqual([
      expect.stringContaining('19/11/2026 · đã chi / paid (tệp'),
      expect.stringContaining('18/11/2026 · chưa nhận / not collected'),
      expect.stringContaining('19/11/2026 · đã chi / paid: bưu điện'),
    ]);
    expect(text).toContain('dung sửa lúc / corrected');
    expect(flowing(text)).toContain('It came back or was said not to have arrived; if it was sent again');
    expect(text).toContain('trạng thái / status: đã chi / paid');
  });

  test('awards that pay together, and why others do not', async () => {
    const text = await explained('P4', '2026-11', ...KNOWN);
    expect(text).toContain('chi cùng A4 SA4 540.000 đ / paid together with A4 SA4 540.000 đ');
    expect(text).toContain('hưởng từ tháng đủ 75 tuổi');
    expect(text).toContain('tháng đủ 3 tuổi là tháng cuối được hưởng');
    expect(text).toContain('luật của tháng này không chi diện này');
    expect(text).toContain('ND 176/2025 (hết hiệu lực ND 20/2021 Đ5.5.c)');
    expect(text).toContain('người được chăm sóc 3 tuổi 6 tháng');
    expect(text).not.toContain('HIV');
  });

  test('died and overpaid: what is out, and the order that takes it back', async () => {
    const text = await explained('P2', '2026-11', ...KNOWN);
    expect(text).toContain('người hưởng chết trong tháng 10/2026, đó là tháng cuối được chi');
    expect(text).toContain('chết / died: (trống) / none → 15/10/2026');
    expect(text).toContain('Quyết định thu hồi / recovery order 77/QĐ');
    expect(lineWith(text, 'monthly allowance  ')).toMatch(/ 0 +540\.000 +-540\.000$/);
    expect(flowing(text)).toContain('which decision 77/QĐ takes out of later payments');
  });

  test('a recovery: the line, the posting, and what is left to take', async () => {
    const text = await explained('P6', '2026-10', ...KNOWN);
    expect(text).toContain('thu hồi / recovery -100.000 đ, quyết định / decision 88/QĐ');
    expect(text).toContain('Có / credit phải thu chi thừa');
    expect(text).toContain('Chi thừa / overpaid (Trợ cấp hằng tháng): 190.000 đ; đã thu / recovered 190.000 đ');
    expect(flowing(text)).toContain('không tính / not counted');
    expect(flowing(text)).toContain('The amount is not that of the payment');
    expect(text).toContain('03/1977 (chỉ biết tháng / only the month is known)');
  });

  test('money that waits, and why', async () => {
    const text = await explained('P3', '2026-11', ...KNOWN);
    expect(text).toContain('TẠM GIỮ / HELD: Chưa có nơi nhận tiền');
    expect(text).toContain('Tạm giữ / held (an): kiểm tra');
    expect(text).toContain('giữ lại 1.080.000 đ (cán bộ tạm giữ)');
  });

  test('a registration that was merged is explained with the one it went into', async () => {
    const text = await explained('P5', '2026-10', ...KNOWN);
    expect(text).toContain('P5 đã gộp vào P4; sau đây là hồ sơ P4.');
    expect(text).toContain('P5-MAIN-2026-10, hồ sơ / registration P5');
    expect(text).toContain('20/11/2026 · Nộp lại / refund 60.000 đ');
    expect(text).toContain('Chi thừa / overpaid (Trợ cấp hằng tháng): 500.000 đ; đã thu / recovered 60.000 đ');
  });
});

/** Names, id numbers and accounts of the village. */
const CANARIES =
  /Nguyễn Thị Hoa|NGUYEN THI HOA|Trần Văn Bình|Lê Thị Lan|Phạm Thị Mai|Hồ Văn Sáu|024\d{9}|0012345678|99900001111/;
const PEOPLE = ['P1', 'P2', 'P3', 'P4', 'P6'];

/** The same inside this process, which is quicker. */
async function storyOf(personId: string, month: string): Promise<Explanation> {
  const days = { knownAt: aDay('2026-11-24'), today: aDay('2026-11-24') };
  const request = { personId, month: aMonth(month), ...days, timeZone: 'UTC', names: 'hidden' as const };
  return granted(await explainPerson(office.context.database, office.context.law.catalogue, request));
}

/** Lines as `office.lines` gives them, for every person and month. */
async function foretold(months: readonly string[]): Promise<unknown[]> {
  const stories = await Promise.all(PEOPLE.flatMap((personId) => months.map((month) => storyOf(personId, month))));
  return stories.flatMap(({ file: { personId }, next }) => [
    ...next.lines.map((one) => [personId, one.family, one.month, one.kind, one.amount, one.hold]),
    ...next.instalments.map((one) => [personId, one.family, one.month, 'recovery', 0 - one.amount, null]),
  ]);
}

test('no name, id number or account without --names, in words or in JSON; no line is wider than a terminal', async () => {
  for (const personId of ['P1', 'P2', 'P4']) {
    const text = await explained(personId, '2026-11', ...KNOWN);
    expect(CANARIES.exec(text + (await explained(personId, '2026-11', ...KNOWN, '--json')))).toBeNull();
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  }
  const named = await explained('P1', '2026-11', ...KNOWN, '--names');
  for (const name of ['Nguyễn Thị Hoa', '024170012345', '99900001111']) expect(named).toContain(name);
  expect(await explained('P1', '2026-11', ...KNOWN, '--names', '--json')).toContain('Nguyễn Thị Hoa');
});

test('JSON: one document with the same in it', async () => {
  const told: Record<string, unknown> = JSON.parse(await explained('P1', '2026-11', ...KNOWN, '--json'));
  expect(told).toMatchObject({
    person_id: 'P1',
    month: '2026-11',
    known_at: '2026-11-24',
    awards: [{ award_id: 'A1', decision_no: '1/QĐ', reason: { pays: true, standard: 540_000, coefficient: 1.5 } }],
    lines: [
      { run_id: '2026-11-R01', kind: 'current', amount: 810_000, payment: { status: 'returned' } },
      { run_id: '2026-12-R01', kind: 'carried', amount: 810_000, payment: { status: 'paid' } },
    ],
    outcomes: [
      { status: 'returned', file: 'ket-qua-11.csv', row: 2, reason: 'AC04' },
      { status: 'paid', file: 'ket-qua-12.csv' },
    ],
    ledger: [
      { event: 'issue', debit: 'expense:MAIN:SA6N', credit: 'liability:payable' },
      { event: 'issue', debit: 'liability:payable', credit: 'transit:970405' },
      { event: 'return', debit: 'transit:970405', credit: 'liability:payable' },
      { event: 'issue', debit: 'liability:payable', credit: 'transit:970415' },
      { event: 'confirm', debit: 'transit:970415', credit: 'held:970415' },
    ],
    sums: [{ family: 'MAIN', due: 810_000, paid: 810_000, balance: 0 }],
    next_run: { month: '2026-12', lines: [] },
  });
});

test('due, paid and balance are those of the export', async () => {
  const out = join(office.at.out, 'balances.csv');
  await wellDone('export', 'balances', '--out', out);
  const balances = readFileSync(out, 'utf8').split('\n');
  for (const personId of PEOPLE) {
    for (const month of ['2026-10', '2026-11']) {
      const { sums } = await storyOf(personId, month);
      const rows = sums.map((one) => [personId, one.family, month, one.due, one.paid, one.balance].join());
      const wanted = balances.filter((row) => row.startsWith(`${personId},`) && row.split(',')[2] === month);
      expect(new Set(rows)).toEqual(new Set(wanted));
    }
  }
});

test('what it says of the next run is what that run does, and a draft is named', async () => {
  // Now P1 and P6 have one id number, so that both wait; P1 is owed something for two months.
  await office.load({
    persons: ['P6,024170012345,Hồ Văn Sáu,1977-03,M,07210,,0'],
    awards: ['A14,P1,CS6,14/QĐ,2026-11-01,2026-11,,1,', 'A15,P4,CS3,15/QĐ,2026-12-01,2026-12,,,'],
  });
  const told = await foretold([...JULY_TO_OCTOBER, '2026-11', '2026-12']);
  const made = await office.run(DECEMBER);
  expect(told).toEqual(await office.lines(made));
  expect(told).toContainEqual(['P1', 'CARE', 202611, 'arrears', 540_000, 'duplicate_person']);
  const text = await explained('P1', '2026-12', ...KNOWN);
  expect(text).toContain('Trùng số định danh / same id as     P6');
  expect(text).toContain(`Đợt chi tới (12/2026, ${made.runId}) giữ lại 540.000 đ (trùng số định danh)`);
});

test('an amendment of the law that was activated counts', async () => {
  const { database, law } = office.context;
  const { amendmentNo } = granted(
    await proposeAmendment(database, law, aDraft(raiseOf(600_000, '2026-11', '2026-10-15')), 'lan'),
  );
  granted(await activateAmendment(database, law, String(amendmentNo), 'minh'));
  const text = await explained('P1', '2026-11', ...KNOWN);
  expect(text).toContain('600.000 đ × 1,5 = 900.000 đ');
  expect(flowing(text)).toContain('mức chuẩn D A');
});
