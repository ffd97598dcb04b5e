import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guest, PASSWORD } from '../support/console.ts';
import { type TwoCommunes, openTwoCommunes } from '../support/two-communes.ts';

/** Lan, Mai and Chín live in 07228; the officer of 07210 must not come upon them. */
const ELSEWHERE = /P3|P4|P9|07228|Lê Thị Lan|Phạm Thị Mai|L\. T\. L\.|77\/QĐ-TH|Đa Mai/;

let at: TwoCommunes;
let here: Guest;
let approver: Guest;

beforeAll(async () => {
  at = await openTwoCommunes();
  here = await at.web.guest('xa.mot', 'officer', ['07210']);
  approver = await at.web.guest('duyet.mot', 'approver', ['07210']);
}, 60_000);
afterAll(() => at.close());

describe('who works on one commune', () => {
  test.each([
    '/persons?q=P3',
    '/persons?q=024180012347',
    '/persons?q=thi+lan',
    '/exceptions',
    '/exceptions?commune=07228',
    '/exceptions.csv',
    '/overpayments',
    '/overpayments.csv',
    '/communes',
  ])('%s shows nothing of another', async (path) => {
    const answer = await here.get(path);
    expect(answer.status).toBe(200);
    const asked = decodeURIComponent(path.split(/[?&](?:q|commune)=/)[1] ?? '-').replaceAll('+', ' ');
    expect((await answer.text()).replaceAll(`value="${asked}"`, '').replaceAll(`commune=${asked}`, '')).not.toMatch(
      ELSEWHERE,
    );
    const program = await at.web.program('xa.mot');
    const told = await program.get(`/api/v1${path}`);
    expect(told.status).toBe(200);
    expect(await told.text()).not.toMatch(ELSEWHERE);
  });

  test.each(['/persons/P3', '/persons/P9?month=2026-08', '/exceptions/no_payee/P3'])(
    '%s is not found',
    async (path) => {
      const program = await at.web.program('xa.mot');
      expect((await here.get(path)).status).toBe(404);
      expect((await program.get(`/api/v1${path}`)).status).toBe(404);
    },
  );

  test('acts on nobody of another; nothing is written', async () => {
    const reason = 'Lý do đủ dài để ghi';
    const refused = [
      await here.post('/persons/P3/hold', { reason }),
      await here.post('/persons/P3/reveal', { reason }),
      await here.post('/exceptions/no_payee/P3/take'),
      await here.post('/exceptions/no_payee/P3/comment', { note: 'x' }),
      await approver.post('/persons/P3/release', { reason, password: PASSWORD }),
    ];
    expect(refused.map((one) => one.status)).toEqual([404, 404, 404, 404, 404]);
    for (const table of ['hold_event', 'reveal', 'case_event'])
      expect(await at.office.ask(`SELECT FROM ${table}`)).toEqual([]);
  });

  test('does with his own people what everybody does, and the story comes to the same figures', async () => {
    const reason = 'Lý do đủ dài để ghi';
    const whole = await at.web.program((await at.web.guest('tinh', 'auditor')).name);
    const own = await at.web.program('xa.mot');
    const pathOf = '/api/v1/persons/P1?month=2026-11';
    expect(await (await own.get(pathOf)).json()).toEqual(await (await whole.get(pathOf)).json());
    expect((await here.post('/persons/P1/hold', { reason })).status).toBe(303);
    expect((await here.post('/persons/P1/reveal', { reason })).status).toBe(303);
    expect(await here.text('/persons/P1')).toContain('Nguyễn Thị Hoa');
    expect((await approver.post('/persons/P1/release', { reason, password: PASSWORD })).status).toBe(303);
  });
});

describe('the role of the database', () => {
  let session: pg.Client;
  beforeAll(async () => {
    session = new pg.Client({ connectionString: at.office.at.databaseUrl, options: '-c role=chitra_commune' });
    await session.connect();
    await session.query(`SELECT set_config('chitra.communes', '07210', false)`);
    await session.query('SET search_path = scoped, public');
  });
  afterAll(() => session.end());

  async function namesIn(schema: string, kinds: string): Promise<string[]> {
    const rows = await at.office.ask(
      `SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = ANY (string_to_array($2, ',')) ORDER BY 1`,
      schema,
      kinds,
    );
    return rows.map((one) => String(one['relname']));
  }

  test('reads no table and no view of the province', async () => {
    const tables = await namesIn('public', 'r,p,v,m');
    expect(tables.length).toBeGreaterThan(60);
    for (const name of tables)
      await expect(session.query(`SELECT FROM public.${name} LIMIT 1`)).rejects.toMatchObject({ code: '42501' });
  });

  test('reads in every view only what is of its communes', async () => {
    const views = await namesIn('scoped', 'v');
    expect(views.length).toBeGreaterThan(50);
    const seen: string[] = [];
    for (const name of views) {
      const { rows } = await session.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM scoped.${name} t`);
      for (const { row } of rows)
        // Whole values only: a signature may hold any letters.
        if (/"(P[349]|07228)"/.test(row)) seen.push(`${name}: ${row}`);
    }
    expect(seen).toEqual([]);
  });

  test('sees its own there, so that the views are not simply empty', async () => {
    for (const name of [
      'person',
      'award',
      'payee',
      'disbursement',
      'run_exception',
      'payment',
      'run_line',
      'ledger_posting',
      'run_sum',
      'history_month',
      'outcome_event',
    ]) {
      const { rows } = await session.query<{ n: number }>(`SELECT count(*)::int AS n FROM scoped.${name}`);
      expect({ name, isEmpty: rows[0]?.n === 0 }).toEqual({ name, isEmpty: false });
    }
  });

  test('writes about nobody elsewhere, and changes nothing', async () => {
    for (const statement of [
      `INSERT INTO hold_event (person_id, action, reason, actor) VALUES ('P3', 'hold', 'x', 'x')`,
      `INSERT INTO reveal (user_name, person_id, reason, ends_at) VALUES ('xa.mot', 'P3', 'Lý do đủ dài', now())`,
      `INSERT INTO case_event (person_id, control, commune_code, action, note, actor) VALUES ('P3', 'no_payee', '07228', 'take', '', 'x')`,
    ])
      await expect(session.query(statement)).rejects.toMatchObject({ code: '44000' });
    for (const name of await namesIn('scoped', 'v'))
      await expect(session.query(`DELETE FROM scoped.${name}`)).rejects.toThrow(/permission denied|cannot delete/);
  });
});
