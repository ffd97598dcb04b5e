import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Hono } from 'hono';
import { afterAll, expect, test } from 'vitest';
import { tracing } from '../../src/web/trace.ts';

afterAll(() => trace.disable());

test('a request is a span named by its route; what stands in the path is in none', async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const app = new Hono();
  app.use(tracing());
  app.get('/persons/:personId', (c) => c.text('there'));
  app.get('/broken', () => new Response('no', { status: 500 }));
  await app.request('/persons/P-SECRET');
  await app.request('/broken');
  const spans = exporter.getFinishedSpans();
  expect(spans.map((span) => [span.name, span.attributes['http.response.status_code'], span.status.code])).toEqual([
    ['GET /persons/:personId', 200, 0],
    ['GET /broken', 500, 2],
  ]);
  expect(JSON.stringify(spans.map((span) => [span.name, span.attributes]))).not.toContain('P-SECRET');
});
