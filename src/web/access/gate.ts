import type { Context as Request } from 'hono';
import { getCookie } from 'hono/cookie';
import type { UserRole } from '../../domain/user.ts';
import type { Label } from '../../labels/label.ts';
import { secretHash } from '../../payroll/sign-in.ts';
import { ownerOfToken } from '../../store/api-tokens.ts';
import { findUser } from '../../store/users.ts';
import { type Session, findSession, takeNotice } from '../../store/web-sessions.ts';
import { FIRST_PASSWORD, FORBIDDEN, type Problem, SIGN_IN_NEEDED, awayProblem } from '../error-page.ts';
import { isForPrograms } from '../problem-answer.ts';
import type { Office, Visit } from '../visit.ts';
import { addressOf } from './address.ts';

/** The name of the cookie with the session's secret; under https browsers take it from this host and this path only. */
export function cookieName(office: Office): string {
  return office.settings.origin.startsWith('https:') ? '__Host-chitra' : 'chitra';
}

/** From where a request comes. */
export function visitorAddress(c: Request, office: Office): string {
  return addressOf(c, office.settings.origin.startsWith('https:'));
}

interface Caller {
  readonly userName: string;
  readonly session: Session | null;
  readonly canWrite: boolean;
}

async function callerOf(c: Request, office: Office): Promise<Caller | null> {
  const { pool } = office.context.database;
  const [scheme, key] = (c.req.header('Authorization') ?? '').split(' ', 2);
  // Why only here: pages are for people with a session, and what carries a token needs no guard against other pages.
  if (isForPrograms(c) && scheme?.toLowerCase() === 'bearer' && key !== undefined) {
    const owner = await ownerOfToken(pool, secretHash(key), office.settings.today());
    return owner === null ? null : { ...owner, session: null };
  }
  const secret = getCookie(c, cookieName(office));
  if (secret === undefined) return null;
  const session = await findSession(pool, secretHash(secret));
  return session === null ? null : { userName: session.userName, session, canWrite: true };
}

/** What a notice says, as it was left. */
function noticeOf(text: string | null): Label | null {
  if (text === null) return null;
  const notice: { vi: string; en: string } = JSON.parse(text);
  return notice;
}

/** Who asks, and what he may see. A problem: nobody, or somebody whose role does not come here. */
export async function visitOf(
  c: Request,
  office: Office,
  want: {
    readonly roles: readonly UserRole[];
    readonly changes: boolean;
    /** Where a password of one's own is chosen: everywhere else one that somebody else knows opens nothing. */
    readonly isFirstStep?: boolean;
    /** A page that shows what the act before came to. */
    readonly showsNotice?: boolean;
  },
): Promise<Visit | Problem> {
  const { pool } = office.context.database;
  const caller = await callerOf(c, office);
  const user = caller === null ? null : await findUser(pool, caller.userName);
  if (caller === null || user === null || !user.isActive) return SIGN_IN_NEEDED;
  if (!want.roles.includes(user.role) || (want.changes && !caller.canWrite)) return FORBIDDEN;
  if (user.mustChange && want.isFirstStep !== true) return FIRST_PASSWORD;
  const reader = await office.readers.of(user.communes);
  if (!reader.ok) return awayProblem(reader.failure.message);
  const { session } = caller;
  return {
    request: c,
    office,
    user,
    session,
    database: reader.value,
    address: visitorAddress(c, office),
    refusal: null,
    notice:
      session !== null && want.showsNotice === true ? noticeOf(await takeNotice(pool, session.tokenSha256)) : null,
  };
}

/** Whether an answer of visitOf is a problem. */
export function isProblem(visit: Visit | Problem): visit is Problem {
  return 'status' in visit;
}
