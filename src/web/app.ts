import { type Context as Request, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { errorCode } from '../log.ts';
import { visitorAddress } from './access/gate.ts';
import { isOwnHost } from './access/host.ts';
import { requestBudget } from './access/request-budget.ts';
import { addSignIn } from './access/sign-in-routes.ts';
import { readAssets } from './assets.ts';
import {
  BAD_METHOD,
  NOT_FOUND,
  OTHER_HOST,
  type Problem,
  TOO_LONG,
  TOO_MANY,
  UNEXPECTED,
  awayProblem,
} from './error-page.ts';
import { whatIsAway } from './health.ts';
import { openApiDocument } from './openapi.ts';
import { PARTS } from './parts.ts';
import { problemAnswer } from './problem-answer.ts';
import { API, addPart } from './register.ts';
import { addUpload } from './register-upload.ts';
import { requestMeter } from './request-meter.ts';
import { requestLog } from './request-log.ts';
import { responseHeaders } from './response-headers.ts';
import { addWatch } from './watch.ts';
import { tracing } from './trace.ts';
import type { Office } from './visit.ts';

/** Bytes of a form or of JSON. */
const LONGEST_BODY = 1_000_000;

/** Why a request is not answered, whoever asks; null: it is. */
function objection(c: Request, office: Office, isWithinBudget: boolean): Problem | null {
  if (!isWithinBudget) return TOO_MANY;
  if (!['GET', 'HEAD', 'POST'].includes(c.req.method)) return BAD_METHOD;
  // Why: probes of the machine ask by its address, and learn nothing but that services answer.
  if (c.req.path === '/healthz' || c.req.path === '/readyz' || c.req.path === '/metrics') return null;
  return isOwnHost(new URL(c.req.url).host, new URL(office.settings.origin)) ? null : OTHER_HOST;
}

function addAssets(app: Hono, office: Office): void {
  const assets = readAssets();
  app.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    if (asset === undefined) return problemAnswer(c, office.context.provinceName, NOT_FOUND);
    return c.body(asset.text, 200, { 'Content-Type': asset.type, 'Cache-Control': 'max-age=3600' });
  });
}

/** The console and API of one installation. */
export function consoleApp(office: Office): Hono {
  const app = new Hono();
  const { context } = office;
  const budget = requestBudget();
  const meter = requestMeter();
  app.use(tracing());
  app.use(requestLog(context.log));
  app.use(meter.handler);
  app.use(responseHeaders());
  app.use(async (c, next) => {
    const isWithin = budget.take(visitorAddress(c, office), performance.now());
    const problem = objection(c, office, isWithin);
    return problem === null ? next() : problemAnswer(c, context.provinceName, problem);
  });
  // Why: nobody shall fill the memory; files have a way of their own, straight onto the disk.
  const uploads = new Set(PARTS.flatMap((part) => (part.uploads ?? []).flatMap(({ path }) => [path, API + path])));
  const limit = bodyLimit({ maxSize: LONGEST_BODY, onError: (c) => problemAnswer(c, context.provinceName, TOO_LONG) });
  app.use((c, next) => (uploads.has(c.req.path) ? next() : limit(c, next)));
  addAssets(app, office);
  addWatch(app, office, meter);
  addSignIn(app, office);
  for (const part of PARTS) {
    addPart(app, office, part);
    for (const upload of part.uploads ?? []) addUpload(app, office, upload);
  }
  const api = openApiDocument(PARTS, '1');
  app.get(`${API}/openapi.json`, (c) => c.json(api));
  app.notFound((c) => problemAnswer(c, context.provinceName, NOT_FOUND));
  app.onError(async (error, c) => {
    context.log.error('request failed', { code: errorCode(error) });
    const away = await whatIsAway(context);
    return problemAnswer(c, context.provinceName, away === null ? UNEXPECTED : awayProblem(away));
  });
  return app;
}
