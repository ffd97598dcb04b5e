import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { done, refused } from '../../src/domain/failure.ts';
import { oneAtATime } from '../../src/local/lock.ts';
import { processName, stillLives } from '../../src/local/process-mark.ts';

const LOCK_USER = fileURLToPath(new URL('../support/lock-user.ts', import.meta.url));

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chitra-lock-'));
  writeFileSync(join(folder, 'count'), '0');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function lockUser(times: string): Promise<number | null> {
  const child = spawn(process.execPath, [LOCK_USER, folder, times], { stdio: 'inherit' });
  await once(child, 'exit');
  return child.exitCode;
}

test('six processes, two of them killed while they hold the lock, lose no count', async () => {
  const ends = await Promise.all(['20', 'die', '20', '20', 'die', '20'].map((times) => lockUser(times)));
  expect(ends).toEqual([0, null, 0, 0, null, 0]);
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('80');
  expect(readdirSync(join(folder, 'lock'))).toHaveLength(1);
});

test('a note of an earlier process with the same number holds nobody up', async () => {
  await oneAtATime(join(folder, 'lock'), () => Promise.resolve(done(1)));
  writeFileSync(join(folder, 'lock', 'turn-1'), `${process.pid}.1-00000000`);
  expect(await oneAtATime(join(folder, 'lock'), () => Promise.resolve(done(2)))).toEqual(done(2));
});

test('refusals and errors give the lock back', async () => {
  const lock = join(folder, 'lock');
  expect(await oneAtATime(lock, () => Promise.resolve(refused('no', 'No.')))).toEqual(refused('no', 'No.'));
  await expect(oneAtATime(lock, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
  expect(await oneAtATime(lock, () => Promise.resolve(done(3)))).toEqual(done(3));
});

test('a name belongs to one life of a process', () => {
  const name = processName(process.pid) ?? '';
  expect(stillLives(name)).toBe(true);
  expect(stillLives(`${process.pid}.1-00000000`)).toBe(false);
  expect(stillLives('')).toBe(false);
  expect(processName(2 ** 22 + 1)).toBeNull();
});
