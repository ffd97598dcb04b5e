import type { Config } from '../config.ts';
import type { Failure } from '../domain/failure.ts';
import { type Month, type IsoDate, parseDate, parseMonth } from '../domain/month.ts';
import type { Trail } from '../payroll/audit-trail.ts';
import type { Terminal } from './terminal.ts';

/** 0 done, 1 failed or something is wrong, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** What stands for the value in the usage line; absent for flags. */
  readonly value?: string;
  readonly required?: boolean;
}

/** What a command is called with, after the words were sorted. */
export interface Call {
  readonly arguments: readonly string[];
  readonly text: (option: string) => string | null;
  readonly flag: (option: string) => boolean;
  readonly config: Config;
  readonly terminal: Terminal;
  /** Notes in the audit log what the command does with the database; whoever opens it is asked for the whole call. */
  readonly trail: Trail;
}

/** One entry of the command table: help and usage are made from it. */
export interface Command {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** It runs until it is stopped. */
  readonly isService?: boolean;
  /** It opens neither database nor services, and leaves no trail in the audit log. */
  readonly isAlone?: boolean;
  run(call: Call): Promise<ExitCode>;
}

/** Thrown by readers of arguments: the command was called wrongly (exit code 2). */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The month of an option or argument. Refuses (UsageError) other texts. */
export function monthFrom(text: string, where: string): Month {
  const month = parseMonth(text);
  if (month === null) throw new UsageError(`${where} ${text}: not a month. Write it as YYYY-MM, for example 2026-11.`);
  return month;
}

/** The day of an option. Refuses (UsageError) other texts. */
export function dateFrom(text: string, where: string): IsoDate {
  const date = parseDate(text);
  if (date === null)
    throw new UsageError(`${where} ${text}: not a date. Write it as YYYY-MM-DD, for example 2026-10-20.`);
  return date;
}

/** Who acts: --actor, else CHITRA_ACTOR, else the user of the machine. */
export function actorOf(call: Pick<Call, 'text'>): string {
  const actor = call.text('actor') ?? process.env['CHITRA_ACTOR'] ?? process.env['USER'] ?? 'operator';
  if (actor.trim() === '') throw new UsageError('--actor is empty. Give the name of the person who acts.');
  return actor.trim();
}

/** Prints a refusal; exit code 1. */
export function refuse(call: Call, failure: Failure): ExitCode {
  call.trail.noteRefusal(failure.code);
  call.terminal.error(`chitra: ${failure.message}`);
  return 1;
}

export const JSON_OPTION: Option = { type: 'boolean', help: 'print one JSON document on standard output' };
export const ACTOR_OPTION: Option = {
  type: 'string',
  value: 'NAME',
  help: 'who acts (default: CHITRA_ACTOR or the user of the machine)',
};
