import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Result, done, refused } from '../domain/failure.ts';

/** A console that answers. */
export interface Listening {
  readonly port: number;
  /** Takes no more requests and ends those that are open. */
  close(): Promise<void>;
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there; choose another with --port.',
  EACCES: 'This user may not open that port; choose one from 1024 on with --port.',
  EADDRNOTAVAIL: 'This machine does not have that address; choose another with --host.',
  ENOTFOUND: 'That host name is not known; choose another with --host.',
};

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

/** Serves the console on a host and port (0: any free one). Refuses one that cannot be opened, with what to do. */
export async function listen(app: Hono, host: string, port: number): Promise<Result<Listening>> {
  const answer = getRequestListener(app.fetch);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const fault = await bind(server, host, port);
  if (fault !== null) return refused('cannot_listen', `The console cannot listen on ${host} port ${port}. ${fault}`);
  const address = server.address();
  return done({
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}
