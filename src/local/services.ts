import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { done, refused, type Result } from '../domain/failure.ts';
import { oneAtATime } from './lock.ts';
import { stopPostgres, usePostgres } from './postgres.ts';
import { stopRedis, useRedis } from './redis.ts';
import { dataPlace, serviceOwner, type ServiceOwner } from './service-owner.ts';
import { addUser, livingUsers, removeUser } from './users.ts';

/** Services of this machine that this process uses. An empty URL was not asked for; `redisUrl` null: no Redis here. */
export interface LocalServices {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  /** Says that this process needs them no longer; the last user stops them. Safe to call again. */
  release(): Promise<Result<null>>;
}

/** Which services a process needs. */
export interface ServiceNeeds {
  readonly postgres: boolean;
  readonly redis: boolean;
}

interface Place {
  readonly home: string;
  readonly place: string;
  readonly owner: ServiceOwner;
}

/** Turns an error of the file system into a sentence; anything else is a bug and goes on. */
async function fileErrorsRefused<T>(home: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) throw error;
    const path = 'path' in error ? String(error.path) : home;
    return refused(
      'local_folder',
      `The local services cannot work in ${home} (${String(error.code)} at ${path}): make it writable, or name another folder in CHITRA_HOME.`,
    );
  }
}

function placeOf(home: string): Result<Place> {
  const owner = serviceOwner();
  if (!owner.ok) return owner;
  mkdirSync(home, { recursive: true });
  return done({ home, place: dataPlace(home, owner.value), owner: owner.value });
}

async function stopAll(at: Place): Promise<Result<null>> {
  const redis = await stopRedis(at);
  const postgres = await stopPostgres(at);
  return redis.ok ? postgres : redis;
}

async function leave(at: Place, user: string): Promise<Result<null>> {
  removeUser(user);
  return livingUsers(at.home).length > 0 ? done(null) : stopAll(at);
}

function releaseOnce(at: Place, user: string): () => Promise<Result<null>> {
  let leaving: Promise<Result<null>> | null = null;
  return () => {
    // A home that was removed meanwhile is not made again.
    leaving ??= existsSync(at.home) ? underLock(at.home, () => leave(at, user)) : Promise.resolve(done(null));
    return leaving;
  };
}

function underLock<T>(home: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  return fileErrorsRefused(home, () => oneAtATime(join(home, 'lock'), work));
}

async function joinOrStart(at: Place, needs: ServiceNeeds): Promise<Result<LocalServices>> {
  const user = addUser(at.home);
  const database = needs.postgres ? await usePostgres(at) : done('');
  const redis: Result<string | null> = needs.redis && database.ok ? await useRedis(at) : done(null);
  if (!database.ok || !redis.ok) await leave(at, user);
  if (!database.ok) return database;
  if (!redis.ok) return redis;
  return done({ databaseUrl: database.value, redisUrl: redis.value, release: releaseOnce(at, user) });
}

/**
 * Starts the services of `home` that are needed and missing, or joins those that run, and notes this process as a user.
 * Refuses with one sentence when a program is missing, the folder cannot be used or a service does not become ready.
 */
export async function useLocalServices(home: string, needs: ServiceNeeds): Promise<Result<LocalServices>> {
  const folder = resolve(home);
  return fileErrorsRefused(folder, async () => {
    const at = placeOf(folder);
    return at.ok ? underLock(folder, () => joinOrStart(at.value, needs)) : at;
  });
}

/** Stops the services of `home` and removes the whole folder with all data. Refuses while a living process uses them. */
export async function removeLocalServices(home: string): Promise<Result<null>> {
  const folder = resolve(home);
  if (!existsSync(folder)) return done(null);
  return fileErrorsRefused(folder, async () => {
    const at = placeOf(folder);
    if (!at.ok) return at;
    const stopped = await underLock(folder, async () => {
      const users = livingUsers(folder);
      if (users.length === 0) return stopAll(at.value);
      return refused(
        'local_in_use',
        `${folder} is in use by process ${users.join(', ')}: end it first, or wait for it.`,
      );
    });
    if (!stopped.ok) return stopped;
    if (at.value.place !== folder) rmSync(at.value.place, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    return done(null);
  });
}
