import { basename } from 'node:path';
import { NO_TRAIL, type Trail } from '../payroll/audit-trail.ts';
import { NOT_KEPT, isLongNumber, keptWord } from '../payroll/audit-what.ts';
import { trailOf } from '../start.ts';
import { type Call, type Command, UsageError, actorOf } from './command.ts';

const IS_PATH = /^(PATH|FILE(?!:)|DIR|FOLDER)/;

/** What stands in the audit log for a value that stands for `name` in the usage line. */
function kept(name: string, value: string, personIds: ReadonlySet<string>): string {
  if (name === 'TEXT') return NOT_KEPT;
  const word = IS_PATH.test(name) ? basename(value) : value;
  return keptWord(word, name === 'VND' ? new Set([word]) : personIds);
}

/** The arguments and options of a call as the audit log keeps them: JSON, without free texts, paths, and what may be personal data but ids. */
export function whatOf(
  command: Pick<Command, 'arguments' | 'options'>,
  call: Pick<Call, 'arguments' | 'text' | 'flag'>,
  personIds: ReadonlySet<string>,
): string {
  const named = command.arguments.map((name, at) => [
    name.toLowerCase(),
    kept(name, call.arguments[at] ?? '', personIds),
  ]);
  const options = Object.entries(command.options).flatMap(([name, option]): [string, string | true][] => {
    if (option.type === 'boolean') return call.flag(name) ? [[name, true]] : [];
    const value = call.text(name);
    return value === null || name === 'actor' ? [] : [[name, kept(option.value ?? '', value, personIds)]];
  });
  return JSON.stringify(Object.fromEntries([...named, ...options]));
}

/** The address from which somebody is connected to this machine, or whether a terminal is there. */
function calledFrom(): string | null {
  const console = process.env['CHITRA_CALLED_FROM'];
  if (console !== undefined && /^console [0-9a-fA-F.:]+$/.test(console)) return console;
  const address = process.env['SSH_CONNECTION']?.split(' ')[0];
  if (address !== undefined && /^[0-9a-fA-F.:]+$/.test(address)) return address;
  return process.stdin.isTTY ? 'terminal' : null;
}

function nameOfActor(call: Pick<Call, 'text'>): string {
  try {
    return actorOf(call);
  } catch (error) {
    // The command itself refuses such a name; what it says then is in the log under this one.
    if (error instanceof UsageError) return 'unknown';
    throw error;
  }
}

/** The trail of a call of a command. A process that works for another command leaves none: that command's trail tells of it. */
export function trailFor(command: Command, call: Omit<Call, 'trail'>): Trail {
  if (call.flag('with-parent')) return NO_TRAIL;
  const action = {
    actor: nameOfActor(call),
    command: command.name,
    numbers: call.arguments.filter(isLongNumber),
    what: (personIds: ReadonlySet<string>) => whatOf(command, call, personIds),
    isService: command.isService === true,
  };
  return trailOf(action, calledFrom(), (sentence) => call.terminal.error(`chitra: ${sentence}`));
}
