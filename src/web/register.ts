import { type Context as Request, type Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { leaveNotice } from '../store/web-sessions.ts';
import { noteLook } from '../payroll/audit-trail.ts';
import { isLongNumber, keptWord } from '../payroll/audit-what.ts';
import { hasPerson } from '../store/holds.ts';
import { isProblem, visitOf } from './access/gate.ts';
import { isFromOwnPage, isSameSecret } from './access/same-site.ts';
import { FIRST_PASSWORD, OTHER_PAGE } from './error-page.ts';
import { readFields } from './fields.ts';
import { idempotencyKey, originOf, partsOfPath, performAct } from './perform.ts';
import { problemAnswer, problemJson, statusOf } from './problem-answer.ts';
import type { Action, Download, Part, Reading, Screen } from './route.ts';
import type { Markup } from './layout.ts';
import type { Office, Visit } from './visit.ts';

/** Where programs find everything. */
export const API = '/api/v1';

/** The page where somebody whose password another person knows chooses his own. */
const ACCOUNT = '/account';

/** A page, or the answer that a page became. */
export async function answerWith(
  c: Request,
  shown: Promise<Markup | Response>,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const answer = await shown;
  return answer instanceof Response ? answer : c.html(answer, status);
}

function addScreen(app: Hono, office: Office, screen: Screen): void {
  app.get(screen.path, async (c) => {
    const showsNotice = !screen.path.endsWith('/events') && c.req.method === 'GET';
    const isFirstStep = screen.path === ACCOUNT;
    const visit = await visitOf(c, office, { roles: screen.roles, changes: false, isFirstStep, showsNotice });
    if (visit === FIRST_PASSWORD) return c.redirect(ACCOUNT, 303);
    if (isProblem(visit)) {
      if (visit.status !== 401) return problemAnswer(c, office.context.provinceName, visit);
      const { pathname, search } = new URL(c.req.url);
      // Why not with it: what people look for may be a name.
      const next = pathname === '/persons' ? pathname : pathname + search;
      return c.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303);
    }
    return answerWith(c, screen.show(visit));
  });
}

/** What was typed, to stand in the form again: no secrets. */
export function typed(
  action: Pick<Action, 'fields'>,
  sent: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  return new Map(
    action.fields.flatMap((field) => {
      const value = sent[field.name];
      return field.kind !== 'password' && typeof value === 'string' ? [[field.name, value]] : [];
    }),
  );
}

/** What was sent as a text; anything else is an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a form was sent by a page of this session. */
export function isOwnForm(c: Request, visit: Visit, sent: Readonly<Record<string, unknown>>): boolean {
  const { origin } = visit.office.settings;
  const asked = {
    origin: c.req.header('Origin'),
    fetchSite: c.req.header('Sec-Fetch-Site'),
    host: new URL(c.req.url).host,
  };
  return isFromOwnPage(asked, new URL(origin)) && isSameSecret(textOf(sent['form_key']), visit.session?.formKey ?? '-');
}

function addForm(app: Hono, office: Office, action: Action): void {
  app.post(action.path, async (c) => {
    const isFirstStep = action.path === `${ACCOUNT}/password`;
    const visit = await visitOf(c, office, { roles: action.roles, changes: true, isFirstStep });
    if (visit === FIRST_PASSWORD) return c.redirect(ACCOUNT, 303);
    if (isProblem(visit)) {
      if (visit.status !== 401) return problemAnswer(c, office.context.provinceName, visit);
      return c.redirect('/sign-in', 303);
    }
    const sent = await c.req.parseBody();
    if (!isOwnForm(c, visit, sent)) return problemAnswer(c, office.context.provinceName, OTHER_PAGE);
    const performed = await performAct(visit, action, sent, textOf(sent['once']).slice(0, 200));
    if (performed.ok && performed.value.isSecret === true)
      return answerWith(c, action.page({ ...visit, notice: performed.value.notice }));
    if (performed.ok) {
      const { tokenSha256 = '' } = visit.session ?? {};
      await leaveNotice(office.context.database.pool, tokenSha256, JSON.stringify(performed.value.notice));
      return c.redirect(performed.value.place, 303);
    }
    const refusal = { action: action.name, failure: performed.failure, values: typed(action, sent) };
    return answerWith(c, action.page({ ...visit, refusal }), statusOf(performed.failure));
  });
}

/** A page elsewhere can send a browser's cookie, but not this header, without asking first. */
export function isAskedFromElsewhere(c: Request, visit: Visit): boolean {
  return visit.session !== null && c.req.header('Sec-Fetch-Site') !== 'same-origin';
}

async function jsonBody(c: Request): Promise<Record<string, unknown> | null> {
  try {
    const body: unknown = JSON.parse((await c.req.text()) || '{}');
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? Object.fromEntries(Object.entries(body))
      : null;
  } catch {
    return null;
  }
}

function addActionForPrograms(app: Hono, office: Office, action: Action): void {
  app.post(API + action.path, async (c) => {
    const visit = await visitOf(c, office, { roles: action.roles, changes: true });
    if (isProblem(visit)) return problemAnswer(c, office.context.provinceName, visit);
    if (isAskedFromElsewhere(c, visit)) return problemAnswer(c, office.context.provinceName, OTHER_PAGE);
    const sent = await jsonBody(c);
    if (sent === null) return problemJson(400, 'bad_json', 'The body is not a JSON object.');
    const key = idempotencyKey(c);
    if (!key.ok) return problemJson(422, key.failure.code, key.failure.message);
    const performed = await performAct(visit, action, sent, key.value);
    if (!performed.ok)
      return problemJson(statusOf(performed.failure), performed.failure.code, performed.failure.message);
    return c.json(performed.value.document);
  });
}

function addReading(app: Hono, office: Office, reading: Reading): void {
  app.get(API + reading.path, async (c) => {
    const visit = await visitOf(c, office, { roles: reading.roles, changes: false });
    if (isProblem(visit)) return problemAnswer(c, office.context.provinceName, visit);
    const query = readFields(reading.query, c.req.query());
    if (!query.ok) return problemJson(422, query.failure.code, query.failure.message);
    const found = await reading.read(visit, query.value);
    if (!found.ok) return problemJson(statusOf(found.failure), found.failure.code, found.failure.message);
    return c.json(found.value);
  });
}

/** Notes in the audit log that somebody looked at or took something; numbers that are no person's id are cut. */
export async function noteVisit(visit: Visit, command: string, words: Readonly<Record<string, string>>): Promise<void> {
  const { database } = visit.office.context;
  const numbers = Object.values(words).filter(isLongNumber);
  const known = await Promise.all(numbers.map((number) => hasPerson(database, number)));
  const personIds = new Set(numbers.filter((_, at) => known[at]));
  const what = Object.fromEntries(Object.entries(words).map(([name, word]) => [name, keptWord(word, personIds)]));
  const look = {
    actor: visit.user.name,
    origin: originOf(visit),
    command: `web ${command}`,
    what: JSON.stringify(what),
  };
  await noteLook(database, look);
}

function addDownload(app: Hono, office: Office, download: Download, prefix: string): void {
  app.get(prefix + download.path, async (c) => {
    const visit = await visitOf(c, office, { roles: download.roles, changes: false });
    if (isProblem(visit)) return problemAnswer(c, office.context.provinceName, visit);
    const query = readFields(download.query, c.req.query());
    // Why: a body that nobody reads would keep its session of the database.
    if (c.req.method === 'HEAD') return c.body(null);
    const words = [...partsOfPath(visit), ...(query.ok ? query.value : [])].filter(([, word]) => word !== '');
    await noteVisit(visit, download.name, Object.fromEntries(words));
    const sent = query.ok ? await download.send(visit, query.value) : query;
    if (!sent.ok) {
      const { failure } = sent;
      if (prefix !== '') return problemJson(statusOf(failure), failure.code, failure.message);
      const said = { vi: failure.message, en: failure.code };
      return problemAnswer(c, office.context.provinceName, {
        status: statusOf(failure),
        code: failure.code,
        title: { vi: 'Không tải được', en: 'not sent' },
        advice: said,
      });
    }
    return sent.value;
  });
}

/** Adds a part of the console: its pages and forms for people, and the same acts, readings and files for programs. */
export function addPart(app: Hono, office: Office, part: Part): void {
  for (const screen of part.screens) addScreen(app, office, screen);
  for (const action of part.actions) {
    addForm(app, office, action);
    if (action.isForPeople !== true) addActionForPrograms(app, office, action);
  }
  for (const reading of part.readings) addReading(app, office, reading);
  for (const download of part.downloads) {
    addDownload(app, office, download, '');
    addDownload(app, office, download, API);
  }
}
