import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeLocalServices, useLocalServices } from '../src/local/services.ts';
import { FAULTS } from './chaos/faults.ts';
import { type MonthOutcome, type MonthPlan, workMonth } from './chaos/month.ts';
import { ownRedis } from './chaos/own-redis.ts';
import { loadProvince } from './chaos/province.ts';

const USAGE = 'node scripts/chaos.ts [--rounds 20] [--seed 1] [--people 3000] [--per-phase 8] [--queue redis|postgres]';

function numberFrom(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`--${name} ${text} is not a whole number. Usage: ${USAGE}`);
  return Number(text);
}

function differences(wanted: MonthOutcome, found: MonthOutcome): string[] {
  const paths = new Set([...Object.keys(wanted.files), ...Object.keys(found.files)]);
  const files = [...paths].filter((path) => wanted.files[path] !== found.files[path]);
  const others = (['totals', 'ledger', 'lines'] as const).filter((part) => wanted[part] !== found[part]);
  return [...others, ...files];
}

/** Works the same month again and again, each time with other faults, and compares it with an undisturbed one. */
async function soak(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      people: { type: 'string', default: '3000' },
      'per-phase': { type: 'string', default: '8' },
      queue: { type: 'string', default: 'redis' },
    },
  });
  const people = numberFrom(values.people, 'people');
  const firstSeed = numberFrom(values.seed, 'seed');
  const rounds = numberFrom(values.rounds, 'rounds');
  const home = mkdtempSync(join(tmpdir(), 'chitra-chaos-services-'));
  // Open for the account that PostgreSQL runs as when this runs as root.
  chmodSync(home, 0o755);
  const services = await useLocalServices(home, { postgres: true, redis: false });
  if (!services.ok) throw new Error(services.failure.message);
  const redis = values.queue === 'postgres' ? null : await ownRedis();
  const province = await loadProvince(services.value.databaseUrl, people, firstSeed);
  const plan = async (seed: number, perPhase: number): Promise<MonthPlan> => ({
    databaseUrl: await province.copy(),
    redis,
    shardPersons: Math.ceil(people / 8),
    leaseMs: 800,
    faults: redis === null ? ['kill', 'freeze', 'terminate'] : FAULTS,
    perPhase,
    seed,
  });
  let bad = 0;
  try {
    const quiet = await workMonth(await plan(firstSeed, 0));
    for (let seed = firstSeed; seed < firstSeed + rounds; seed += 1) {
      const month = await workMonth(await plan(seed, numberFrom(values['per-phase'], 'per-phase')));
      const different = differences(quiet.outcome, month.outcome);
      if (different.length > 0 || month.paidTwice > 0) bad += 1;
      rmSync(join(month.folder, '../..'), { recursive: true, force: true });
      process.stdout.write(
        `seed ${seed}: ${month.faults.join(' ')}; ${month.overlaps} woke up too late; done ${month.recoveryMs} ms after the last; ` +
          `${different.length === 0 ? 'same' : `DIFFERENT: ${different.join(', ')}`}; ${month.paidTwice} paid twice\n`,
      );
    }
    rmSync(join(quiet.folder, '../..'), { recursive: true, force: true });
  } finally {
    await province.drop();
    await redis?.stop();
    await services.value.release();
    await removeLocalServices(home);
  }
  process.stdout.write(`${rounds} rounds, ${bad} bad\n`);
  return bad === 0 ? 0 : 1;
}

process.exitCode = await soak(process.argv.slice(2));
