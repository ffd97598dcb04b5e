import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chitra } from '../support/chitra.ts';
import { browserWord, leaveOut, openBrowser, sitDown } from '../support/browser.ts';
import { type ServedConsole, serveConsole } from '../support/served-console.ts';

/** A provider of OpenID Connect on this machine: whoever gives a name is that person. */
async function startProvider(): Promise<{ server: Server; issuer: string; allow: (callback: string) => void }> {
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  let listener: (...pair: Parameters<ReturnType<Provider['callback']>>) => unknown = (_request, response) =>
    response.end();
  const allow = (callback: string): void => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'chitra',
          client_secret: 'mot bi mat',
          redirect_uris: [callback],
          grant_types: ['authorization_code'],
        },
      ],
      cookies: { keys: ['mot khoa'] },
      pkce: { required: () => true },
      findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    });
    listener = provider.callback();
  };
  return { server, issuer, allow };
}

describe.skipIf(leaveOut)(`the office's own sign-in${browserWord}`, () => {
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let web: ServedConsole;
  let browser: Browser;

  beforeAll(async () => {
    provider = await startProvider();
    web = await serveConsole({
      CHITRA_OIDC_ISSUER: provider.issuer,
      CHITRA_OIDC_CLIENT_ID: 'chitra',
      CHITRA_OIDC_CLIENT_SECRET: 'mot bi mat',
      CHITRA_OIDC_NAME: 'Sở Y tế',
    });
    provider.allow(`${web.origin}/sign-in/office`);
    await chitra(
      web.at,
      'user',
      'add',
      'hoa',
      '--role',
      'auditor',
      '--full-name',
      'Lê Hoa',
      '--subject',
      `${provider.issuer} le.hoa`,
    );
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await web.stop();
    provider.server.close();
    provider.server.closeAllConnections();
  });

  async function signInAs(subject: string): Promise<Awaited<ReturnType<typeof sitDown>>> {
    const seat = await sitDown(browser, web.origin);
    await seat.page.goto('/runs');
    await seat.page.getByText('Đăng nhập bằng Sở Y tế').click();
    await seat.page.fill('input[name=login]', subject);
    await seat.page.fill('input[name=password]', 'bat ky');
    await seat.page.click('button[type=submit]');
    await seat.page.click('button[type=submit]');
    await seat.page.waitForURL((url) => url.origin === web.origin);
    return seat;
  }

  test('lets in whom an administrator has entered, to the page that was asked for', async () => {
    const { page, context } = await signInAs('le.hoa');
    expect(new URL(page.url()).pathname).toBe('/runs');
    expect(await page.textContent('.who')).toContain('Lê Hoa');
    await context.close();
  });

  test('lets in nobody else, and says whom to ask', async () => {
    const { page, context } = await signInAs('ai.do.khac');
    expect(await page.textContent('[role=alert]')).toContain('chưa được cấp quyền');
    await page.goto('/runs');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await context.close();
  });

  test('takes no answer that this browser did not ask for', async () => {
    const { page, context } = await sitDown(browser, web.origin);
    await page.goto('/sign-in/office?code=abc&state=def');
    expect(await page.textContent('[role=alert]')).toContain('chưa thành công');
    await context.close();
  });
});
