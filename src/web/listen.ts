import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Result, done, refused } from '../domain/failure.ts';

/** A console that answers. */
export interface Listening {
  readonly port: number;
  /** From now on requests are answered by an app; those that came before wait for it. */
  answer(app: Hono): void;
  /** Takes no more requests, lets those under way come to their end for some seconds, then ends them. */
  close(): Promise<void>;
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there; choose another with --port.',
  EACCES: 'This user may not open that port; choose one from 1024 on with --port.',
  EADDRNOTAVAIL: 'This machine does not have that address; choose another with --host.',
  ENOTFOUND: 'That host name is not known; choose another with --host.',
};

const PATIENCE_MS = 5000;

async function bind(server: Server, host: string, port: number): Promise<string | null> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return null;
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return ADVICE[code] ?? `The system says ${code}.`;
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await Promise.race([closed, sleep(PATIENCE_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
}

/** Listens on a host and port (0: any free one). Refuses one that cannot be opened, with what to do. */
export async function listen(host: string, port: number): Promise<Result<Listening>> {
  const ready = Promise.withResolvers<ReturnType<typeof getRequestListener>>();
  const server = createServer((request, response) => {
    ready.promise.then((answer) => answer(request, response)).catch(() => response.destroy());
  });
  // Why: an upload may take long; headers and what is idle may not.
  server.headersTimeout = 20_000;
  server.requestTimeout = 1_800_000;
  const fault = await bind(server, host, port);
  if (fault !== null) return refused('cannot_listen', `The console cannot listen on ${host} port ${port}. ${fault}`);
  const address = server.address();
  return done({
    port: typeof address === 'object' && address !== null ? address.port : port,
    answer: (app) => ready.resolve(getRequestListener(app.fetch)),
    close: () => closeServer(server),
  });
}
