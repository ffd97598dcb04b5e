import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Severity } from '../../src/domain/control.ts';
import type { Run } from '../../src/store/runs.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE, paid } from '../support/village.ts';

const DECEMBER = { month: '2026-12', knownAt: '2026-11-20' };
const JANUARY = { month: '2027-01', knownAt: '2026-12-20' };

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

/** Who is found by which control in a run, as `P1 same_account warn`; holds of no payee are left out. */
async function found(run: Run): Promise<string[]> {
  const rows = await office.ask(
    `SELECT coalesce(nullif(person_id, ''), commune_code) || ' ' || control || ' ' || severity AS text FROM run_exception
     WHERE run_no = $1 AND control <> 'no_payee' ORDER BY 1`,
    run.runNo,
  );
  return rows.map((row) => String(row['text']));
}

async function messages(run: Run, control: string): Promise<string[]> {
  const rows = await office.ask(
    'SELECT message FROM run_exception WHERE run_no = $1 AND control = $2 ORDER BY person_id',
    run.runNo,
    control,
  );
  return rows.map((row) => String(row['message']));
}

describe('one account for several persons (C9)', () => {
  const shared = [
    'P1,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,',
    'P4,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,',
  ];

  test('both are shown with the rule, without the account', async () => {
    await office.load({ payees: shared });
    const run = await office.run();
    expect(await found(run)).toEqual(['P1 same_account warn', 'P4 same_account warn']);
    const [message = ''] = await messages(run, 'same_account');
    expect(message).toContain('(2 người / persons)');
    expect(message).toContain('[C9; ND 335/2026 Đ28]');
    expect(message).not.toContain('0012345678');
  });

  test('an earlier account, another bank, a person whose award ended, and residents of a facility do not count', async () => {
    await office.load({
      payees: [...shared, 'P4,2026-10,post,,,,PP2,,', 'P2,2025-07,bank,970436,0012345678,TRAN VAN BINH,,,'],
    });
    expect(await found(await office.run())).toEqual([]);
    await office.load({
      payees: ['P4,2026-10,bank,970405,0012345678,NGUYEN THI HOA,,,'],
      awards: ['A4,P4,SA4,4/QĐ,2024-01-15,2024-02,2026-10,1,'],
    });
    expect(await found(await office.run())).toEqual([]);
    await office.load({
      awards: ['A4,P4,FAC,4/QĐ,2024-01-15,2024-02,,,', 'A1,P1,FAC,1/QĐ,2024-01-15,2024-02,,,'],
      payees: ['P4,2026-10,bank,970405,0012345678,TRUNG TAM,,,'],
    });
    expect((await found(await office.run())).filter((row) => row.includes('same_account'))).toEqual([]);
  });
});

test('one collector for four persons is shown, for three not (C8)', async () => {
  const collects = (person: string, point: string): string =>
    `${person},2024-02,post,,,,${point},Lê Văn Tám,024070000009`;
  await office.load({ payees: [collects('P1', 'PP1'), collects('P3', 'PP2'), collects('P4', 'PP2')] });
  expect(await found(await office.run())).toEqual([]);
  await office.load({ payees: ['P2,2026-11,post,,,,PP1,Lê Văn Tám,024070000009'] });
  const run = await office.run();
  expect(await found(run)).toEqual(['P1', 'P2', 'P3', 'P4'].map((who) => `${who} shared_collector warn`));
});

describe('probable duplicates (C4)', () => {
  const again = (id: string, name: string, born = '1970-05-06'): readonly string[] => [
    `P5,${id},${name},${born},F,07228,,0`,
  ];
  const award = ['A5,P5,SA6N,5/QĐ,2024-01-15,2024-02,,,'];
  const payee = ['P5,2024-02,post,,,,PP2,,'];

  test('the same name without marks, birth date and sex, with another id or none', async () => {
    await office.load({ persons: again('024170099999', 'NGUYỄN  THỊ HOÀ'), awards: award, payees: payee });
    const run = await office.run();
    expect(await found(run)).toEqual(['P1 probable_duplicate warn', 'P5 probable_duplicate warn']);
    expect((await messages(run, 'probable_duplicate'))[0]).toContain('(P5)');
    await office.load({ persons: again('', 'Nguyễn Thị Hoa') });
    expect((await found(await office.run())).filter((row) => row.includes('probable'))).toHaveLength(2);
  });

  test('the same id is a duplicate and holds; another day, no award, or a merged file is nothing', async () => {
    await office.load({ persons: again('024170012345', 'Nguyễn Thị Hoa'), awards: award, payees: payee });
    expect((await found(await office.run())).filter((row) => row.includes('probable'))).toEqual([]);
    await office.load({ persons: again('024170099999', 'Nguyễn Thị Hoa', '1970-05-07') });
    expect((await found(await office.run())).filter((row) => row.includes('probable'))).toEqual([]);
    await office.load({ persons: again('024170099999', 'Nguyễn Thị Hoa'), merges: ['P5,P1'] });
    expect((await found(await office.run())).filter((row) => row.includes('probable'))).toEqual([]);
  });
});

test('a birth date edited across an age is shown with the age; an edit within the ages is not (C10)', async () => {
  await office.load({ persons: ['P2,024040012346,Trần Văn Bình,1940-09-03,M,07210,,0'] });
  expect(await found(await office.run())).toEqual([]);
  await office.load({ persons: ['P2,024040012346,Trần Văn Bình,1946-12-03,M,07210,,0'] });
  const run = await office.run();
  expect(await found(run)).toEqual(['P2 birth_date_edited warn', 'P2 id_mismatch warn']);
  expect((await messages(run, 'birth_date_edited'))[0]).toContain('(80)');
});

describe('arrears to a new account (C9)', () => {
  test('a new payee, or a number written over, and more than a raise to be paid', async () => {
    await office.load({
      payees: ['P2,2026-10,bank,970436,0099999999,TRAN VAN BINH,,,', 'P1,2024-02,bank,970405,0077777777,X,,,'],
    });
    expect(await found(await office.run())).toEqual([]);
    await office.load({ awards: ['A6,P2,CS6,6/QĐ,2026-05-01,2026-05,,1,', 'A7,P1,CS6,6/QĐ,2026-05-01,2026-05,,2,'] });
    expect(await found(await office.run())).toEqual(['P1 account_changed warn', 'P2 account_changed warn']);
  });

  test('an account changed long ago, or back to one that was used before, is not new', async () => {
    await office.load({
      payees: ['P2,2026-09,bank,970436,0099999999,TRAN VAN BINH,,,', 'P1,2026-10,bank,970405,0012345678,X,,,'],
      awards: ['A6,P2,CS6,6/QĐ,2026-05-01,2026-05,,1,', 'A7,P1,CS6,6/QĐ,2026-05-01,2026-05,,2,'],
    });
    expect(await found(await office.run())).toEqual([]);
  });
});

describe('not collected three months in a row (C13)', () => {
  const back = (months: readonly string[]): string[] =>
    paid('P4', 'MAIN', months, 500_000).map((row) => row.replace(/,paid$/, ',returned'));
  const isListed = async (wish = {}): Promise<boolean> =>
    (await found(await office.run(wish))).includes('P4 uncollected_three_months warn');

  test('by imported history; a suspension, or a month that was collected, ends it', async () => {
    await office.load({ disbursements: back(['2026-08', '2026-09', '2026-10']) });
    expect(await isListed()).toBe(true);
    await office.load({ suspensions: ['A4,2026-11,,9/QĐ,không nhận tiền'] });
    expect(await isListed()).toBe(false);
    await office.load({
      suspensions: ['A4,2026-10,2026-10,9/QĐ,'],
      disbursements: paid('P4', 'MAIN', ['2026-09'], 500_000),
    });
    expect(await isListed()).toBe(false);
  });

  test('by history and what the post office reports of runs; a later payment of the month ends it', async () => {
    await office.load({ disbursements: back(['2026-09', '2026-10']) });
    const november = await office.pay();
    expect(await isListed(DECEMBER)).toBe(false);
    await office.settle(november, ['{P4},uncollected,2026-11-20,,']);
    expect(await isListed(DECEMBER)).toBe(true);
  });
});

describe('what controls found about past months stays in view', () => {
  test('in runs that load the past of nobody else, and in a full one the same', async () => {
    await office.load({
      disbursements: [
        'X1,P1,MAIN,2026-08,750000,2026-09-05,post,paid',
        'X2,P4,MAIN,2026-09,100000,2026-10-04,post,paid',
      ],
    });
    const expected = ['P1 overpaid warn', 'P1 paid_twice warn', 'P4 overpaid warn', 'P4 rate_not_by_rule warn'];
    expect(await found(await office.pay())).toEqual(expected);
    const december = await office.pay(DECEMBER);
    expect(december.baselineRunNo).not.toBeNull();
    expect(await found(december)).toEqual(expected);
    const january = await office.run(JANUARY);
    expect(await found(january)).toEqual(expected);
    const full = await office.run({ ...JANUARY, full: true });
    expect(await found(full)).toEqual(expected);
    const isWhole = await office.ask(
      `SELECT person_id FROM run_mark WHERE run_no = $1 AND mark = 'recompute'`,
      december.runNo,
    );
    expect(isWhole.map((row) => row['person_id'])).not.toContain('P2');
  });

  test('until the money is handed back', async () => {
    await office.load({ disbursements: ['X1,P1,MAIN,2026-08,750000,2026-09-05,post,paid'] });
    await office.pay();
    await office.load({ refunds: ['R1,P1,MAIN,2026-08,690000,2026-11-10'] });
    expect(await found(await office.run(DECEMBER))).toEqual([]);
  });

  test('a run with other limits than the one before computes everybody whole', async () => {
    await office.pay();
    const { controls } = office.context.law.catalogue;
    const rule = controls.get('paid_twice');
    if (rule === undefined) throw new Error('no rule');
    const changed = new Map([...controls, ['paid_twice' as const, { ...rule, limits: new Map([['percent', 40]]) }]]);
    Object.assign(office.context.law.catalogue, { controls: changed });
    const december = await office.run(DECEMBER);
    expect(december.baselineRunNo).toBeNull();
  });
});

/** A file of a province that only gives one control another severity. */
function overlay(control: string, severity: Severity): string {
  const file = join(mkdtempSync(join(tmpdir(), 'overlay-')), '24-tinh.yaml');
  writeFileSync(file, `province:\n  code: 24\n  name: Tỉnh\n  controls: { ${control}: ${severity} }\n`);
  return file;
}

describe('a province that holds the money for a finding', () => {
  async function holdFor(control: 'same_account', severity: Severity = 'block'): Promise<void> {
    await office.close();
    office = await openOffice({ CHITRA_OVERLAY: overlay(control, severity) });
    await office.load(VILLAGE);
    await office.load({ payees: ['P4,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,'] });
  }

  const heldFor = async (run: Run): Promise<unknown[]> =>
    (
      await office.ask(
        `SELECT person_id, hold_reason FROM payment WHERE run_no = $1 AND hold_reason <> 'no_payee' ORDER BY 1`,
        run.runNo,
      )
    ).map((row) => `${String(row['person_id'])} ${String(row['hold_reason'])}`);

  test('holds it until an officer releases it after the finding; a release from before says nothing', async () => {
    await holdFor('same_account');
    await office.hold('P1', 'release');
    const draft = await office.run();
    expect(await heldFor(draft)).toEqual(['P1 same_account', 'P4 same_account']);
    expect(await found(draft)).toEqual(['P1 same_account block', 'P4 same_account block']);
    await office.hold('P1', 'release');
    const again = await office.run();
    expect(await heldFor(again)).toEqual(['P4 same_account']);
    expect(await found(again)).toEqual(['P1 same_account warn', 'P4 same_account block']);
    await office.approve(again);
    const december = await office.run(DECEMBER);
    expect(await heldFor(december)).toEqual(['P4 same_account']);
  });

  test('or until it finds nothing any more; then what waited is paid, and a new finding needs a new release', async () => {
    await holdFor('same_account');
    await office.pay();
    await office.hold('P4', 'release');
    await office.load({ payees: ['P4,2024-02,post,,,,PP2,,'] });
    const december = await office.pay(DECEMBER);
    expect(await heldFor(december)).toEqual([]);
    const sum = (run: Run): Promise<Record<string, unknown>[]> =>
      office.ask(
        `SELECT person_id, amount::int FROM payment WHERE run_no = $1 AND person_id IN ('P1', 'P4') ORDER BY 1`,
        run.runNo,
      );
    expect(await sum(december)).toEqual([
      { person_id: 'P1', amount: 240_000 + 810_000 + 810_000 },
      { person_id: 'P4', amount: 160_000 + 540_000 + 540_000 },
    ]);
    await office.load({ payees: ['P4,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,'] });
    expect(await heldFor(await office.run(JANUARY))).toEqual(['P1 same_account', 'P4 same_account']);
  });
});
