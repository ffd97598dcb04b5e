import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Log } from '../log.ts';

/** Writes a line for every request: method, the route's pattern (never what stands in the path: it may be a person), status and milliseconds. */
export function requestLog(log: Log): MiddlewareHandler {
  return async (c, next) => {
    const begun = performance.now();
    await next();
    const ms = Math.round(performance.now() - begun);
    log.info('request', { method: c.req.method, route: routePath(c, -1), status: c.res.status, ms });
  };
}
