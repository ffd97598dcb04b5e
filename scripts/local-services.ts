import { postgresPrograms } from '../src/local/postgres-programs.ts';
import { serviceOwner } from '../src/local/service-owner.ts';
import { removeLocalServices, useLocalServices } from '../src/local/services.ts';
import type { Result } from '../src/domain/failure.ts';

/**
 * What the shell scripts need of the local services:
 *   which        says in a line which PostgreSQL will be used
 *   hold HOME    starts them, writes their addresses in one line, and keeps them until standard input ends or a signal comes
 *   remove HOME  stops them and removes the folder with all data
 */
async function main(verb: string, home: string): Promise<Result<string>> {
  if (verb === 'which') return whichPostgres();
  if (verb === 'remove' && home !== '') {
    const removed = await removeLocalServices(home);
    return removed.ok ? { ok: true, value: '' } : removed;
  }
  if (verb === 'hold' && home !== '') return hold(home);
  process.exitCode = 2;
  return { ok: true, value: 'usage: local-services.ts which | hold HOME | remove HOME' };
}

function whichPostgres(): Result<string> {
  const owner = serviceOwner();
  if (!owner.ok) return owner;
  const programs = postgresPrograms(owner.value);
  if (!programs.ok) return programs;
  const [first] = programs.value;
  return { ok: true, value: `a private PostgreSQL ${first?.major} (${first?.from}), started when needed` };
}

async function hold(home: string): Promise<Result<string>> {
  const ended = new Promise((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve).once('SIGHUP', resolve);
    process.stdin.once('end', resolve).resume();
  });
  const services = await useLocalServices(home, { postgres: true, redis: true });
  if (services.ok) {
    const { databaseUrl, redisUrl } = services.value;
    process.stdout.write(`${databaseUrl} ${redisUrl ?? '(no Redis)'}\n`);
    await ended;
  }
  process.stdin.destroy();
  const released = services.ok ? await services.value.release() : services;
  return released.ok ? { ok: true, value: '' } : released;
}

const [verb = '', home = ''] = process.argv.slice(2);
const result = await main(verb, home);
if (result.ok) {
  if (result.value !== '') process.stdout.write(`${result.value}\n`);
} else {
  process.stderr.write(`${result.failure.message}\n`);
  process.exitCode = 1;
}
