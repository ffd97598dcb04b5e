import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, browserWord, leaveOut, openBrowser, picture, signIn, sitDown } from '../support/browser.ts';
import { chitra, runAnswer } from '../support/chitra.ts';
import { ownerOf } from '../support/owner.ts';
import { smallFolder } from '../support/registry-folder.ts';
import { PASSWORD, type ServedConsole, serveConsole } from '../support/served-console.ts';

const SCRIPT = "<script>document.title='taken'</script>";

/** Two persons in two communes; one of them has a script for a name. */
function twoCommunes(): string {
  return smallFolder({
    communes: ['07210,Phường Bắc Giang,ward,24,"Phường A, Phường B"', '07228,Phường Đa Mai,ward,24,"Phường C"'],
    persons: [`NGUOI-1,,${SCRIPT},1940,M,07210,,0`, 'NGUOI-2,,Trần Bình,1940,M,07228,,0'],
    awards: ['A1,NGUOI-1,SP75,12/QĐ,2025-06-15,2025-07,,,', 'A2,NGUOI-2,SP75,13/QĐ,2025-06-15,2025-07,,,'],
    suspensions: [],
    payees: ['NGUOI-1,2025-07,post,,,,PP1,,', 'NGUOI-2,2025-07,post,,,,PP1,,'],
    disbursements: [],
    recoveries: [],
    refunds: [],
    merges: [],
    stays: [],
  });
}

describe.skipIf(leaveOut)(`what the console refuses in the browser${browserWord}`, () => {
  let web: ServedConsole;
  let browser: Browser;

  beforeAll(async () => {
    web = await serveConsole({ CHITRA_WEB_UPLOAD_MB: '10' });
    await web.addUser('mai', 'officer');
    await web.addUser('nam', 'approver');
    await web.addUser('xa', 'officer', '--communes', '07228');
    const imported = await chitra(web.at, 'import', twoCommunes());
    if (imported.code !== 0) throw new Error(imported.stderr);
    await runAnswer(web.at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'mai');
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await web.stop();
  });

  async function sitDownAs(
    name: string,
    options: Parameters<typeof sitDown>[2] = {},
  ): Promise<Awaited<ReturnType<typeof sitDown>>> {
    const seat = await sitDown(browser, web.origin, options);
    await signIn(seat.page, name, PASSWORD);
    return seat;
  }

  test('a session that is over: the page asks to sign in, and leads back', async () => {
    const { page, context } = await sitDownAs('mai');
    await ownerOf(web.at.databaseUrl, `UPDATE web_session SET seen_at = now() - interval '1 hour'`);
    await page.goto('/runs/2026-11-R01');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.fill('#name', 'mai');
    await page.fill('#password', PASSWORD);
    await page.click('main button');
    await page.waitForURL('**/runs/2026-11-R01');
    await context.close();
  });

  test('a form on a page elsewhere does nothing, though the browser sends the cookie it has', async () => {
    const { page, context } = await sitDownAs('mai');
    // Another port of the same machine is another site's page for this purpose: it has another origin.
    await page.route('http://127.0.0.1:9/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${web.origin}/runs"><input name="month" value="2026-11"><button>go</button></form>`,
      }),
    );
    await page.goto('http://127.0.0.1:9/trap');
    await page.click('button');
    await page.waitForURL(`${web.origin}/runs`);
    expect(await page.textContent('h1')).toContain('không đến từ trang này');
    await context.close();
  });

  test('the maker, approving: not on the page, and not by sending the form all the same', async () => {
    const { page, context } = await sitDownAs('mai');
    await page.goto('/runs/2026-11-R01/approve');
    expect(await page.locator('#approve-amount').count()).toBe(0);
    const key = await page.inputValue('.who input[name=form_key]');
    const answer = await page.request.post('/runs/2026-11-R01/approve', {
      form: { form_key: key, amount: '1', password: PASSWORD, content_sha256: 'x' },
      headers: { Origin: web.origin, 'Sec-Fetch-Site': 'same-origin' },
    });
    expect(answer.status()).toBe(403);
    await context.close();
  });

  test('an officer of one commune: no other commune, by whatever address', async () => {
    const { page, context } = await sitDownAs('xa');
    await page.goto('/persons/NGUOI-1');
    expect(await page.textContent('h1')).toContain('Không tìm thấy');
    await page.goto('/persons/NGUOI-2');
    expect(await page.textContent('main')).toContain('NGUOI-2');
    expect(await page.textContent('main')).not.toContain('Trần Bình');
    await page.goto('/runs');
    await page.fill('#run-month', '2026-12');
    await page.fill('#run-communes', '07210');
    await page.getByRole('button', { name: 'Lập đợt chi trả' }).click();
    expect(await page.textContent('[role=alert]')).toContain('ngoài phạm vi');
    await context.close();
  });

  test('a script in a name is a text like any other', async () => {
    const { page, context } = await sitDownAs('mai');
    await page.goto('/persons/NGUOI-1');
    await page.getByText('Hiện họ tên').click();
    await page.fill('#reveal-reason', 'Kiểm tra tên theo đơn của người dân');
    await page.getByRole('button', { name: 'Hiện' }).click();
    await page.waitForLoadState();
    expect(await page.textContent('main')).toContain(SCRIPT);
    expect(await page.title()).not.toContain('taken');
    await picture(page, 'person-script');
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });

  test('files are those of the run: no path leads out of its folder', async () => {
    const { page, context } = await sitDownAs('mai');
    for (const path of [
      '../../../etc/passwd',
      '..%2f..%2fetc%2fpasswd',
      '%2e%2e/%2e%2e/home/signing-key.pem',
      '/etc/passwd',
      'a%00b',
    ]) {
      const answer = await page.request.get(`${web.origin}/runs/2026-11-R01/files/${path}`);
      expect([400, 404]).toContain(answer.status());
      expect(await answer.text()).not.toContain('root:');
    }
    await context.close();
  });

  test('200 MB where 10 are taken: a page that says so', async () => {
    const { page, context } = await sitDownAs('mai');
    await page.goto('/imports');
    const path = join(mkdtempSync(join(tmpdir(), 'chitra-large-')), 'persons.csv');
    writeFileSync(path, '');
    truncateSync(path, 200 * 1024 * 1024);
    await page.setInputFiles('input[type=file]', path);
    await page.locator('form:has(input[type=file]) button').click();
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toMatch(/10 MB/);
    await context.close();
  });

  test('without script everything but live progress works', async () => {
    const { page, context } = await sitDownAs('nam', { javaScriptEnabled: false });
    await page.goto('/runs/2026-11-R01/approve');
    await page.fill('#reject-reason', 'Sai tên một người hưởng');
    await page.getByRole('button', { name: 'Trả lại' }).click();
    await page.waitForURL('**/runs/2026-11-R01');
    expect(await page.textContent('[role=status]')).toContain('Đã trả lại');
    expect(await page.textContent('.badge')).toContain('bị từ chối');
    await context.close();
  });
});
