import { once } from 'node:events';
import { todayIn } from '../clock.ts';
import { readWebToken } from '../config.ts';
import { type Result, refused } from '../domain/failure.ts';
import { isLoopback } from '../web/access.ts';
import { type Call, type Command, UsageError, refuse } from './command.ts';
import { untilStopped } from './services.ts';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '8080';

function portFrom(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new UsageError(`--port ${text}: give a number from 0 (any free port) to 65535.`);
  return port;
}

/** The token to ask for; null: nobody but this machine can reach the console. Refuses a reachable host without a token. */
function tokenFor(host: string): Result<string | null> {
  const token = readWebToken(process.env);
  if (!token.ok || token.value !== null || isLoopback(host)) return token;
  return refused(
    'token_needed',
    `The console would be reachable from other machines on ${host}: set CHITRA_WEB_TOKEN or CHITRA_WEB_TOKEN_FILE (make a token with: openssl rand -hex 32), or leave --host out.`,
  );
}

export const serve: Command = {
  name: 'serve',
  arguments: [],
  isService: true,
  summary: 'trang xem và API, chỉ đọc / read-only web console and API, until stopped',
  options: {
    host: {
      type: 'string',
      value: 'HOST',
      help: `address to listen on (default: ${DEFAULT_HOST}); others need CHITRA_WEB_TOKEN`,
    },
    port: { type: 'string', value: 'PORT', help: `port to listen on (default: ${DEFAULT_PORT})` },
    'with-parent': { type: 'boolean', help: 'end when the process that started it ends' },
  },
  async run(call: Call) {
    const host = call.text('host') ?? DEFAULT_HOST;
    const port = portFrom(call.text('port') ?? DEFAULT_PORT);
    const token = tokenFor(host);
    if (!token.ok) return refuse(call, token.failure);
    const { timeZone } = call.config;
    // Why here: no other command needs the web server's packages.
    const [{ consoleApp }, { listen }] = await Promise.all([import('../web/app.ts'), import('../web/listen.ts')]);
    return untilStopped(
      call,
      async (context, stop) => {
        const settings = { token: token.value, timeZone, today: () => todayIn(timeZone), stop };
        const listening = await listen(consoleApp(context, settings), host, port);
        if (!listening.ok) return refuse(call, listening.failure);
        call.terminal.print(
          `Trang xem / console: http://${host.includes(':') ? `[${host}]` : host}:${listening.value.port}/`,
        );
        if (!stop.aborted) await once(stop, 'abort');
        await listening.value.close();
        return 0;
      },
      'read',
    );
  },
};
