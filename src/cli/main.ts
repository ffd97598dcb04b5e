#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { NO_TRAIL } from '../payroll/no-trail.ts';
import { inspect } from './inspect.ts';
import { type Call, type Command, type ExitCode, UsageError } from './command.ts';
import { placesOf, stoppedBy } from './stopped.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal(process.stdout, process.stderr, () => performance.now());

function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => {
    const word = option.value === undefined ? `--${name}` : `--${name} ${option.value}`;
    return option.required === true ? word : `[${word}]`;
  });
  return ['chitra', command.name, ...command.arguments, ...options].join(' ');
}

function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => `  --${name.padEnd(14)} ${option.help}`);
  return [`Cách dùng / usage: ${usageOf(command)}`, command.summary, ...options].join('\n');
}

/**
 * Every command. Why loaded when it is asked for: what other commands need takes half a second and 60 MB, and files of any size shall be
 * inspected in little memory.
 */
async function allCommands(): Promise<readonly Command[]> {
  const { COMMANDS } = await import('./commands.ts');
  return COMMANDS;
}

function overview(commands: readonly Command[]): string {
  const lines = commands.map((command) => `  ${command.name.padEnd(18)} ${command.summary}`);
  return [
    'chitra: chi trả trợ giúp xã hội hằng tháng / pays monthly social assistance',
    ...lines,
    'chitra COMMAND --help',
  ].join('\n');
}

function parse(
  command: Command,
  words: readonly string[],
): Pick<Call, 'arguments' | 'text' | 'flag'> & { wantsHelp: boolean } {
  const options = Object.fromEntries([
    ...Object.entries(command.options).map(([name, { type }]) => [name, { type }]),
    ['help', { type: 'boolean' }],
  ]);
  const parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  const values: Record<string, unknown> = parsed.values;
  const text = (name: string): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    arguments: parsed.positionals,
    text,
    flag: (name) => values[name] === true,
    wantsHelp: values['help'] === true,
  };
}

/** Runs a command and, if it has to do with the database, notes in the audit log how it ended, whatever happens. */
async function runLogged(command: Command, call: Omit<Call, 'trail'>): Promise<ExitCode> {
  if (command.isAlone === true) return command.run({ ...call, trail: NO_TRAIL });
  const [{ trailFor }, { errorCode }] = await Promise.all([import('./audit-action.ts'), import('../log.ts')]);
  const trail = trailFor(command, call);
  try {
    const exitCode = await command.run({ ...call, trail });
    await trail.end({ exitCode, error: null });
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) trail.noteRefusal('usage');
    await trail.end(
      error instanceof UsageError ? { exitCode: 2, error: null } : { exitCode: 1, error: errorCode(error) },
    );
    throw error;
  }
}

async function runCommand(command: Command, words: readonly string[]): Promise<ExitCode> {
  const call = parse(command, words);
  if (call.wantsHelp) {
    terminal.print(helpOf(command));
    return 0;
  }
  if (call.arguments.length !== command.arguments.length) {
    throw new UsageError(
      `${command.name} takes ${command.arguments.length === 0 ? 'no arguments' : command.arguments.join(' ')}.`,
    );
  }
  const missing = Object.entries(command.options).find(
    ([name, option]) => option.required === true && (call.text(name) ?? '') === '',
  );
  if (missing !== undefined) throw new UsageError(`--${missing[0]} ${missing[1].value ?? ''} is missing.`);
  const config = readConfig(process.env);
  if (!config.ok) throw new UsageError(config.failure.message);
  return runLogged(command, { ...call, config: config.value, terminal });
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

async function main(words: readonly string[]): Promise<ExitCode> {
  const [name, second = ''] = words;
  if (name === undefined || name === 'help' || name === '--help') {
    terminal.print(overview(await allCommands()));
    return name === undefined ? 2 : 0;
  }
  const commands = name === inspect.name ? [inspect] : await allCommands();
  const command = commands.find((one) => one.name === `${name} ${second}`) ?? commands.find((one) => one.name === name);
  if (command === undefined) {
    const unknown = commands.some((one) => one.name.startsWith(`${name} `)) ? `${name} ${second}`.trim() : name;
    terminal.error(
      `chitra: there is no command "${unknown}".\nCách dùng / usage: chitra COMMAND (chitra help: all commands)`,
    );
    return 2;
  }
  try {
    return await runCommand(command, words.slice(command.name.split(' ').length));
  } catch (error) {
    if (error instanceof UsageError || isParseError(error)) {
      terminal.error(`chitra: ${error.message}\nCách dùng / usage: ${usageOf(command)}`);
      return 2;
    }
    terminal.error(`chitra: ${stoppedBy(error)}`);
    if (process.env['LOG_LEVEL'] === 'debug') terminal.error(placesOf(error));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
