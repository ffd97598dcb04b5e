import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, browserWord, leaveOut, openBrowser, picture, signIn, sitDown } from '../support/browser.ts';
import { PASSWORD, type ServedConsole, serveConsole } from '../support/served-console.ts';
import { threePersons } from '../support/three-persons.ts';

type Seat = Awaited<ReturnType<typeof sitDown>>;

describe.skipIf(leaveOut)(`a whole month in the browser${browserWord}`, () => {
  let web: ServedConsole;
  let browser: Browser;
  let officer: Seat;
  let approver: Seat;

  beforeAll(async () => {
    web = await serveConsole();
    await web.addUser('mai', 'officer');
    await web.addUser('nam', 'approver');
    browser = await openBrowser();
    officer = await sitDown(browser, web.origin);
    approver = await sitDown(browser, web.origin);
  });

  afterAll(async () => {
    await browser.close();
    const code = await web.stop();
    if (code !== 0) throw new Error(`chitra serve ended with ${code}`);
  });

  /** A picture of the page, and that nothing on it keeps people out. */
  async function lookAt(page: Page, name: string): Promise<void> {
    await picture(page, name);
    expect(await barriers(page)).toEqual([]);
  }

  /** A screen looked at by its address. */
  async function visit(page: Page, path: string): Promise<void> {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await lookAt(page, `auditor${path.replaceAll('/', '-')}`);
  }

  test('the officer signs in', async () => {
    await officer.page.goto('/');
    await lookAt(officer.page, 'sign-in');
    await signIn(officer.page, 'mai', PASSWORD);
    expect(await officer.page.textContent('.who')).toContain('Người dùng mai');
    await lookAt(officer.page, 'overview-empty');
  });

  test('the officer brings the registry, sees what it would change, and loads it', async () => {
    const folder = threePersons();
    const { page } = officer;
    await page.goto('/imports');
    await lookAt(page, 'imports');
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    await page.setInputFiles(
      'input[type=file]',
      files.map((name) => join(folder, name)),
    );
    await page.getByRole('button', { name: 'Gửi lên và xem trước' }).click();
    await page.waitForURL('**/imports/1');
    const load = page.getByRole('button', { name: 'Nạp vào sổ' });
    await load.waitFor();
    expect(await page.textContent('main')).toContain('persons.csv');
    await lookAt(page, 'import-preview');
    await load.click();
    await page.waitForSelector('[data-reload]', { state: 'detached' });
    await page.getByText('persons.csv').first().waitFor();
    await page.goto('/persons?q=NGUOI-1');
    expect(await page.textContent('main')).toContain('NGUOI-1');
    expect(await page.textContent('main')).not.toContain('Hoàng Yến');
    await lookAt(page, 'persons');
  });

  test('the officer makes the run, and sees it being computed until the draft is there', async () => {
    const { page } = officer;
    await page.goto('/runs');
    await page.fill('#run-month', '2026-11');
    await page.fill('#run-known_at', '2026-10-20');
    await page.getByRole('button', { name: 'Lập đợt chi trả' }).click();
    await page.waitForURL('**/runs/2026-11-R01');
    expect(await page.textContent('[role=status]')).toContain('Đang tính đợt 2026-11-R01');
    await page.waitForSelector('.badge[data-status=draft]');
    expect(await page.textContent('main')).toContain('3.300.000');
    await lookAt(page, 'run-draft');
  });

  test('the officer cannot approve; the approver types the total and the password', async () => {
    await officer.page.goto('/runs/2026-11-R01/approve');
    expect(await officer.page.textContent('.news')).toContain('người khác phải duyệt');
    const { page } = approver;
    await signIn(page, 'nam', PASSWORD);
    await page.goto('/runs/2026-11-R01/approve');
    expect(await page.textContent('main')).toContain('Ba triệu ba trăm nghìn đồng');
    await lookAt(page, 'approve');
    const press = (): Promise<void> => page.getByRole('button', { name: 'Duyệt và phát hành' }).click();
    await page.fill('#approve-amount', '3.300.001');
    await page.fill('#approve-password', PASSWORD);
    await press();
    expect(await page.textContent('[role=alert]')).toContain('không bằng tổng');
    await lookAt(page, 'approve-refused');
    await page.fill('#approve-amount', '3.300.000');
    await page.fill('#approve-password', 'khong phai mat khau');
    await press();
    expect(await page.textContent('[role=alert]')).toContain('không đúng');
    await page.fill('#approve-password', PASSWORD);
    await press();
    await page.waitForURL('**/runs/2026-11-R01');
    await page.waitForSelector('.badge[data-status=issued]');
    await page.waitForSelector('[data-events]', { state: 'detached' });
    await lookAt(page, 'run-issued');
  });

  test('the officer looks through what needs looking at, takes a case, and notes what was done', async () => {
    const { page } = officer;
    await page.goto('/exceptions');
    await lookAt(page, 'exceptions');
    await page.goto('/exceptions/no_payee/NGUOI-3');
    await page.getByRole('button', { name: 'Nhận xử lý' }).click();
    expect(await page.textContent('[role=status]')).not.toBeNull();
    await lookAt(page, 'case');
  });

  test('the officer loads what the bank and the post sent back: previewed first', async () => {
    const { page } = officer;
    await page.goto('/settlement');
    await lookAt(page, 'settlement');
    const lines = ['end_to_end_id,status,date,amount,reason'];
    for (const n of [1, 2]) lines.push(`CT24202611R0100000000${n},paid,2026-11-05,,`);
    const path = join(mkdtempSync(join(tmpdir(), 'chitra-results-')), 'ket-qua.csv');
    writeFileSync(path, `${lines.join('\n')}\n`);
    await page.setInputFiles('input[type=file]', path);
    await page.getByRole('button', { name: 'Gửi lên và xem trước' }).first().click();
    await page.waitForURL('**/settlement/uploads/*');
    const load = page.locator('form[action$="/load"] button');
    await load.waitFor();
    await lookAt(page, 'settlement-preview');
    await load.click();
    await page.waitForSelector('[data-reload]', { state: 'detached' });
    await page.goto('/');
    expect(await page.textContent('main')).not.toContain('chưa có kết quả');
    await lookAt(page, 'overview');
  });

  test('the approver closes the month, with his password', async () => {
    const { page } = approver;
    await page.goto('/settlement');
    await page.fill('#close-month', '2026-11');
    await page.fill('#close-password', PASSWORD);
    await page.getByRole('button', { name: 'Khóa tháng' }).click();
    await page.waitForURL('**/settlement');
    await page.waitForSelector('[data-reload]', { state: 'detached' });
    await page.goto('/');
    await page.getByText('đã khóa').first().waitFor();
    expect(await page.textContent('main')).toContain('đã khóa');
    await lookAt(page, 'overview-closed');
  });

  test('an auditor looks, asks for names with a reason, and takes the report', async () => {
    await web.addUser('lan', 'auditor');
    const { page, asked, context } = await sitDown(browser, web.origin);
    await signIn(page, 'lan', PASSWORD);
    for (const path of [
      '/runs/2026-11-R01',
      '/runs/2026-11-R01/files',
      '/overpayments',
      '/communes',
      '/calendar',
      '/law',
      '/log',
      '/users',
      '/system',
      '/imports',
    ])
      await visit(page, path);
    await page.goto('/persons/NGUOI-1?month=2026-11');
    expect(await page.textContent('main')).not.toContain('Hoàng Yến');
    await page.getByText('Hiện họ tên').click();
    await page.fill('#reveal-reason', 'Đối chiếu chữ ký trên danh sách');
    await page.getByRole('button', { name: 'Hiện trong' }).click();
    await page.getByText('Hoàng Yến').first().waitFor();
    await lookAt(page, 'person');
    await page.goto('/reports');
    await page.fill('#ask-report-month', '2026-11').catch(() => page.fill('input[name=month]', '2026-11'));
    await page.getByRole('button', { name: 'Lập báo cáo' }).click();
    await page.waitForSelector('[data-reload]', { state: 'detached' });
    await lookAt(page, 'reports');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('a[href^="/tasks/"]').first().click(),
    ]);
    expect((await stat(await download.path())).size).toBeGreaterThan(5000);
    expect(await page.locator('form.act button').count()).toBe(1);
    expect(asked).toEqual([]);
    await context.close();
  });

  test('an administrator adds a user, who must choose a password of his own', async () => {
    await web.addUser('quan', 'admin');
    const { page, context } = await sitDown(browser, web.origin);
    await signIn(page, 'quan', PASSWORD);
    await page.goto('/users');
    await page.fill('#add-user-user', 'hoa');
    await page.fill('#add-user-full_name', 'Vũ Thị Hoa');
    await page.selectOption('#add-user-role', 'officer');
    await page.fill('#add-user-password', PASSWORD);
    await page.getByRole('button', { name: 'Thêm người dùng' }).click();
    const told = (await page.textContent('[role=status]')) ?? '';
    const first = /[a-z2-9]{4}(-[a-z2-9]{4}){3}/.exec(told)?.[0] ?? '';
    await picture(page, 'users-added');
    await context.close();
    const seat = await sitDown(browser, web.origin);
    await signIn(seat.page, 'hoa', first);
    expect(new URL(seat.page.url()).pathname).toBe('/account');
    await lookAt(seat.page, 'account-first');
    await seat.context.close();
  });

  test('no page asked anybody but the console', () => {
    expect([...officer.asked, ...approver.asked]).toEqual([]);
  });
});
