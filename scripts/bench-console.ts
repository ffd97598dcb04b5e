import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import type { Result } from '../src/domain/failure.ts';
import { findServices } from '../src/start.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { type Visitor, measureExport, measurePages, visitors } from './bench/console-pages.ts';
import { startConsole } from './bench/console-process.ts';
import { consoleSection, withConsoleSection } from './bench/console-report.ts';

const USAGE =
  'npm run bench:console -- DIR [REQUESTS]   (DIR: what `npm run bench -- --people N --keep DIR` left behind)';
const REQUESTS = 40;

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

async function countPersons(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ persons: number }>('SELECT count(*) AS persons FROM person');
  return rows[0]?.persons ?? 0;
}

async function bench(folder: string, requests: number): Promise<void> {
  const [load = 0] = loadavg();
  const environment = { CHITRA_HOME: resolve(folder, 'home'), CHITRA_OUT: resolve(folder, 'out'), LOG_LEVEL: 'error' };
  const services = valueOf(await findServices(valueOf(readConfig(environment)), { queue: true }));
  const database = valueOf(await openDatabase(services.databaseUrl, 2));
  try {
    const redis = services.redisUrl === null ? {} : { REDIS_URL: services.redisUrl };
    const web = await startConsole({ ...environment, DATABASE_URL: services.databaseUrl, ...redis });
    try {
      const people: readonly Visitor[] = await visitors(database);
      const pages = [];
      for (const visitor of people) pages.push(...(await measurePages(database, web.origin, visitor, requests)));
      const exported = await measureExport(database, web.origin, people);
      const figures = {
        people: await countPersons(database),
        command: `npm run bench:console -- DIR ${requests}`,
        date: new Date().toISOString().slice(0, 10),
        load,
        pages,
        exported,
        peakMib: web.peakMib(),
      };
      const report = 'BENCHMARKS.md';
      const before = existsSync(report) ? readFileSync(report, 'utf8') : '';
      writeFileSync(report, withConsoleSection(before, figures));
      process.stdout.write(`${consoleSection(figures)}\n`);
    } finally {
      await web.stop();
    }
  } finally {
    await database.close();
    await services.release();
  }
}

const [folder, count = String(REQUESTS), ...others] = process.argv.slice(2);
if (
  folder === undefined ||
  others.length > 0 ||
  !/^[1-9]\d{0,3}$/.test(count) ||
  !existsSync(resolve(folder, 'home'))
) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  await bench(folder, Number(count));
}
