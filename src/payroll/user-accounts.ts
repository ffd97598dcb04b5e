import { isSameActor } from '../domain/actor.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { type User, passwordObjection } from '../domain/user.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { endTokens, findUser, grantRole, insertUser, listUsers, savePassword, setActive } from '../store/users.ts';
import { firstPassword, hashPassword, isPassword } from './password.ts';

/** A user who is to come in, and by whom. */
export interface UserRequest extends Pick<User, 'name' | 'fullName' | 'role' | 'communes'> {
  /** Null: one is made, which must be changed at the first sign-in. */
  readonly password: string | null;
  /** Who he is to the office's own sign-in; null: he has a password. */
  readonly subject: string | null;
  readonly actor: string;
}

function unknown(name: string): ReturnType<typeof refused> {
  return refused('unknown_user', `Không có người dùng ${name}. / There is no user ${name}: chitra user list`);
}

function scopeObjection(request: Pick<User, 'role' | 'communes'>): ReturnType<typeof refused> | null {
  if (request.role !== 'admin' || request.communes === null) return null;
  return refused(
    'bad_scope',
    'Quản trị viên không xem hồ sơ của xã nào; bỏ trống phạm vi. / An administrator works on users, not on communes: leave the scope empty.',
  );
}

/**
 * Adds a user with a role and a scope; answers the password for the first time (null: he signs in at the office's own sign-in, or brought a
 * password). Refuses a name that is taken, a weak password, one person as two users, and who would add himself.
 */
export async function addUser(database: Database, request: UserRequest): Promise<Result<string | null>> {
  const { name, fullName, actor } = request;
  const objection =
    scopeObjection(request) ?? (request.password === null ? null : passwordObjection(request.password, name));
  if (objection !== null) return objection;
  if (fullName.trim() === '') return refused('no_full_name', 'Cần họ tên. / The full name is missing.');
  const users = await listUsers(database.pool);
  if (users.some((one) => isSameActor(one.fullName, fullName)))
    return refused(
      'same_person',
      `Đã có người dùng tên này; một người không có hai tài khoản. Nếu là người khác, ghi thêm chức danh vào họ tên. / There is a user of this full name, and nobody has two accounts. If it is another person, add the post to the name.`,
    );
  const first = request.password === null && request.subject === null ? firstPassword() : null;
  const secret = request.password ?? first;
  const passwordHash = secret === null ? null : await hashPassword(secret);
  return inTransaction(database, async (client) => {
    const user = { name, fullName: fullName.trim(), passwordHash, mustChange: first !== null };
    if (!(await insertUser(client, { ...user, subject: request.subject, createdBy: actor })))
      return refused('user_exists', `Đã có người dùng ${name}. / The user ${name} (or this sign-in) exists already.`);
    await grantRole(client, name, request, actor);
    return done(first);
  });
}

/** Gives a user another role or scope from now on; his sessions go on with it. Refuses an unknown user, and rights given to oneself. */
export async function changeRole(
  database: Database,
  name: string,
  grant: Pick<User, 'role' | 'communes'>,
  actor: string,
): Promise<Result<null>> {
  const objection = scopeObjection(grant);
  if (objection !== null) return objection;
  if (isSameActor(name, actor))
    return refused('own_rights', 'Không ai tự cấp quyền cho mình. / Nobody gives rights to himself.');
  if ((await findUser(database.pool, name)) === null) return unknown(name);
  await inTransaction(database, async (client) => {
    await grantRole(client, name, grant, actor);
    // Why: keys were made for what he did before.
    await endTokens(client, name);
  });
  return done(null);
}

/** Makes a new password for the next sign-in, to be changed there; sessions end. Refuses an unknown user and one's own. */
export async function resetPassword(database: Database, name: string, actor: string): Promise<Result<string>> {
  if (isSameActor(name, actor))
    return refused(
      'own_rights',
      'Đổi mật khẩu của mình ở trang Tài khoản. / Change your own password on the account page.',
    );
  if ((await findUser(database.pool, name)) === null) return unknown(name);
  const first = firstPassword();
  const hash = await hashPassword(first);
  await inTransaction(database, (client) => savePassword(client, name, hash, true));
  return done(first);
}

/** Changes one's own password; all sessions end. Refuses a weak one, and the same as before. */
export async function changePassword(
  database: Database,
  user: Pick<User, 'name'>,
  before: string,
  next: string,
): Promise<Result<null>> {
  const objection = passwordObjection(next, user.name);
  if (objection !== null) return objection;
  if (await isPassword(next, await hashPassword(before)))
    return refused('same_password', 'Chọn mật khẩu khác mật khẩu cũ. / Choose another password than the old one.');
  const hash = await hashPassword(next);
  await inTransaction(database, (client) => savePassword(client, user.name, hash, false));
  return done(null);
}

/** Shuts a user out at once, or lets him in again. Refuses an unknown user, oneself, and the last administrator. */
export async function setUserActive(
  database: Database,
  name: string,
  isActive: boolean,
  actor: string,
): Promise<Result<null>> {
  if (isSameActor(name, actor))
    return refused('own_rights', 'Không tự khóa tài khoản của mình. / Nobody shuts himself out.');
  const users = await listUsers(database.pool);
  if (!users.some((one) => one.name === name)) return unknown(name);
  const admins = users.filter((one) => one.role === 'admin' && one.isActive && one.name !== name);
  if (!isActive && admins.length === 0)
    return refused(
      'last_admin',
      'Đây là quản trị viên cuối cùng. / This is the last administrator: add another first.',
    );
  await inTransaction(database, (client) => setActive(client, name, isActive));
  return done(null);
}
