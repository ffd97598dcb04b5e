import type { UserRole } from '../../src/domain/user.ts';
import { beginSession } from '../../src/payroll/sign-in.ts';
import type { Database } from '../../src/store/database.ts';
import { grantRole, insertUser } from '../../src/store/users.ts';

/** Somebody who is signed in, and what he looks at. */
export interface Visitor {
  readonly name: string;
  readonly secret: string;
  readonly paths: readonly string[];
}

/** How long a page took. */
export interface PageCost {
  readonly visitor: string;
  readonly path: string;
  readonly status: number;
  readonly kilobytes: number;
  /** Milliseconds from the first byte asked to the last byte read, of all requests. */
  readonly times: readonly number[];
}

/** A file that was streamed. */
export interface ExportCost {
  readonly path: string;
  readonly megabytes: number;
  readonly seconds: number;
}

interface Place {
  readonly runId: string;
  readonly commune: string;
}

async function placeOf(database: Database): Promise<Place> {
  const { rows } = await database.pool.query<Place>(
    `SELECT r.run_id AS "runId", (SELECT s.commune_code FROM run_sum s WHERE s.run_no = r.run_no AND s.what = 'total' AND s.code = 'paid' ORDER BY s.people DESC LIMIT 1) AS commune
     FROM run r WHERE r.persons > 0 ORDER BY r.run_no DESC LIMIT 1`,
  );
  if (rows[0] === undefined) throw new Error('there is no run: make one first with npm run bench -- --keep DIR');
  return rows[0];
}

function pathsFor({ runId }: Place): readonly string[] {
  const run = `/runs/${runId}`;
  return [
    '/',
    '/runs',
    run,
    `${run}?by=commune&sort=change`,
    '/exceptions',
    `/exceptions?run=${runId}&severity=block`,
    '/persons',
    '/settlement',
    '/overpayments',
    '/communes',
    '/reports',
    '/calendar',
    '/law',
    '/system',
  ];
}

async function signedIn(
  database: Database,
  name: string,
  role: UserRole,
  communes: readonly string[] | null,
): Promise<string> {
  const about = {
    name,
    fullName: `Đo ${name}`,
    passwordHash: null,
    mustChange: false,
    subject: null,
    createdBy: 'bench',
  };
  if (await insertUser(database.pool, about)) await grantRole(database.pool, name, { role, communes }, 'bench');
  return beginSession(database, name);
}

/** An auditor of the province, an officer of its largest commune, an approver, an administrator. */
export async function visitors(database: Database): Promise<readonly Visitor[]> {
  const place = await placeOf(database);
  const paths = pathsFor(place);
  return [
    {
      name: 'auditor',
      secret: await signedIn(database, 'do.kiemtoan', 'auditor', null),
      paths: [...paths, '/imports', '/log', '/users'],
    },
    { name: 'commune', secret: await signedIn(database, 'do.xa', 'officer', [place.commune]), paths },
    {
      name: 'approver',
      secret: await signedIn(database, 'do.duyet', 'approver', null),
      paths: [`/runs/${place.runId}/approve`],
    },
    {
      name: 'admin',
      secret: await signedIn(database, 'do.quantri', 'admin', null),
      paths: ['/', '/users', '/log', '/system'],
    },
  ];
}

async function ask(
  origin: string,
  visitor: Visitor,
  path: string,
): Promise<{ status: number; bytes: number; ms: number }> {
  const begun = performance.now();
  const answer = await fetch(origin + path, { headers: { cookie: `chitra=${visitor.secret}` }, redirect: 'manual' });
  const bytes = (await answer.arrayBuffer()).byteLength;
  return { status: answer.status, bytes, ms: performance.now() - begun };
}

async function cost(origin: string, visitor: Visitor, label: string, paths: readonly string[]): Promise<PageCost> {
  const answers = [];
  for (const path of paths) answers.push(await ask(origin, visitor, path));
  const status = answers.find((one) => one.status !== 200)?.status ?? 200;
  const kilobytes = Math.max(...answers.map((one) => one.bytes)) / 1000;
  return { visitor: visitor.name, path: label, status, kilobytes, times: answers.map((one) => one.ms) };
}

interface Known {
  readonly personId: string;
  readonly name: string;
  readonly nationalId: string | null;
}

/** Persons from all over the registry, of one commune where the visitor sees no more. */
async function somePersons(database: Database, count: number, commune: string | null): Promise<readonly Known[]> {
  const { rows } = await database.pool.query<Known>(
    `SELECT person_id AS "personId", full_name AS name, national_id AS "nationalId" FROM person
     WHERE ($2::text IS NULL OR commune_code = $2) ORDER BY md5(person_id) LIMIT $1`,
    [count, commune],
  );
  return rows;
}

function searches(persons: readonly Known[]): readonly (readonly [string, readonly string[]])[] {
  const query = (words: readonly (string | null)[]): string[] =>
    words.flatMap((word) => (word === null ? [] : [`/persons?q=${encodeURIComponent(word)}`]));
  const given = (name: string): string => name.split(' ').at(-1) ?? '';
  return [
    ['/persons?q= (person id)', query(persons.map((one) => one.personId))],
    ['/persons?q= (national id)', query(persons.map((one) => one.nationalId))],
    ['/persons?q= (full name)', query(persons.map((one) => one.name))],
    ['/persons?q= (given name)', query(persons.map((one) => given(one.name)))],
    ['/persons/ID', persons.map((one) => `/persons/${encodeURIComponent(one.personId)}`)],
  ];
}

/** Every page of a visitor, `requests` times one after the other, and as many different persons looked for. The first look at a page counts too. */
export async function measurePages(
  database: Database,
  origin: string,
  visitor: Visitor,
  requests: number,
): Promise<readonly PageCost[]> {
  const costs: PageCost[] = [];
  for (const path of visitor.paths)
    costs.push(
      await cost(
        origin,
        visitor,
        path,
        Array.from({ length: requests }, () => path),
      ),
    );
  if (!visitor.paths.includes('/persons')) return costs;
  const commune = visitor.name === 'commune' ? (await placeOf(database)).commune : null;
  const persons = await somePersons(database, requests, commune);
  for (const [label, paths] of searches(persons)) costs.push(await cost(origin, visitor, label, paths));
  return costs;
}

/** The two largest tables of the run as CSV, streamed and thrown away. */
export async function measureExport(
  database: Database,
  origin: string,
  people: readonly Visitor[],
): Promise<readonly ExportCost[]> {
  const { runId } = await placeOf(database);
  const auditor = people.find((one) => one.name === 'auditor');
  if (auditor === undefined) throw new Error('nobody may export');
  const costs: ExportCost[] = [];
  for (const what of ['lines', 'payments']) {
    const path = `/exports/${what}.csv?run=${runId}`;
    const begun = performance.now();
    const answer = await fetch(origin + path, { headers: { cookie: `chitra=${auditor.secret}` } });
    if (answer.status !== 200 || answer.body === null) throw new Error(`${path} answered ${answer.status}`);
    let bytes = 0;
    for await (const part of answer.body) bytes += part.length;
    costs.push({ path, megabytes: bytes / 1e6, seconds: (performance.now() - begun) / 1000 });
  }
  return costs;
}
