import type { Config } from '../config.ts';
import { type Services, findServices, openContext } from '../start.ts';
import type { Access } from '../store/database.ts';
import { migrate as migrateDatabase } from '../store/migrate.ts';
import { listUnbudgeted } from '../store/budgets.ts';
import { listRuns } from '../store/runs.ts';
import { type Schedule, scheduleInForce } from '../store/schedule-settings.ts';
import { livingWorkers } from '../store/workers.ts';
import { work, workOnSchedule } from '../../jobs/worker.ts';
import type { Context } from '../payroll/context.ts';
import { unbudgetedJson, unbudgetedText } from '../payroll/four-ways-answer.ts';
import { runJson } from '../payroll/show-run.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { catalogueJson, catalogueState } from '../payroll/show-catalogue.ts';
import { catalogueLine } from './catalogue.ts';
import { type Call, type Command, type ExitCode, JSON_OPTION, refuse } from './command.ts';

export const migrate: Command = {
  name: 'migrate',
  arguments: [],
  summary: 'đưa cơ sở dữ liệu lên phiên bản mới nhất / bring the database to the newest schema',
  options: {},
  async run(call) {
    const services = await findServices(call.config, { queue: false });
    if (!services.ok) return refuse(call, services.failure);
    try {
      const applied = await migrateDatabase(services.value.databaseUrl);
      if (!applied.ok) return refuse(call, applied.failure);
      if (applied.value.length > 0) await call.trail.noteMigration(services.value.databaseUrl, applied.value);
      call.terminal.print(
        applied.value.length === 0
          ? 'Cơ sở dữ liệu đã mới nhất / the database is up to date'
          : `Đã áp dụng / applied: ${applied.value.join(', ')}`,
      );
      return 0;
    } finally {
      await services.value.release();
    }
  },
};

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*)(:[^@/]*)?@/, '//$1@');
}

export const config: Command = {
  name: 'config',
  arguments: [],
  summary: 'cấu hình đang dùng, không có mật khẩu / what is in force, without secrets',
  options: { json: JSON_OPTION },
  async run(call) {
    const law = await readLawBook(call.config.province, call.config.overlay);
    const shown: Record<keyof Config | 'catalogueOfProgram', string | number | null> = {
      ...call.config,
      databaseUrl:
        call.config.databaseUrl === null ? 'PostgreSQL kept in CHITRA_HOME' : withoutPassword(call.config.databaseUrl),
      redisUrl:
        call.config.redisUrl === null
          ? 'redis-server kept in CHITRA_HOME if there is one, else PostgreSQL'
          : withoutPassword(call.config.redisUrl),
      signingKey: call.config.signingKey === null ? 'kept in CHITRA_HOME' : '(given)',
      // Why not what is in force: that stands in the database, which this command does not open.
      catalogueOfProgram: law.ok
        ? `${law.value.sha256} (with the activated amendments: chitra status)`
        : law.failure.message,
    };
    call.terminal.print(
      call.flag('json')
        ? JSON.stringify(shown, null, 2)
        : Object.entries(shown)
            .map(([name, value]) => `${name.padEnd(18)} ${value === null ? '-' : String(value)}`)
            .join('\n'),
    );
    return 0;
  },
};

function scheduleJson({ isOn, day, hour, actor }: Schedule): Record<string, unknown> {
  return { on: isOn, day, hour, set_by: actor };
}

function scheduleLine({ isOn, day, hour, actor }: Schedule, timeZone: string): string {
  const from = actor === null ? 'theo cài đặt máy / as this machine is set up' : `do ${actor} đặt / set by ${actor}`;
  if (!isOn) return `lịch / schedule: tắt / off (${from})`;
  return `lịch / schedule: ngày (day) ${day}, ${hour}:00 ${timeZone} (${from})`;
}

export const status: Command = {
  name: 'status',
  arguments: [],
  summary: 'các đợt chi trả, hàng đợi, dịch vụ / runs, queue, services',
  options: { json: JSON_OPTION },
  async run(call) {
    const services = await findServices(call.config, { queue: true });
    if (!services.ok) return refuse(call, services.failure);
    const opened = await openContext(call, services.value, 'read');
    if (!opened.ok) return refuse(call, opened.failure);
    const context = opened.value.value;
    try {
      const runs = (await listRuns(context.database, null)).map(runJson);
      const queue = { backend: context.queue.backend, waiting: await context.queue.waiting() };
      const workers = await livingWorkers(context.database, 5);
      const state = await catalogueState(context.database, context.law, call.config.timeZone);
      if (!state.ok) return refuse(call, state.failure);
      const catalogue = catalogueJson(state.value);
      const unbudgeted = await listUnbudgeted(context.database.pool, null);
      const schedule = await scheduleInForce(context.database.pool, {
        day: call.config.scheduleDay,
        hour: call.config.scheduleHour,
      });
      const budgets = { without: unbudgetedJson(unbudgeted) };
      if (call.flag('json')) {
        const shown = { runs, queue, workers, catalogue, budgets, schedule: scheduleJson(schedule) };
        call.terminal.print(JSON.stringify(shown, null, 2));
      } else {
        for (const run of runs)
          call.terminal.print(`${run['run_id']}  ${run['status']}  ${run['payments']} payments  ${run['amount']} VND`);
        call.terminal.print(`hàng đợi / queue: ${queue.backend}, ${queue.waiting} waiting; ${workers} workers`);
        call.terminal.print(catalogueLine(state.value));
        call.terminal.print(scheduleLine(schedule, call.config.timeZone));
        if (unbudgeted.length > 0) call.terminal.print(unbudgetedText(unbudgeted));
      }
      return 0;
    } finally {
      await opened.value.close();
    }
  },
};

/** Runs a long-lived process until SIGINT or SIGTERM, or until the parent that started it is gone; answers its exit code. */
export async function untilStopped(
  call: Call,
  serve: (context: Context, stop: AbortSignal, services: Services) => Promise<ExitCode>,
  access: Access = 'write',
): Promise<ExitCode> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  if (call.flag('with-parent')) process.once('disconnect', end);
  const services = await findServices(call.config, { queue: true });
  if (!services.ok) return refuse(call, services.failure);
  const opened = await openContext(call, services.value, access);
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    return await serve(opened.value.value, stop.signal, services.value);
  } finally {
    await opened.value.close();
    if (call.flag('with-parent') && process.connected) process.disconnect();
  }
}

export const worker: Command = {
  name: 'worker',
  arguments: [],
  isService: true,
  summary: 'tiến trình xử lý hàng đợi / queue worker, until stopped',
  options: { 'with-parent': { type: 'boolean', help: 'end when the process that started it ends' } },
  run: (call) =>
    untilStopped(call, async (context, stop) => {
      await work(context, call.config, stop);
      return 0;
    }),
};

export const schedule: Command = {
  name: 'schedule',
  arguments: [],
  isService: true,
  summary: 'tự lập đợt chi trả hằng tháng / opens each month by itself, and works for it',
  options: { 'with-parent': { type: 'boolean', help: 'end when the process that started it ends' } },
  async run(call) {
    const { scheduleDay, scheduleHour, timeZone } = call.config;
    return untilStopped(call, async (context, stop) => {
      const machine = { day: scheduleDay, hour: scheduleHour };
      call.terminal.error(scheduleLine(await scheduleInForce(context.database.pool, machine), timeZone));
      await workOnSchedule(context, call.config, stop);
      return 0;
    });
  },
};
