import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';

/** Debian's Chromium, or another that CHROMIUM names. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(EXECUTABLE);

/** What the name of a test says where there is none. In CI that is a failure, not a test left out. */
export const browserWord = hasBrowser ? '' : ' (NOT TESTED: no Chromium on this machine)';
export const leaveOut = !hasBrowser && process.env['CI'] !== 'true';

/** Where pictures of every screen are kept, to be looked at. */
const SCREENS = join(import.meta.dirname, '../../out/screens');

/** A real browser without a window. */
export async function openBrowser(): Promise<Browser> {
  mkdirSync(SCREENS, { recursive: true });
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A person at a screen of 1366 x 768 who has never been here. `asked` collects the addresses of other sites that his pages ask. */
export async function sitDown(
  browser: Browser,
  origin: string,
  options: Readonly<{ javaScriptEnabled?: boolean }> = {},
): Promise<{ context: BrowserContext; page: Page; asked: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'vi-VN',
    baseURL: origin,
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) asked.push(request.url());
  });
  return { context, page, asked };
}

/** Signs in as a person does. */
export async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('#name', name);
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Keeps a picture of the whole page below out/screens. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe finds on the page against WCAG 2.2 A and AA: rule and element. */
export async function barriers(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await page.addScriptTag({ path: AXE });
  const result: AxeResult = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
  );
  await session.detach();
  return result.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
}
