import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chitra, type Installation, newInstallation } from '../support/chitra.ts';
import { type Guest, ORIGIN, PASSWORD, type TestConsole, openConsole } from '../support/console.ts';
import { threePersons } from '../support/three-persons.ts';

let at: Installation;
let web: TestConsole;
let mai: Guest;
let nam: Guest;

beforeAll(async () => {
  at = await newInstallation();
  await chitra(at, 'import', threePersons());
  web = await openConsole(at);
  mai = await web.guest('mai', 'officer');
  nam = await web.guest('nam', 'approver');
});

afterAll(async () => {
  await web.close();
  await at.drop();
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' };

function signIn(name: string, password: string, headers: Readonly<Record<string, string>> = FORM): Promise<Response> {
  const body = new URLSearchParams({ name, password, next: '/runs' }).toString();
  return web.get('/sign-in', { method: 'POST', headers: { ...headers }, body });
}

describe('who is not signed in', () => {
  test.each(['/', '/runs', '/users', '/account', '/law'])(
    'is sent from %s to sign in, and back afterwards',
    async (path) => {
      const answer = await web.get(path);
      expect(answer.status).toBe(303);
      expect(answer.headers.get('Location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
    },
  );

  test('a program is told so, in the form of RFC 9457', async () => {
    const answer = await web.get('/api/v1/runs');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'sign_in_needed', status: 401 });
  });

  test('a session that nobody began is none', async () => {
    expect((await web.get('/runs', { headers: { cookie: 'chitra=nothing' } })).status).toBe(303);
  });
});

describe('signing in', () => {
  test('with the right password: a cookie that scripts and other sites do not get, and the page that was asked for', async () => {
    const answer = await signIn('MAI ', PASSWORD);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toBe('/runs');
    expect(answer.headers.get('Set-Cookie')).toMatch(/^chitra=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('a wrong password and a name that nobody has are refused in the same words', async () => {
    const [wrong, nobody] = [
      await signIn('mai', 'khong phai mat khau'),
      await signIn('khong.ai', 'khong phai mat khau'),
    ];
    expect([wrong.status, nobody.status]).toEqual([403, 403]);
    const plain = (text: string): string => text.replaceAll(/value="[^"]*"/g, '');
    expect(plain(await wrong.text())).toBe(plain(await nobody.text()));
  });

  test('from a page elsewhere is not possible', async () => {
    const other = { ...FORM, Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await signIn('mai', PASSWORD, other)).status).toBe(403);
  });

  test('leads to pages of the console only', async () => {
    for (const next of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/\\elsewhere.example',
      'javascript:alert(1)',
    ]) {
      const body = new URLSearchParams({ name: 'mai', password: PASSWORD, next }).toString();
      const answer = await web.get('/sign-in', { method: 'POST', headers: FORM, body });
      expect(answer.headers.get('Location')).toBe('/');
    }
  });

  test('after five wrong passwords the right one does not help for 15 minutes, even when they come at once', async () => {
    await web.guest('quen', 'officer');
    await Promise.all(Array.from({ length: 6 }, (_, n) => signIn('quen', `sai mat khau ${n}`)));
    expect((await signIn('quen', PASSWORD)).status).toBe(403);
    await web.context.database.pool.query(
      `UPDATE web_user SET locked_until = now() - interval '1 second' WHERE user_name = 'quen'`,
    );
    expect((await signIn('quen', PASSWORD)).status).toBe(303);
  });

  test('an address that tries many names has to wait, whatever the name', async () => {
    const { pool } = web.context.database;
    await pool.query(`INSERT INTO sign_in_failure (address) SELECT 'unknown' FROM generate_series(1, 30)`);
    expect((await signIn('mai', PASSWORD)).status).toBe(429);
    await pool.query('DELETE FROM sign_in_failure');
    expect((await signIn('mai', PASSWORD)).status).toBe(303);
  });
});

describe('a session', () => {
  test('ends after 30 idle minutes, and after 10 hours in any case', async () => {
    const { pool } = web.context.database;
    for (const [column, age] of [
      ['seen_at', '31 minutes'],
      ['created_at', '601 minutes'],
    ]) {
      const guest = await web.guest(`phien.${column?.slice(0, 4)}`, 'officer');
      expect((await guest.get('/runs')).status).toBe(200);
      await pool.query(`UPDATE web_session SET ${column} = now() - $2::interval WHERE user_name = $1`, [
        guest.name,
        age,
      ]);
      expect((await guest.get('/runs')).status).toBe(303);
    }
  });

  test('ends when the user signs out, and when he is shut out', async () => {
    const guest = await web.guest('roi.di', 'officer');
    expect((await guest.post('/sign-out')).status).toBe(303);
    expect((await guest.get('/runs')).status).toBe(303);
    const other = await web.guest('bi.khoa', 'officer');
    const admin = await web.guest('quan.tri', 'admin');
    expect((await admin.post('/users/bi.khoa/disable')).headers.get('Location')).toBe('/users');
    expect((await other.get('/runs')).status).toBe(303);
  });
});

describe('an act', () => {
  const month = { month: '2026-11', known_at: '2026-10-20' };

  test.each([
    ['without the key of the session', { form_key: 'another' }, {}],
    ['from a page elsewhere', {}, { Origin: 'https://elsewhere.example' }],
    ['from another site by a browser that says so', {}, { 'Sec-Fetch-Site': 'cross-site' }],
  ])('%s is refused and changes nothing', async (_name, fields, headers) => {
    const answer = await mai.post('/runs', { ...month, ...fields }, headers);
    expect(answer.status).toBe(403);
    expect((await web.context.database.pool.query('SELECT FROM run')).rowCount).toBe(0);
  });

  test('of another role is refused', async () => {
    expect((await nam.post('/runs', month)).status).toBe(403);
    expect((await mai.get('/users')).status).toBe(403);
  });

  test('is done once, however often its form is sent', async () => {
    const once = { ...month, once: 'c0ffee' };
    const [first, second] = [await mai.post('/runs', once), await mai.post('/runs', once)];
    expect([first.status, first.headers.get('Location')]).toEqual([303, '/runs/2026-11-R01']);
    expect([second.status, second.headers.get('Location')]).toEqual([303, '/runs/2026-11-R01']);
    const { rows } = await web.context.database.pool.query(
      `SELECT outcome FROM audit_entry WHERE command = 'web run' AND actor = 'mai' ORDER BY entry_no`,
    );
    expect(rows).toEqual([{ outcome: 'begun' }, { outcome: 'done' }]);
  });

  test('that is refused says why on its page, with what was typed', async () => {
    const answer = await mai.post('/runs', { month: '2031-01' });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain('role="alert"');
    expect(page).toContain('value="2031-01"');
    expect(page).toContain('<title>Lỗi: Đợt chi trả');
  });
});

describe('the database itself', () => {
  test('lets no user make who has another role, nor approve, whatever way his name comes', async () => {
    const { pool } = web.context.database;
    await expect(pool.query(`UPDATE run SET maker = 'nam' WHERE run_id = '2026-11-R01'`)).rejects.toThrow(
      'not officer',
    );
    expect(await chitra(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'Nam ')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('runs are made by officers'),
    });
  });

  test('lets nobody give rights to himself', async () => {
    await expect(
      web.context.database.pool.query(
        `INSERT INTO user_grant (user_name, role, granted_by) VALUES ('mai', 'admin', 'mai')`,
      ),
    ).rejects.toThrow('nobody_grants_himself');
  });
});

describe('a program', () => {
  test('does with its token what its owner may; the same key is the same act', async () => {
    const program = await web.program('mai');
    const key = { 'Idempotency-Key': 'thang-11' };
    const [first, second] = [
      await program.post('/api/v1/runs', month(), key),
      await program.post('/api/v1/runs', month(), key),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await second.json()).toEqual(await first.json());
    expect((await program.post('/api/v1/runs/2026-11-R01/approve', {})).status).toBe(403);
  });

  test('whose token only reads changes nothing, and a token that is over opens nothing', async () => {
    const reader = await web.program('mai', false);
    expect((await reader.get('/api/v1/runs')).status).toBe(200);
    expect((await reader.post('/api/v1/runs', month())).status).toBe(403);
    await web.context.database.pool.query(`UPDATE api_token SET revoked_at = now()`);
    expect((await reader.get('/api/v1/runs')).status).toBe(401);
  });

  test('is told what is wrong with its fields', async () => {
    const program = await web.program('mai');
    const answer = await program.post('/api/v1/runs', { month: 'november' });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'bad_field', detail: expect.stringContaining('month') });
  });

  function month(): Record<string, string> {
    return { month: '2026-11', known_at: '2026-10-20' };
  }
});

describe('a password that somebody else knows', () => {
  test('opens nothing but the page where it is changed: no page, no file, no act, no key for programs', async () => {
    const guest = await web.guest('moi', 'approver');
    await web.context.database.pool.query(`UPDATE web_user SET must_change = true WHERE user_name = 'moi'`);
    const own = { 'Sec-Fetch-Site': 'same-origin' };
    expect((await guest.get('/runs')).headers.get('Location')).toBe('/account');
    expect((await guest.get('/api/v1/runs')).status).toBe(403);
    expect((await guest.get('/runs/2026-11-R01/manifest.json')).status).toBe(403);
    const asked = { label: 'x', days: '300', can_write: 'true', password: PASSWORD };
    expect((await guest.post('/account/tokens', asked)).headers.get('Location')).toBe('/account');
    expect((await guest.post('/api/v1/runs/2026-11-R01/approve', {}, own)).status).toBe(403);
    expect((await web.context.database.pool.query(`SELECT FROM api_token WHERE user_name = 'moi'`)).rowCount).toBe(0);
  });

  test('set anew by an administrator, it ends the keys that were made before', async () => {
    await web.guest('cu', 'officer');
    const program = await web.program('cu');
    expect((await program.get('/api/v1/runs')).status).toBe(200);
    const admin = await web.guest('quan.hai', 'admin');
    expect((await admin.post('/users/cu/password', { password: PASSWORD })).status).toBe(200);
    expect((await program.get('/api/v1/runs')).status).toBe(401);
  });
});

describe('one person', () => {
  test('has one account, also while the other is shut out', async () => {
    const admin = await web.guest('quan.ba', 'admin');
    await web.guest('hai.nguoi', 'officer');
    await admin.post('/users/hai.nguoi/disable');
    const second = { user: 'hai.lan', full_name: 'NGƯỜI DÙNG  hai.nguoi', role: 'approver', communes: '', subject: '' };
    const answer = await admin.post('/users', { ...second, password: PASSWORD });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('same_person');
  });
});

describe('what is sent', () => {
  test('under a key that was used for something else is not done, and is not said to be done', async () => {
    const program = await web.program('mai');
    const key = { 'Idempotency-Key': 'mot khoa' };
    expect((await program.post('/api/v1/runs', { month: '2026-11', known_at: '2026-10-20' }, key)).status).toBe(200);
    const other = await program.post('/api/v1/runs', { month: '2026-10', known_at: '2026-10-20' }, key);
    expect(await other.json()).toMatchObject({ status: 409, code: 'key_used' });
  });

  test('has an end: 1 MB, also before anybody is signed in', async () => {
    for (const path of ['/sign-out', '/sign-in', '/runs', '/api/v1/runs']) {
      const answer = await web.get(path, { method: 'POST', headers: FORM, body: 'a'.repeat(1_100_000) });
      expect(answer.status).toBe(413);
    }
  });

  test('nobody who only asks for the head of a file keeps a session of the database', async () => {
    const lan = await web.guest('lan.hai', 'auditor');
    const [audit] = [
      await web.app.request(`${ORIGIN}/exports/lines.csv`, { method: 'HEAD', headers: { cookie: 'x=y' } }),
    ];
    expect(audit.status).toBe(401);
    for (let n = 0; n < 12; n += 1) expect((await lan.get('/runs')).status).toBe(200);
  });
});
