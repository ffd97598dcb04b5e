import { type Context as Request, type Hono } from 'hono';
import { addressOf } from './access/address.ts';
import { isLoopback } from './access/host.ts';
import { isSameSecret } from './access/same-site.ts';
import { whatIsAway } from './health.ts';
import { metricsText } from './metrics.ts';
import type { RequestMeter } from './request-meter.ts';
import type { Office } from './visit.ts';

/** Whether somebody may read the metrics: with the token for watching, or from this machine where none is set. */
function mayWatch(c: Request, { settings }: Office): boolean {
  const [scheme, key] = (c.req.header('Authorization') ?? '').split(' ', 2);
  if (settings.watchToken !== null)
    return scheme?.toLowerCase() === 'bearer' && isSameSecret(key ?? '', settings.watchToken);
  // Why: behind a proxy of this machine every request comes from this machine.
  if (settings.origin.startsWith('https:')) return false;
  return isLoopback(addressOf(c, false).replace(/^::ffff:/, ''));
}

/** What machines ask: does the process live, can it work, how much is there to do. Nothing about persons. */
export function addWatch(app: Hono, office: Office, meter: RequestMeter): void {
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    if (office.settings.stop.aborted) return c.text('stopping\n', 503);
    const away = await whatIsAway(office.context);
    return away === null ? c.text('ok: database and queue answer\n') : c.text(`${away}\n`, 503);
  });
  app.get('/metrics', async (c) => {
    if (!mayWatch(c, office)) return c.text('Give the token of CHITRA_WEB_TOKEN: Authorization: Bearer TOKEN\n', 401);
    return c.body(await metricsText(office.context, meter), 200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    });
  });
}
