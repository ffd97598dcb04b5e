import { type Context as Request, type Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Failure } from '../../domain/failure.ts';
import { userNameFrom } from '../../domain/user.ts';
import { noteLook } from '../../payroll/audit-trail.ts';
import { beginSession, provePassword, secretHash } from '../../payroll/sign-in.ts';
import { findSubject, findUser, hasUsers } from '../../store/users.ts';
import { deleteSession, findSession } from '../../store/web-sessions.ts';
import { OTHER_PAGE } from '../error-page.ts';
import { signInPage } from '../pages/sign-in.ts';
import { originOf } from '../perform.ts';
import { problemAnswer } from '../problem-answer.ts';
import type { Office } from '../visit.ts';
import { cookieName, visitorAddress } from './gate.ts';
import { isFromOwnPage, isSameSecret } from './same-site.ts';

/** A page of the console to go to; anything else (another site, `//host`) is the first page. */
export function ownPlace(text: unknown): string {
  return typeof text === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(text) && text.length < 500 ? text : '/';
}

function isOwn(c: Request, office: Office): boolean {
  const asked = {
    origin: c.req.header('Origin'),
    fetchSite: c.req.header('Sec-Fetch-Site'),
    host: new URL(c.req.url).host,
  };
  return isFromOwnPage(asked, new URL(office.settings.origin));
}

async function showPage(
  c: Request,
  office: Office,
  name: string,
  next: string,
  failure: Failure | null,
): Promise<Response> {
  const page = { name, next, failure, hasUsers: await hasUsers(office.context.database.pool) };
  return c.html(signInPage(office, page), failure === null ? 200 : failure.code === 'too_many_attempts' ? 429 : 403);
}

async function noteSignIn(c: Request, office: Office, actor: string, how: string): Promise<void> {
  const look = {
    actor,
    origin: originOf({ office, address: visitorAddress(c, office) }),
    command: `web ${how}`,
    what: '{}',
  };
  await noteLook(office.context.database, look);
}

/** The user whose name was tried, for the log; `unknown`: nobody's, which may be anything, a password too. */
async function triedName(office: Office, text: string): Promise<string> {
  const name = userNameFrom(text);
  const user = name.ok ? await findUser(office.context.database.pool, name.value) : null;
  return user?.name ?? 'unknown';
}

async function letIn(c: Request, office: Office, userName: string, next: string): Promise<Response> {
  await noteSignIn(c, office, userName, 'sign-in');
  const secret = await beginSession(office.context.database, userName);
  const secure = office.settings.origin.startsWith('https:');
  setCookie(c, cookieName(office), secret, { path: '/', httpOnly: true, sameSite: 'Lax', secure });
  return c.redirect(next, 303);
}

function addOwnSignIn(app: Hono, office: Office): void {
  app.get('/sign-in', (c) => showPage(c, office, '', ownPlace(c.req.query('next')), null));
  app.post('/sign-in', async (c) => {
    if (!isOwn(c, office)) return problemAnswer(c, office.context.provinceName, OTHER_PAGE);
    const sent = await c.req.parseBody();
    const text = (name: string): string => (typeof sent[name] === 'string' ? sent[name].slice(0, 400) : '');
    const given = { name: text('name'), password: text('password'), address: visitorAddress(c, office) };
    const proved = await provePassword(office.context.database, given);
    const next = ownPlace(sent['next']);
    if (proved.ok) return letIn(c, office, proved.value.name, next);
    // Why not always: whoever is stopped already could fill the log.
    if (proved.failure.code !== 'too_many_attempts')
      await noteSignIn(c, office, await triedName(office, given.name), 'sign-in-refused');
    return showPage(c, office, text('name'), next, proved.failure);
  });
  app.post('/sign-out', async (c) => {
    const { pool } = office.context.database;
    const secret = getCookie(c, cookieName(office));
    const session = secret === undefined ? null : await findSession(pool, secretHash(secret));
    const sent = await c.req.parseBody();
    const key = sent['form_key'];
    const isOwnForm = isSameSecret(typeof key === 'string' ? key : '', session?.formKey ?? '-');
    if (session !== null && (!isOwn(c, office) || !isOwnForm))
      return problemAnswer(c, office.context.provinceName, OTHER_PAGE);
    if (session !== null) await deleteSession(pool, session.tokenSha256);
    deleteCookie(c, cookieName(office), { path: '/', secure: office.settings.origin.startsWith('https:') });
    return c.redirect('/sign-in', 303);
  });
}

const KEPT = 'chitra-office';

function addOfficeSignIn(app: Hono, office: Office): void {
  const { signIn } = office.settings;
  if (signIn === null) return;
  // Why GET: a form may not lead to another site (the content security policy), a link may. Nothing is changed by it.
  app.get('/sign-in/office/go', async (c) => {
    const next = ownPlace(c.req.query('next'));
    const { address, kept } = await signIn.begin();
    const secure = office.settings.origin.startsWith('https:');
    setCookie(c, KEPT, JSON.stringify({ kept, next }), {
      path: '/sign-in',
      httpOnly: true,
      sameSite: 'Lax',
      secure,
      maxAge: 600,
    });
    return c.redirect(address, 303);
  });
  app.get('/sign-in/office', async (c) => {
    const cookie = getCookie(c, KEPT);
    deleteCookie(c, KEPT, { path: '/sign-in' });
    const unknown = {
      code: 'not_signed_in',
      message:
        'Đăng nhập chưa thành công, hoặc tài khoản này chưa được cấp quyền ở đây. / The sign-in did not succeed, or this account has no rights here: ask an administrator.',
    };
    if (cookie === undefined) return showPage(c, office, '', '/', unknown);
    const { kept, next }: { kept: string; next: string } = JSON.parse(cookie);
    const { pathname, search } = new URL(c.req.url);
    const finished = await signIn.finish(new URL(pathname + search, office.settings.origin), kept);
    const user = finished.ok ? await findSubject(office.context.database.pool, finished.value) : null;
    return user === null
      ? showPage(c, office, '', '/', finished.ok ? unknown : finished.failure)
      : letIn(c, office, user.name, ownPlace(next));
  });
}

/** Signing in and out. */
export function addSignIn(app: Hono, office: Office): void {
  addOwnSignIn(app, office);
  addOfficeSignIn(app, office);
}
