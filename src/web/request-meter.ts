import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

/** Bounds of the buckets, in seconds: a page is to be there within 0.2. */
const BOUNDS = [0.01, 0.05, 0.1, 0.2, 0.5, 1, 5] as const;

interface Series {
  readonly labels: string;
  readonly counts: number[];
  sum: number;
}

/** Counts requests by route pattern and status, with how long they took. Never what stands in a path: it may be a person. */
export interface RequestMeter {
  readonly handler: MiddlewareHandler;
  /** In the Prometheus text format, as a histogram. */
  text(): string;
}

function textOf({ labels, counts, sum }: Series): string[] {
  const name = 'chitra_http_request_seconds';
  const all = counts.at(-1) ?? 0;
  return [
    ...BOUNDS.map((bound, at) => `${name}_bucket{${labels},le="${bound}"} ${counts[at] ?? 0}`),
    `${name}_bucket{${labels},le="+Inf"} ${all}`,
    `${name}_sum{${labels}} ${sum.toFixed(6)}`,
    `${name}_count{${labels}} ${all}`,
  ];
}

/** Opens a meter; it counts from now on. */
export function requestMeter(): RequestMeter {
  const series = new Map<string, Series>();
  return {
    handler: async (c, next) => {
      const begun = performance.now();
      await next();
      const seconds = (performance.now() - begun) / 1000;
      const labels = `method="${c.req.method}",route="${routePath(c, -1)}",status="${c.res.status}"`;
      const one = series.get(labels) ?? { labels, counts: Array.from({ length: BOUNDS.length + 1 }, () => 0), sum: 0 };
      series.set(labels, one);
      one.sum += seconds;
      [...BOUNDS, Infinity].forEach((bound, at) => {
        if (seconds <= bound) one.counts[at] = (one.counts[at] ?? 0) + 1;
      });
    },
    text: () =>
      [
        '# HELP chitra_http_request_seconds Requests by route and status, until the answer began.',
        '# TYPE chitra_http_request_seconds histogram',
        ...[...series.values()].flatMap(textOf),
        '',
      ].join('\n'),
  };
}
