import { type AuditEntry, type AuditKind, type AuditNote, type AuditOutcome } from '../domain/audit.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { errorCode } from '../log.ts';
import { cutOffEntries, holdEntry, lockAudit, takeChanges } from '../store/audit-session.ts';
import { appendEntry } from '../store/audit.ts';
import { hasPerson } from '../store/holds.ts';
import {
  type Access,
  type Client,
  type Database,
  inTransaction,
  openDatabase,
  transactionOn,
} from '../store/database.ts';

export { NO_TRAIL } from './no-trail.ts';

/** Who does what, and from where, as it stands in the audit log. */
export interface Action extends Pick<AuditNote, 'actor' | 'origin' | 'command'> {
  /** Arguments that are long numbers: ids of persons in some registries, id cards or accounts in others. */
  readonly numbers: readonly string[];
  /** The arguments as the log keeps them, JSON; `personIds`: those of the long numbers that are ids of persons here. */
  readonly what: (personIds: ReadonlySet<string>) => string;
  /** It runs until it is stopped, and what happens meanwhile has entries of its own. */
  readonly isService: boolean;
}

/** How an action ended. */
export interface Ending {
  readonly exitCode: number;
  /** Of an unexpected error; null: there was none. */
  readonly error: string | null;
}

/** The trail of one action in the audit log: an entry when it has the database open, one when it is over. */
export interface Trail {
  /** Notes the beginning, once. Refuses where a change could not be noted; an action that only reads goes on with a warning. */
  begin(database: Database, access: Access): Promise<Result<null>>;
  /** Notes that the schema has a new version; `applied`: the names of its migrations. One entry, without beginning and end. */
  noteMigration(databaseUrl: string, applied: readonly string[]): Promise<void>;
  /** The code of a refusal; the first counts. */
  noteRefusal(code: string): void;
  /** Does something when the end is written: until then the database must be there. */
  afterEnd(release: () => Promise<void>): Promise<void>;
  /** Notes the end. Does nothing without a beginning, and never fails: who cannot be noted is told by a warning. */
  end(ending: Ending): Promise<void>;
}

/** A session of its own, kept while the action lasts: others see by it that the action lives. */
interface Session {
  readonly client: Client;
  close(): Promise<void>;
}

async function openSession({ url, role }: Pick<Database, 'url' | 'role'>): Promise<Session> {
  const opened = await openDatabase(url, 1, 'write', role);
  if (!opened.ok) throw new Error(opened.failure.code);
  try {
    const client = await opened.value.pool.connect();
    const close = (): Promise<void> => {
      client.release(true);
      return opened.value.close();
    };
    return { client, close };
  } catch (error) {
    await opened.value.close();
    throw error;
  }
}

async function noteCutOff(client: Client): Promise<void> {
  for (const { entryNo, afterHash, actor, origin, kind, command, what } of await cutOffEntries(client)) {
    const ending = { outcome: 'cut_off', begunNo: entryNo, exitCode: null, code: null } as const;
    await appendEntry(client, { actor, origin, kind, command, what, ...ending }, () => afterHash);
  }
}

function kindOf(action: Action, access: Access): AuditKind {
  if (action.isService) return 'service';
  return access === 'read' ? 'read' : 'change';
}

/** The beginning, in one transaction: commands that ended without a word get their end first. */
async function writeBeginning(
  database: Database,
  { client }: Session,
  action: Action,
  kind: AuditKind,
): Promise<AuditEntry> {
  const { actor, origin, command } = action;
  const known = await Promise.all(action.numbers.map((number) => hasPerson(database, number)));
  const what = action.what(new Set(action.numbers.filter((_, at) => known[at])));
  return transactionOn(client, async () => {
    await lockAudit(client);
    await noteCutOff(client);
    const beginning = { outcome: 'begun', begunNo: null, exitCode: null, code: null } as const;
    const entry = await appendEntry(client, { actor, origin, kind, command, what, ...beginning }, (now) => now);
    await holdEntry(client, entry.entryNo);
    return entry;
  });
}

function outcomeOf({ exitCode, error }: Ending, refusal: string | null): AuditOutcome {
  if (error === null && exitCode === 0) return 'done';
  return error === null && refusal !== null ? 'refused' : 'failed';
}

async function writeEnd({ client }: Session, begun: AuditEntry, ending: Ending, refusal: string | null): Promise<void> {
  const { actor, origin, kind, command, what } = begun;
  const end = {
    outcome: outcomeOf(ending, refusal),
    begunNo: begun.entryNo,
    exitCode: ending.exitCode,
    code: ending.error ?? refusal,
  };
  const note = { actor, origin, kind, command, what, ...end };
  await transactionOn(client, () => appendEntry(client, note, () => begun.afterHash));
}

async function writeMigration(databaseUrl: string, action: Action, applied: readonly string[]): Promise<void> {
  const session = await openSession({ url: databaseUrl, role: 'app' });
  const { actor, origin, command } = action;
  const note = { actor, origin, command, kind: 'migration', what: JSON.stringify({ applied }) } as const;
  const ending = { outcome: 'done', begunNo: null, exitCode: 0, code: null } as const;
  try {
    await transactionOn(session.client, () => appendEntry(session.client, { ...note, ...ending }, (now) => now));
  } finally {
    await session.close();
  }
}

/**
 * Notes in one entry that somebody looked at something: for pages of the console, which are many and short. `database` may be one that
 * takes no change but this.
 */
export async function noteLook(
  database: Database,
  look: Pick<AuditNote, 'actor' | 'origin' | 'command' | 'what'>,
): Promise<void> {
  const { actor, origin, command, what } = look;
  const ending = { outcome: 'done', begunNo: null, exitCode: null, code: null } as const;
  await inTransaction(database, async (client) => {
    await takeChanges(client);
    await appendEntry(client, { actor, origin, command, what, kind: 'read', ...ending }, (now) => now);
  });
}

interface Begun {
  readonly database: Database;
  readonly session: Session;
  readonly entry: AuditEntry;
}

async function beginOn(database: Database, action: Action, access: Access): Promise<Begun> {
  const session = await openSession(database);
  try {
    return { database, session, entry: await writeBeginning(database, session, action, kindOf(action, access)) };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function endOn(begun: Begun, ending: Ending, refusal: string | null): Promise<void> {
  try {
    await writeEnd(begun.session, begun.entry, ending, refusal);
  } catch {
    // Why once more: a restart of PostgreSQL ended the session, not the action.
    const again = await openSession(begun.database);
    try {
      await writeEnd(again, begun.entry, ending, refusal);
    } finally {
      await again.close();
    }
  }
}

/** Opens the trail of an action; `warn` tells a person what could not be noted. */
export function openTrail(action: Action, warn: (sentence: string) => void): Trail {
  let begun: Begun | null = null;
  let refusal: string | null = null;
  const releases: (() => Promise<void>)[] = [];
  return {
    async begin(database, access) {
      if (begun !== null) return done(null);
      try {
        begun = await beginOn(database, action, access);
      } catch (error) {
        const sentence = `The audit log cannot be written (${errorCode(error)}).`;
        if (access === 'write')
          return refused(
            'audit_log_closed',
            `Không ghi được nhật ký kiểm toán, chưa làm gì cả. / ${sentence} Nothing was done. Check the database and repeat the command.`,
          );
        warn(`Không ghi được nhật ký kiểm toán. / ${sentence} What is read now stands in no entry.`);
      }
      return done(null);
    },
    noteMigration: (databaseUrl, applied) =>
      writeMigration(databaseUrl, action, applied).catch((error: unknown) =>
        warn(`The new version of the schema is not in the audit log (${errorCode(error)}).`),
      ),
    noteRefusal: (code) => {
      refusal ??= code;
    },
    afterEnd: (release) => {
      if (begun === null) return release();
      releases.push(release);
      return Promise.resolve();
    },
    async end(ending) {
      const ended = begun;
      begun = null;
      if (ended !== null) {
        await endOn(ended, ending, refusal).catch((error: unknown) =>
          warn(
            `Không ghi được lúc kết thúc vào nhật ký kiểm toán. / The end of this command is not in the audit log (${errorCode(error)}); the next command notes it as cut off.`,
          ),
        );
        await ended.session.close().catch(() => undefined);
      }
      for (const release of releases.splice(0)) await release();
    },
  };
}
