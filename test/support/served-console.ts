import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserRole } from '../../src/domain/user.ts';
import { type Installation, chitra, newInstallation, startChitra } from './chitra.ts';

/** Every user's password. */
export const PASSWORD = 'mua xuan den roi 2026';

/** `chitra serve` in a process of its own, as an office runs it: with workers and tasks. */
export interface ServedConsole {
  readonly at: Installation;
  readonly origin: string;
  /** Adds a user by the command line, with PASSWORD. */
  addUser(name: string, role: UserRole, ...more: readonly string[]): Promise<void>;
  /** Ends it as a machine does, and takes everything away. Answers the exit code of the console. */
  stop(): Promise<number | null>;
}

/** Starts it on any free port; `settings` go into its environment. */
export async function serveConsole(settings: Readonly<Record<string, string>> = {}): Promise<ServedConsole> {
  const at = await newInstallation({ CHITRA_WORKERS: '1', ...settings });
  const folder = mkdtempSync(join(tmpdir(), 'chitra-password-'));
  const file = join(folder, 'password');
  writeFileSync(file, PASSWORD);
  const served = startChitra(at, ['serve', '--port', '0']);
  let said = '';
  served.stderr?.setEncoding('utf8').on('data', (part: string) => (said += part));
  const origin = await new Promise<string>((resolve, reject) => {
    let printed = '';
    served.stdout?.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      const address = /https?:\/\/[^\s/]+/.exec(printed)?.[0];
      if (address !== undefined) resolve(address);
    });
    served.once('exit', (code) => reject(new Error(`chitra serve ended with ${code}: ${said}`)));
  });
  return {
    at,
    origin,
    addUser: async (name, role, ...more) => {
      const words = ['user', 'add', name, '--role', role, '--full-name', `Người dùng ${name}`, '--password-file', file];
      const { code, stderr } = await chitra(at, ...words, ...more);
      if (code !== 0) throw new Error(stderr);
    },
    stop: async () => {
      const ended = once(served, 'exit');
      served.kill('SIGTERM');
      await ended;
      await at.drop();
      rmSync(folder, { recursive: true, force: true });
      return served.exitCode;
    },
  };
}
