import { type Context as Request, Hono } from 'hono';
import { type IsoDate, addMonths, monthOf, parseDate } from '../domain/month.ts';
import { errorCode } from '../log.ts';
import type { Context } from '../payroll/context.ts';
import { currentLaw } from '../payroll/law-in-force.ts';
import { loadRunParts } from '../payroll/show-run.ts';
import { sumsFourWays } from '../store/reconciliation.ts';
import { isRegistryEmpty, runMoments } from '../store/run-report.ts';
import { type Run, findRun, listRuns } from '../store/runs.ts';
import { carriesToken, isLoopback } from './access.ts';
import { runDocument, runEntry } from './api.ts';
import { readAssets } from './assets.ts';
import {
  BAD_DATE,
  NOT_FOUND,
  OTHER_HOST,
  type Problem,
  READ_ONLY,
  TOKEN_NEEDED,
  UNEXPECTED,
  awayProblem,
  errorPage,
} from './error-page.ts';
import { whatIsAway } from './health.ts';
import { homePage } from './home-page.ts';
import { lawPage } from './law-page.ts';
import { metricsText } from './metrics.ts';
import { responseHeaders } from './response-headers.ts';
import { runEvents } from './run-events.ts';
import { runPage } from './run-page.ts';

/** What the console is given besides the context of the steps; it changes nothing in either. */
export interface ConsoleSettings {
  /** Asked of every request when it is set; without it only names of this machine are answered. */
  readonly token: string | null;
  readonly timeZone: string;
  readonly today: () => IsoDate;
  /** Ends the streams that are open. */
  readonly stop: AbortSignal;
}

/** Programs are answered with JSON or a line of text, people with a page. */
function problemAnswer(c: Request, context: Context, problem: Problem): Response | Promise<Response> {
  if (problem.status === 405) c.header('Allow', 'GET, HEAD');
  if (problem.status === 401) c.header('WWW-Authenticate', 'Basic realm="chitra", charset="UTF-8"');
  if (c.req.path.startsWith('/api/'))
    return c.json({ code: problem.code, message: `${problem.title.en}. ${problem.advice.en}` }, problem.status);
  return c.html(errorPage(context.provinceName, problem), problem.status);
}

/** Why a request is not answered, or null. */
function objection(c: Request, settings: ConsoleSettings): Problem | null {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return READ_ONLY;
  // Why: probes of the machine carry no token, and learn nothing but that the services answer.
  if (c.req.path === '/healthz') return null;
  if (settings.token !== null) return carriesToken(c.req.header('Authorization'), settings.token) ? null : TOKEN_NEEDED;
  // Why: a page elsewhere may point a name of its own at this machine and read answers through the browser.
  return isLoopback(new URL(c.req.url).hostname) ? null : OTHER_HOST;
}

function addPages(app: Hono, context: Context, settings: ConsoleSettings): void {
  const { database, provinceName } = context;
  app.get('/', async (c) => {
    const runs = (await listRuns(database, null)).toReversed();
    const isEmpty = runs.length === 0 && (await isRegistryEmpty(database));
    const nextMonth = addMonths(monthOf(settings.today()), 1);
    return c.html(homePage({ provinceName, runs, isRegistryEmpty: isEmpty, nextMonth }));
  });
  app.get('/law', async (c) => {
    const asked = c.req.query('date');
    const date = asked === undefined ? settings.today() : parseDate(asked);
    if (date === null) return problemAnswer(c, context, BAD_DATE);
    const law = await currentLaw(context.law, database);
    if (!law.ok) throw new Error(law.failure.message);
    return c.html(lawPage({ provinceName, catalogue: law.value.catalogue, date }));
  });
  withRun(app, '/runs/:runId', context, async (c, run) => {
    const [parts, moments, sums] = await Promise.all([
      loadRunParts(database, run),
      runMoments(database, run.runNo, settings.timeZone),
      run.totals === null ? null : sumsFourWays(database, [run.runNo]),
    ]);
    return c.html(runPage({ provinceName, run, parts, moments, sums, rules: context.law.catalogue.controls }));
  });
  withRun(app, '/runs/:runId/events', context, (c, run) =>
    c.req.method === 'HEAD' ? c.body(null) : runEvents(c, context, run, settings.stop),
  );
}

function addApi(app: Hono, context: Context): void {
  app.get('/api/runs', async (c) => c.json({ runs: (await listRuns(context.database, null)).map(runEntry) }));
  withRun(app, '/api/runs/:runId', context, async (c, run) =>
    c.json(runDocument(run, await loadRunParts(context.database, run))),
  );
  app.get('/healthz', async (c) => {
    const away = await whatIsAway(context);
    return away === null ? c.text('ok: database and queue answer\n') : c.text(`${away}\n`, 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metricsText(context), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
}

function withRun(
  app: Hono,
  path: string,
  context: Context,
  answer: (c: Request, run: Run) => Response | Promise<Response>,
): void {
  app.get(path, async (c) => {
    const run = await findRun(context.database, c.req.param('runId') ?? '');
    return run === null ? problemAnswer(c, context, NOT_FOUND) : answer(c, run);
  });
}

/** The console and API of one installation: pages, JSON and metrics that show totals and change nothing. */
export function consoleApp(context: Context, settings: ConsoleSettings): Hono {
  const app = new Hono();
  app.use(responseHeaders());
  app.use(async (c, next) => {
    const problem = objection(c, settings);
    return problem === null ? next() : problemAnswer(c, context, problem);
  });
  const assets = readAssets();
  app.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    return asset === undefined
      ? problemAnswer(c, context, NOT_FOUND)
      : c.body(asset.text, 200, { 'Content-Type': asset.type });
  });
  addPages(app, context, settings);
  addApi(app, context);
  app.notFound((c) => problemAnswer(c, context, NOT_FOUND));
  app.onError(async (error, c) => {
    context.log.error('request failed', { code: errorCode(error) });
    const away = await whatIsAway(context);
    return problemAnswer(c, context, away === null ? UNEXPECTED : awayProblem(away));
  });
  return app;
}
