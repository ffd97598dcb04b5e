import { type Result, done, refused } from './failure.ts';

/** What somebody may do in the console; nobody has two of them. */
export const USER_ROLES = ['officer', 'approver', 'auditor', 'admin'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** A person who works with the console. */
export interface User {
  /** Lower case; also the name under which he acts on runs and stands in the audit log. */
  readonly name: string;
  readonly fullName: string;
  readonly role: UserRole;
  /** The communes he sees and works on, five digits each; null: the whole province. */
  readonly communes: readonly string[] | null;
  /** Must choose a password of his own before anything else. */
  readonly mustChange: boolean;
}

const NAME = /^[a-z][a-z0-9._-]{1,39}$/;

/** A user name as it is kept: lower case without outer spaces. Refuses what cannot be one. */
export function userNameFrom(text: string): Result<string> {
  const name = text.trim().toLowerCase();
  if (NAME.test(name)) return done(name);
  return refused(
    'bad_user_name',
    'Tên đăng nhập gồm 2 đến 40 chữ cái không dấu, chữ số, dấu . _ -, bắt đầu bằng chữ cái. / A user name has 2 to 40 letters a-z, digits, . _ - and begins with a letter.',
  );
}

/** The role of a word. Refuses other words. */
export function roleFrom(text: string): Result<UserRole> {
  const role = USER_ROLES.find((one) => one === text.trim());
  if (role !== undefined) return done(role);
  return refused('bad_role', `Vai trò là một trong (a role is one of): ${USER_ROLES.join(', ')}.`);
}

/** Communes of a scope from codes with commas or spaces between; nothing: the whole province. Refuses what is no commune code. */
export function scopeFrom(text: string): Result<readonly string[] | null> {
  const codes = text.split(/[\s,;]+/).filter((code) => code !== '');
  if (codes.length === 0) return done(null);
  if (codes.every((code) => /^\d{5}$/.test(code))) return done([...new Set(codes)].sort());
  return refused(
    'bad_commune',
    'Mã xã gồm năm chữ số, cách nhau bằng dấu phẩy, ví dụ 07210,09169. / Commune codes have five digits, with commas between.',
  );
}

const SHORTEST = 12;
const LONGEST = 200;

/**
 * Whether a password may be chosen. Refuses short ones, those made of few different signs or of the user's own name. Length counts,
 * not a mix of signs (NIST SP 800-63B, 5.1.1.2).
 */
export function passwordObjection(password: string, userName: string): ReturnType<typeof refused> | null {
  const plain = password.normalize('NFKC');
  const length = Array.from(plain).length;
  if (length < SHORTEST || length > LONGEST)
    return refused(
      'weak_password',
      `Mật khẩu cần từ ${SHORTEST} đến ${LONGEST} ký tự; một câu ngắn dễ nhớ là tốt nhất. / A password has ${SHORTEST} to ${LONGEST} characters; a short sentence is best.`,
    );
  const rest = plain.toLowerCase().replaceAll(userName, '');
  if (new Set(rest).size < 5)
    return refused(
      'weak_password',
      'Mật khẩu này dễ đoán: quá ít ký tự khác nhau ngoài tên đăng nhập. / This password is easily guessed: too few different characters beside the user name.',
    );
  return null;
}

/** Whether somebody with a scope may act on communes; null: the whole province. */
export function covers(scope: readonly string[] | null, communes: readonly string[] | null): boolean {
  if (scope === null) return true;
  return communes !== null && communes.every((code) => scope.includes(code));
}
