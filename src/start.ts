import type { Config } from './config.ts';
import { type Result, done, refused } from './domain/failure.ts';
import { provinceName } from './labels/provinces.ts';
import { originHere } from './local/origin.ts';
import { useLocalServices } from './local/services.ts';
import { openSigner } from './local/signing-key.ts';
import { openLog } from './log.ts';
import { type Action, type Trail, openTrail } from './payroll/audit-trail.ts';
import { openShelf } from './payroll/bank-forms.ts';
import type { Books, Context } from './payroll/context.ts';
import { readLawBook } from './payroll/law-book.ts';
import { currentLaw } from './payroll/law-in-force.ts';
import { openPress } from './payroll/press.ts';
import { openQueue } from './queue/client.ts';
import { type Access, type Database, openDatabase } from './store/database.ts';
import { installationId } from './store/runs.ts';

/** Where the services are, whoever keeps them, and how to let go of them. */
export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  release(): Promise<void>;
}

/** The services of the configuration; those it does not name are kept on this machine. Refuses a queue that cannot be had. */
export async function findServices(config: Config, needs: { readonly queue: boolean }): Promise<Result<Services>> {
  const redisUrl = config.queue === 'postgres' ? null : config.redisUrl;
  const needsPostgres = config.databaseUrl === null;
  const needsRedis = needs.queue && redisUrl === null && config.queue !== 'postgres';
  if (!needsPostgres && !needsRedis) {
    return done({ databaseUrl: config.databaseUrl ?? '', redisUrl, release: () => Promise.resolve() });
  }
  const local = await useLocalServices(config.home, { postgres: needsPostgres, redis: needsRedis });
  if (!local.ok) return local;
  const services = {
    databaseUrl: config.databaseUrl ?? local.value.databaseUrl,
    redisUrl: redisUrl ?? local.value.redisUrl,
    release: async () => {
      await local.value.release();
    },
  };
  if (!needsRedis || config.queue !== 'redis' || services.redisUrl !== null) return done(services);
  await services.release();
  return refused(
    'no_redis',
    'CHITRA_QUEUE=redis, but there is no Redis: set REDIS_URL, install redis-server, or unset CHITRA_QUEUE.',
  );
}

/** Something opened that must be closed again. */
export interface Opened<T> {
  readonly value: T;
  close(): Promise<void>;
}

/** Who opens the database: by which settings, and the trail that notes it in the audit log. */
export interface LoggedCall {
  readonly config: Config;
  readonly trail: Trail;
}

/** Opens the database and begins the trail: nothing is read or changed before it stands in the audit log. Refuses a change by an auditor. */
async function openLogged(
  { config, trail }: LoggedCall,
  services: Services,
  access: Access,
): Promise<Result<Database>> {
  const opened = await openDatabase(services.databaseUrl, 10, config.role === 'auditor' ? 'read' : access, config.role);
  if (!opened.ok) {
    await services.release();
    return opened;
  }
  const begun = await trail.begin(opened.value, access);
  if (begun.ok && (config.role !== 'auditor' || access === 'read')) return opened;
  await opened.value.close();
  await trail.afterEnd(() => services.release());
  if (!begun.ok) return begun;
  return refused(
    'auditor_reads',
    'Kiểm toán viên chỉ xem, không thay đổi. / Auditors read and change nothing: unset CHITRA_ROLE to work as the office, if that is your task.',
  );
}

/** Opens the database alone, for what needs no queue; with `read` access it takes no change. */
export async function openStore(
  call: LoggedCall,
  access: Access = 'write',
): Promise<Result<Opened<Database> & { readonly services: Services }>> {
  const services = await findServices(call.config, { queue: false });
  if (!services.ok) return services;
  const database = await openLogged(call, services.value, access);
  if (!database.ok) return database;
  const close = async (): Promise<void> => {
    await database.value.close();
    await call.trail.afterEnd(() => services.value.release());
  };
  return done({ value: database.value, services: services.value, close });
}

/** Opens the books of the configuration, for what needs no queue. Refuses a key that cannot sign. */
export async function openBooks(call: LoggedCall, access: Access = 'write'): Promise<Result<Opened<Books>>> {
  const { config } = call;
  const signer = openSigner(config.home, config.signingKey);
  if (!signer.ok) return signer;
  const banks = await openShelf(config.banks);
  if (!banks.ok) return banks;
  const store = await openStore(call, access);
  if (!store.ok) return store;
  const opened = store.value;
  const books = { database: opened.value, province: config.province, signer: signer.value, banks: banks.value };
  return done({ value: books, close: () => opened.close() });
}

/** The forms of the banks and who signs. Refuses a folder of forms that cannot be read, and a key that cannot sign. */
async function openTools(config: Config): Promise<Result<Pick<Context, 'banks' | 'signer'>>> {
  const banks = await openShelf(config.banks);
  if (!banks.ok) return banks;
  const signer = openSigner(config.home, config.signingKey);
  return signer.ok ? done({ banks: banks.value, signer: signer.value }) : signer;
}

/** Opens all that a step is given; with `read` access the database takes no change from it. The services already found are released when it is closed. */
export async function openContext(
  call: LoggedCall,
  services: Services,
  access: Access = 'write',
): Promise<Result<Opened<Context>>> {
  const { config, trail } = call;
  const own = await readLawBook(config.province, config.overlay);
  if (!own.ok) {
    await services.release();
    return own;
  }
  const tools = await openTools(config);
  if (!tools.ok) {
    await services.release();
    return tools;
  }
  const database = await openLogged(call, services, access);
  if (!database.ok) return database;
  const closeStore = async (): Promise<void> => {
    await database.value.close();
    await trail.afterEnd(() => services.release());
  };
  const law = await currentLaw(own.value, database.value);
  if (!law.ok) {
    await closeStore();
    return law;
  }
  const queue = await openQueue({
    redisUrl: services.redisUrl,
    databaseUrl: services.databaseUrl,
    installationId: await installationId(database.value),
    lockMs: config.leaseMs,
  });
  if (!queue.ok) {
    await closeStore();
    return queue;
  }
  const context: Context = {
    database: database.value,
    queue: queue.value,
    law: law.value,
    ...tools.value,
    province: config.province,
    provinceName: provinceName(config.province),
    press: openPress(),
    out: config.out,
    leaseMs: config.leaseMs,
    shardPersons: config.shardPersons,
    origin: originHere(null),
    log: openLog(config.logLevel),
  };
  const close = async (): Promise<void> => {
    await queue.value.close();
    await closeStore();
  };
  return done({ value: context, close });
}

/** The trail of an action of this process; `from`: where it was called from, if that is known. */
export function trailOf(action: Omit<Action, 'origin'>, from: string | null, warn: (sentence: string) => void): Trail {
  return openTrail({ ...action, origin: originHere(from) }, warn);
}
