import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { parseDate } from '../../src/domain/month.ts';
import type { User, UserRole } from '../../src/domain/user.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import type { Context } from '../../src/payroll/context.ts';
import { hashPassword } from '../../src/payroll/password.ts';
import { beginSession, newSecret, secretHash } from '../../src/payroll/sign-in.ts';
import { findServices, openContext } from '../../src/start.ts';
import { startCommandWith } from '../../src/cli/console-commands.ts';
import { insertToken } from '../../src/store/api-tokens.ts';
import { openReaders } from '../../src/store/scoped-readers.ts';
import { grantRole, insertUser } from '../../src/store/users.ts';
import { findSession } from '../../src/store/web-sessions.ts';
import { consoleApp } from '../../src/web/app.ts';
import { workOnTasks } from '../../src/web/tasks.ts';
import type { ConsoleSettings, Office } from '../../src/web/visit.ts';
import type { Installation } from './chitra.ts';

/** Every test user's password. */
export const PASSWORD = 'mua xuan den roi 2026';
export const ORIGIN = 'http://127.0.0.1:8080';
export const TODAY = '2026-10-20';

/** Somebody who is signed in at the console: a browser without a window. */
export interface Guest {
  readonly name: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The text of a page without its tags, spaces as one. Throws unless it answers 200. */
  text(path: string): Promise<string>;
  /** Sends a form as the console's own pages do: with the session's key, the password where it is given. */
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** Sends files with a form, its fields before them as on the pages. */
  upload(
    path: string,
    files: Readonly<Record<string, string | Uint8Array>>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** What a browser sends with every request. */
  readonly cookie: string;
  readonly formKey: string;
}

/** A program with a token. */
export interface Program {
  readonly Authorization: string;
  get(path: string): Promise<Response>;
  post(path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** The console of an installation, asked without a port; the day is 2026-10-20. */
export interface TestConsole {
  readonly office: Office;
  readonly context: Context;
  readonly app: ReturnType<typeof consoleApp>;
  /** Adds a user with PASSWORD, signed in; `communes`: his scope. */
  guest(name: string, role: UserRole, communes?: readonly string[]): Promise<Guest>;
  /** A token of a user who is there already. */
  program(name: string, canWrite?: boolean): Promise<Program>;
  /** Nobody in particular asks. */
  get(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

async function addUser(context: Context, user: Pick<User, 'name' | 'role' | 'communes'>): Promise<void> {
  const { pool } = context.database;
  const passwordHash = await hashPassword(PASSWORD);
  const about = {
    fullName: `Người dùng ${user.name}`,
    passwordHash,
    mustChange: false,
    subject: null,
    createdBy: 'test',
  };
  await insertUser(pool, { name: user.name, ...about });
  await grantRole(pool, user.name, user, 'test');
}

function guestOf(web: Pick<TestConsole, 'app'>, name: string, secret: string, formKey: string): Guest {
  const cookie = `chitra=${secret}`;
  const get: Guest['get'] = async (path, headers = {}) =>
    web.app.request(ORIGIN + path, { headers: { cookie, ...headers } });
  return {
    name,
    get,
    text: async (path) => {
      const answer = await get(path);
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      return (await answer.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    },
    post: async (path, fields = {}, headers = {}) =>
      web.app.request(ORIGIN + path, {
        method: 'POST',
        headers: { cookie, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', ...headers },
        body: new URLSearchParams({ form_key: formKey, ...fields }),
      }),
    upload: async (path, files, fields = {}) =>
      web.app.request(ORIGIN + path, {
        method: 'POST',
        headers: { cookie, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' },
        body: formWith({ form_key: formKey, ...fields }, files),
      }),
    cookie,
    formKey,
  };
}

/** A form with files behind its fields. */
export function formWith(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | Uint8Array>>,
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
  }
  return form;
}

/** Does what the console was asked for until nothing waits. */
export async function finishTasks(web: Pick<TestConsole, 'office' | 'context'>): Promise<void> {
  const stop = new AbortController();
  const work = workOnTasks({ ...web.office, settings: { ...web.office.settings, stop: stop.signal } });
  for (;;) {
    const { rows } = await web.context.database.pool.query(
      `SELECT FROM web_task WHERE state IN ('waiting', 'running') LIMIT 1`,
    );
    if (rows.length === 0) break;
    await pause(50);
  }
  stop.abort();
  await work;
}

function programOf(web: Pick<TestConsole, 'app'>, token: string): Program {
  const Authorization = `Bearer ${token}`;
  return {
    Authorization,
    get: async (path) => web.app.request(ORIGIN + path, { headers: { Authorization } }),
    post: async (path, body = {}, headers = {}) =>
      web.app.request(ORIGIN + path, {
        method: 'POST',
        headers: { Authorization, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}

/** Opens it, on a context as `chitra serve` opens it. */
export async function openConsole(at: Installation, more: Partial<ConsoleSettings> = {}): Promise<TestConsole> {
  const config = readConfig(at.environment);
  if (!config.ok) throw new Error(config.failure.message);
  const services = await findServices(config.value, { queue: true });
  if (!services.ok) throw new Error(services.failure.message);
  const opened = await openContext({ config: config.value, trail: NO_TRAIL }, services.value);
  if (!opened.ok) throw new Error(opened.failure.message);
  const today = parseDate(TODAY);
  if (today === null) throw new Error('no day');
  const stop = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'chitra-console-'));
  const readers = openReaders(services.value.databaseUrl);
  const settings: ConsoleSettings = {
    origin: ORIGIN,
    watchToken: null,
    timeZone: 'Asia/Ho_Chi_Minh',
    today: () => today,
    schedule: { day: 20, hour: 6 },
    folder,
    largestUpload: 10 * 1024 * 1024,
    startCommand: startCommandWith(services.value, { ...process.env, ...at.environment }),
    signIn: null,
    stop: stop.signal,
    ...more,
  };
  const context = opened.value.value;
  const office = { context, readers, settings };
  const app = consoleApp(office);
  return {
    office,
    context,
    app,
    guest: async (name, role, communes) => {
      await addUser(context, { name, role, communes: communes ?? null });
      const secret = await beginSession(context.database, name);
      const session = await findSession(context.database.pool, secretHash(secret));
      return guestOf({ app }, name, secret, session?.formKey ?? '');
    },
    program: async (name, canWrite = true) => {
      const token = newSecret();
      const key = { tokenSha256: secretHash(token), userName: name, label: 'test', canWrite, today, days: 30 };
      await insertToken(context.database.pool, key);
      return programOf({ app }, token);
    },
    get: async (path, init) => app.request(ORIGIN + path, init),
    close: async () => {
      stop.abort();
      await readers.close();
      await opened.value.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
