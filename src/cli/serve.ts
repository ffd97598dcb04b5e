import { once } from 'node:events';
import { resolve } from 'node:path';
import { todayIn } from '../clock.ts';
import { type WebConfig, readWebConfig } from '../config-web.ts';
import { type Result, refused } from '../domain/failure.ts';
import { refreshHistoryMonths } from '../store/history-months.ts';
import { openReaders } from '../store/scoped-readers.ts';
import { hasUsers } from '../store/users.ts';
import { isLoopback } from '../web/access/host.ts';
import { type Call, type Command, UsageError, refuse } from './command.ts';
import { startCommandWith } from './console-commands.ts';
import { untilStopped } from './services.ts';
import { keepWorkers } from './standing-workers.ts';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = '8080';

function portFrom(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new UsageError(`--port ${text}: give a number from 0 (any free port) to 65535.`);
  return port;
}

/** The settings of the console on a host. Refuses to be reachable from elsewhere without the address under which people open it. */
function settingsFor(host: string): Result<WebConfig> {
  const web = readWebConfig(process.env);
  if (!web.ok || web.value.origin !== null || isLoopback(host)) return web;
  return refused(
    'origin_needed',
    `The console would be reachable from other machines on ${host}: set CHITRA_WEB_ORIGIN to the address under which people open it (https://chitra.example.vn, through a proxy that speaks TLS), or leave --host out.`,
  );
}

export const serve: Command = {
  name: 'serve',
  arguments: [],
  isService: true,
  summary: 'bảng điều khiển và API, đến khi dừng / web console and API, until stopped',
  options: {
    host: {
      type: 'string',
      value: 'HOST',
      help: `address to listen on (default: ${DEFAULT_HOST}); others need CHITRA_WEB_ORIGIN`,
    },
    port: { type: 'string', value: 'PORT', help: `port to listen on (default: ${DEFAULT_PORT})` },
    'with-parent': { type: 'boolean', help: 'end when the process that started it ends' },
  },
  async run(call: Call) {
    const host = call.text('host') ?? DEFAULT_HOST;
    const port = portFrom(call.text('port') ?? DEFAULT_PORT);
    const web = settingsFor(host);
    if (!web.ok) return refuse(call, web.failure);
    const { timeZone, home, scheduleDay, scheduleHour } = call.config;
    // Why here: no other command needs the web server's packages.
    const [{ consoleApp }, { listen }, { openSignIn }, { workOnTasks }] = await Promise.all([
      import('../web/app.ts'),
      import('../web/listen.ts'),
      import('../web/access/oidc.ts'),
      import('../web/tasks.ts'),
    ]);
    return untilStopped(call, async (context, stop, services) => {
      const readers = openReaders(services.databaseUrl);
      const listening = await listen(host, port);
      if (!listening.ok) return refuse(call, listening.failure);
      const here = `http://${host.includes(':') ? `[${host}]` : host}:${listening.value.port}`;
      const origin = web.value.origin ?? here;
      const settings = {
        origin,
        watchToken: web.value.watchToken,
        timeZone,
        today: () => todayIn(timeZone),
        schedule: { day: scheduleDay, hour: scheduleHour },
        folder: resolve(home, 'console'),
        largestUpload: web.value.largestUpload,
        startCommand: startCommandWith(services),
        signIn: openSignIn(web.value.oidc, origin),
        stop,
      };
      const office = { context, readers, settings };
      listening.value.answer(consoleApp(office));
      call.terminal.print(`Bảng điều khiển / console: ${origin}/`);
      if (!(await hasUsers(context.database.pool)))
        call.terminal.print(
          'Chưa có người dùng / no users yet: ./scripts/chitra user add TÊN --role admin --full-name "HỌ TÊN"',
        );
      // Why here: an installation of an earlier version has imported months that nobody has added up.
      await refreshHistoryMonths(context.database);
      const work = [workOnTasks(office), keepWorkers(context, call.config, services, stop)];
      if (!stop.aborted) await once(stop, 'abort');
      await listening.value.close();
      await Promise.all(work);
      await readers.close();
      return 0;
    });
  },
};
