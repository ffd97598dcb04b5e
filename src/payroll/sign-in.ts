import { createHash, randomBytes } from 'node:crypto';
import { type Result, done, refused } from '../domain/failure.ts';
import { userNameFrom } from '../domain/user.ts';
import type { Database } from '../store/database.ts';
import { beginAttempt, endAttempt, isAddressStopped } from '../store/sign-in-attempts.ts';
import { type KnownUser, findUser } from '../store/users.ts';
import { insertSession } from '../store/web-sessions.ts';
import { isPassword } from './password.ts';

/** A secret that a browser or program holds: 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The hash under which a secret is kept. Secrets are random, so one pass is enough. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function stopped(): ReturnType<typeof refused> {
  return refused(
    'too_many_attempts',
    'Nhập sai quá nhiều lần từ máy này. Chờ 15 phút rồi thử lại. / Too many wrong passwords from this address: wait 15 minutes.',
  );
}

function wrong(): ReturnType<typeof refused> {
  return refused(
    'wrong_password',
    'Tên đăng nhập hoặc mật khẩu không đúng. Sau 5 lần sai, tài khoản bị khóa 15 phút. / The user name or password is wrong. After 5 wrong ones the account waits 15 minutes.',
  );
}

/**
 * Proves a password. Counts wrong ones by user and by address; the refusal does not say whether there is such a user, whether he is locked or
 * shut out.
 */
export async function provePassword(
  database: Database,
  given: { readonly name: string; readonly password: string; readonly address: string },
): Promise<Result<KnownUser>> {
  const { pool } = database;
  if (await isAddressStopped(pool, given.address)) return stopped();
  const name = userNameFrom(given.name);
  const attempt = await beginAttempt(pool, name.ok ? name.value : '', given.address);
  const isRight = await isPassword(given.password, attempt?.hash ?? null);
  if (!isRight || attempt?.isActive !== true || !name.ok) return wrong();
  await endAttempt(pool, name.value, given.address);
  const user = await findUser(pool, name.value);
  return user === null ? wrong() : done(user);
}

/** Begins a session of a user; answers the secret for the browser. */
export async function beginSession(database: Database, userName: string): Promise<string> {
  const secret = newSecret();
  await insertSession(database.pool, { tokenSha256: secretHash(secret), userName, formKey: newSecret() });
  return secret;
}
