import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installation, chitra, newInstallation } from '../support/chitra.ts';
import { type Guest, type TestConsole, openConsole } from '../support/console.ts';
import { threePersons } from '../support/three-persons.ts';

let at: Installation;
let web: TestConsole;
let [mai, nam, lan, quan]: Guest[] = [];

beforeAll(async () => {
  at = await newInstallation();
  web = await openConsole(at);
  mai = await web.guest('mai', 'officer');
  nam = await web.guest('nam', 'approver');
  lan = await web.guest('lan', 'auditor');
  quan = await web.guest('quan', 'admin');
});

afterAll(async () => {
  await web.close();
  await at.drop();
});

function textFor(guest: Guest | undefined): Promise<string> {
  if (guest === undefined) throw new Error('nobody');
  return guest.text('/');
}

describe('the overview tells each role what waits for it', () => {
  test('an empty registry: the officer imports first', async () => {
    expect(await textFor(mai)).toContain('Danh sách còn trống');
    expect(await textFor(nam)).toContain('Không có việc nào đang chờ bạn');
  });

  test('people but no run: the officer makes the month that is due on 20 October', async () => {
    await chitra(at, 'import', threePersons());
    expect(await textFor(mai)).toContain('Lập đợt chi trả tháng 2026-11');
  });

  test('a draft: the approver is asked, the officer is told to wait', async () => {
    await chitra(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'mai');
    expect(await textFor(mai)).toContain('Đợt 2026-11-R01 chờ người khác duyệt');
    expect(await textFor(mai)).not.toContain('Lập đợt chi trả tháng');
    expect(await textFor(nam)).toContain('Duyệt đợt 2026-11-R01');
    expect(await textFor(lan)).toContain('Không có việc nào đang chờ bạn');
  });

  test('money on its way: two payments without a result, and the month with its figures', async () => {
    await chitra(at, 'approve', '2026-11-R01', '--actor', 'nam');
    const text = await textFor(mai);
    expect(text).toContain('Tháng 2026-11: 2 khoản chưa có kết quả');
    expect(text).toMatch(/11\/2026 2 3\.300\.000 1\.410\.000 0 0 3\.300\.000 đang mở open/);
    expect(text).toMatch(/10\/2026 1 750\.000 – 0 0 0 trước phần mềm/);
  });

  test('an administrator sees no money', async () => {
    const text = await textFor(quan);
    expect(text).toContain('Người dùng và vai trò');
    expect(text).not.toContain('3.300.000');
    expect((await (quan?.get('/runs/2026-11-R01') ?? Promise.reject(new Error('nobody')))).status).toBe(403);
  });

  test('programs read the same months', async () => {
    const program = await web.program('lan');
    const { months }: { months: { month: string; amount: number }[] } = JSON.parse(
      await (await program.get('/api/v1/months')).text(),
    );
    expect(months.find((one) => one.month === '2026-11')).toMatchObject({ amount: 3_300_000, closed: false, runs: 1 });
  });
});
