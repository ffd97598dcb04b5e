import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processName, stillLives } from './process-mark.ts';

let registrations = 0;

function folder(home: string): string {
  return join(home, 'users');
}

/** Notes that this process uses the services of `home`; the returned path is what `removeUser` takes away. */
export function addUser(home: string): string {
  mkdirSync(folder(home), { recursive: true });
  registrations += 1;
  const path = join(folder(home), `${processName(process.pid) ?? process.pid}.${registrations}`);
  writeFileSync(path, '');
  return path;
}

/** Takes a note of `addUser` away. */
export function removeUser(path: string): void {
  rmSync(path, { force: true });
}

/** Process numbers of the living users of `home`. The notes of dead ones are cleared away. */
export function livingUsers(home: string): number[] {
  mkdirSync(folder(home), { recursive: true });
  return readdirSync(folder(home)).flatMap((name) => {
    if (stillLives(name.split('.').slice(0, 2).join('.'))) return [Number(name.split('.')[0])];
    removeUser(join(folder(home), name));
    return [];
  });
}
