import type { Context as Request } from 'hono';
import type { Failure } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import type { Label } from '../labels/label.ts';
import type { Context } from '../payroll/context.ts';
import type { Database } from '../store/database.ts';
import type { KnownUser } from '../store/users.ts';
import type { ScopedReaders } from '../store/scoped-readers.ts';
import type { Session } from '../store/web-sessions.ts';
import type { SignInService } from './access/sign-in-service.ts';

/** A command of the command line that the console started. */
export interface StartedCommand {
  /** Its exit code and what it printed and said, when it is over. */
  readonly ended: Promise<{ readonly exitCode: number; readonly printed: string; readonly said: string }>;
  /** Ends it as a person would with Ctrl+C. */
  stop(): void;
}

/** How the console is set up on this machine. */
export interface ConsoleSettings {
  /** The address under which people open it: `https://chitra.tinh.gov.vn`, or one of this machine. */
  readonly origin: string;
  /** A token for programs that watch the machine: /metrics only. Null: only from this machine. */
  readonly watchToken: string | null;
  readonly timeZone: string;
  readonly today: () => IsoDate;
  /** When the month opens by itself, as the machine is set up; what is set in the console counts before it. */
  readonly schedule: { readonly day: number; readonly hour: number };
  /** Where uploads and what tasks write are kept. */
  readonly folder: string;
  /** Bytes of the largest file that is taken. */
  readonly largestUpload: number;
  /** Starts a command of the command line; `onProgress` is told lines for people who wait. */
  readonly startCommand: (
    words: readonly string[],
    caller: { readonly actor: string; readonly from: string },
    onProgress: (line: string) => void,
  ) => StartedCommand;
  /** The office's own sign-in; null: there is none. */
  readonly signIn: SignInService | null;
  /** Ends streams and tasks. */
  readonly stop: AbortSignal;
}

/** What the console works with. */
export interface Office {
  readonly context: Context;
  readonly readers: ScopedReaders;
  readonly settings: ConsoleSettings;
}

/** Why the last act was not done, to be told on the page where it was asked for, with what was typed. */
export interface Refusal {
  readonly action: string;
  readonly failure: Failure;
  readonly values: ReadonlyMap<string, string>;
}

/** One request of somebody who is signed in. */
export interface Visit {
  readonly request: Request;
  readonly office: Office;
  readonly user: KnownUser;
  /** Null: a program with a token. */
  readonly session: Session | null;
  /** What the user may see, and nothing else. */
  readonly database: Database;
  /** From where the request came. */
  readonly address: string;
  readonly refusal: Refusal | null;
  /** What the act before came to. */
  readonly notice: Label | null;
}

/** A part of the path, such as runId of /runs/:runId. */
export function pathPart(visit: Visit, name: string): string {
  return visit.request.req.param(name) ?? '';
}
