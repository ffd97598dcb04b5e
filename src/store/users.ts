import { type User, USER_ROLES } from '../domain/user.ts';
import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** A user as the tables have him, with what only signing in needs. */
export interface KnownUser extends User {
  readonly isActive: boolean;
  readonly hasPassword: boolean;
  readonly subject: string | null;
  /** Of the database: now is before it. */
  readonly isLocked: boolean;
  readonly createdBy: string;
  /** YYYY-MM-DD HH:MM, UTC. */
  readonly createdAt: string;
}

interface UserRow {
  name: string;
  fullName: string;
  role: string;
  communes: string[] | null;
  mustChange: boolean;
  isActive: boolean;
  hasPassword: boolean;
  subject: string | null;
  isLocked: boolean;
  createdBy: string;
  createdAt: string;
}

const USERS = `SELECT u.user_name AS name, u.full_name AS "fullName", g.role, g.communes, u.must_change AS "mustChange", u.is_active AS "isActive",
    u.password_hash IS NOT NULL AS "hasPassword", u.subject, coalesce(u.locked_until > now(), false) AS "isLocked", u.created_by AS "createdBy",
    to_char(u.created_at, 'YYYY-MM-DD HH24:MI') AS "createdAt"
  FROM web_user u JOIN LATERAL (SELECT role, communes FROM user_grant g WHERE g.user_name = u.user_name ORDER BY grant_no DESC LIMIT 1) g ON true`;

function userOf(row: UserRow): KnownUser {
  const role = USER_ROLES.find((one) => one === row.role);
  if (role === undefined) throw new RangeError('a user with an unknown role stands in the database');
  return { ...row, role };
}

/** The user of a name, active or not; null: there is none. */
export async function findUser(client: Asked, name: string): Promise<KnownUser | null> {
  const { rows } = await client.query<UserRow>(`${USERS} WHERE u.user_name = $1`, [name]);
  return rows[0] === undefined ? null : userOf(rows[0]);
}

/** The active user whom the office's own sign-in calls so; null: none. */
export async function findSubject(client: Asked, subject: string): Promise<KnownUser | null> {
  const { rows } = await client.query<UserRow>(`${USERS} WHERE u.subject = $1 AND u.is_active`, [subject]);
  return rows[0] === undefined ? null : userOf(rows[0]);
}

/** All users by name. */
export async function listUsers(client: Asked): Promise<readonly KnownUser[]> {
  const { rows } = await client.query<UserRow>(`${USERS} ORDER BY u.user_name`);
  return rows.map(userOf);
}

/** A user who is to be added. */
export interface NewUser {
  readonly name: string;
  readonly fullName: string;
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  readonly subject: string | null;
  readonly createdBy: string;
}

/** Adds a user inside the caller's transaction; false: the name (or the subject) is taken. Rights: grantRole. */
export async function insertUser(client: Asked, user: NewUser): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO web_user (user_name, full_name, password_hash, must_change, subject, created_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [user.name, user.fullName, user.passwordHash, user.mustChange, user.subject, user.createdBy],
  );
  return rowCount === 1;
}

/** What somebody may do from now on. The database refuses who grants it to himself. */
export async function grantRole(
  client: Asked,
  name: string,
  grant: Pick<User, 'role' | 'communes'>,
  grantedBy: string,
): Promise<void> {
  await client.query('INSERT INTO user_grant (user_name, role, communes, granted_by) VALUES ($1, $2, $3, $4)', [
    name,
    grant.role,
    grant.communes,
    grantedBy,
  ]);
}

/** Sets a password hash, lets the user in again, and ends all his sessions and keys: whoever knew the old one has nothing left. */
export async function savePassword(client: Asked, name: string, hash: string, mustChange: boolean): Promise<void> {
  await client.query(
    'UPDATE web_user SET password_hash = $2, must_change = $3, failures = 0, locked_until = NULL WHERE user_name = $1',
    [name, hash, mustChange],
  );
  await client.query('DELETE FROM web_session WHERE user_name = $1', [name]);
  await endTokens(client, name);
}

/** Ends all keys for programs of a user. */
export async function endTokens(client: Asked, name: string): Promise<void> {
  await client.query('UPDATE api_token SET revoked_at = now() WHERE user_name = $1 AND revoked_at IS NULL', [name]);
}

/** Lets a user in, or not any more: then his sessions and tokens end at once. */
export async function setActive(client: Asked, name: string, isActive: boolean): Promise<void> {
  await client.query('UPDATE web_user SET is_active = $2 WHERE user_name = $1', [name, isActive]);
  if (isActive) return;
  await client.query('DELETE FROM web_session WHERE user_name = $1', [name]);
  await endTokens(client, name);
}

/** The role of somebody who acts, if his name is that of a user of the console; null: it is not. */
export async function roleOfActor(client: Asked, actor: string): Promise<string | null> {
  const { rows } = await client.query<{ role: string }>(
    'SELECT role FROM user_grant WHERE user_name = lower(btrim($1)) ORDER BY grant_no DESC LIMIT 1',
    [actor],
  );
  return rows[0]?.role ?? null;
}

/** Whether there is a user at all. */
export async function hasUsers(client: Asked): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM web_user) AS found');
  return rows[0]?.found === true;
}
