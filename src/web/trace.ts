import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

/**
 * A span for every request, by the pattern of its route. Who wants them registers an OpenTelemetry SDK when the process starts (NODE_OPTIONS=--import ...);
 * without one this costs nothing and goes nowhere.
 */
export function tracing(): MiddlewareHandler {
  const tracer = trace.getTracer('chitra');
  return (c, next) =>
    tracer.startActiveSpan(c.req.method, { kind: SpanKind.SERVER }, async (span) => {
      await next();
      const route = routePath(c, -1);
      span.updateName(`${c.req.method} ${route}`);
      span.setAttributes({
        'http.request.method': c.req.method,
        'http.route': route,
        'http.response.status_code': c.res.status,
      });
      if (c.res.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
}
