import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, browserWord, leaveOut, openBrowser, picture, signIn, sitDown } from '../support/browser.ts';
import { chitra } from '../support/chitra.ts';
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

  test('the officer signs in', async () => {
    await officer.page.goto('/');
    await lookAt(officer.page, 'sign-in');
    await signIn(officer.page, 'mai', PASSWORD);
    expect(await officer.page.textContent('.who')).toContain('Người dùng mai');
    await lookAt(officer.page, 'overview-empty');
  });

  test('the officer makes the run, and sees it being computed until the draft is there', async () => {
    await chitra(web.at, 'import', threePersons());
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

  test('no page asked anybody but the console', () => {
    expect([...officer.asked, ...approver.asked]).toEqual([]);
  });
});
