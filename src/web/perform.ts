import { createHash } from 'node:crypto';
import type { Context as Request } from 'hono';
import { type Result, done, refused } from '../domain/failure.ts';
import { errorCode } from '../log.ts';
import { type Trail, openTrail } from '../payroll/audit-trail.ts';
import { isLongNumber, keptWord } from '../payroll/audit-what.ts';
import { provePassword } from '../payroll/sign-in.ts';
import { claimAct, finishAct, forgetAct } from '../store/done-once.ts';
import { type Input, readFields } from './fields.ts';
import type { Action, Outcome } from './route.ts';
import type { Visit } from './visit.ts';

/** The audit log's word for where an act of the console came from. */
export function originOf(visit: Pick<Visit, 'office' | 'address'>): string {
  const here: Record<string, unknown> = JSON.parse(visit.office.context.origin);
  return JSON.stringify({ ...here, from: `console ${visit.address}` });
}

/** What performing asks of an act. */
export type Act = Pick<Action, 'name' | 'fields' | 'logged' | 'provesPassword' | 'perform'>;

/** The parts of the path as the audit log names them: `run` for runId, as the command line does. */
export function partsOfPath(visit: Pick<Visit, 'request'>): readonly (readonly [string, string])[] {
  const parts: Record<string, string> = visit.request.req.param();
  return Object.entries(parts).map(([name, value]) => [name.replace(/Id$/, ''), value]);
}

function trailOf(visit: Visit, action: Act, input: Input): Trail {
  const named: readonly (readonly [string, string])[] = [
    ...partsOfPath(visit),
    ...action.logged.flatMap((name): [string, string][] => {
      const value = input.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  ];
  const what = (personIds: ReadonlySet<string>): string =>
    JSON.stringify(
      // Why amounts whole: they are no number of anybody.
      Object.fromEntries(
        named.map(([name, value]) => [name, keptWord(value, name === 'amount' ? new Set([value]) : personIds)]),
      ),
    );
  const { log } = visit.office.context;
  return openTrail(
    {
      actor: visit.user.name,
      origin: originOf(visit),
      command: `web ${action.name}`,
      numbers: named.map(([, value]) => value).filter(isLongNumber),
      what,
      isService: false,
    },
    () => log.warn('an act of the console is not whole in the audit log'),
  );
}

async function performLogged(visit: Visit, action: Act, input: Input): Promise<Result<Outcome>> {
  const trail = trailOf(visit, action, input);
  const begun = await trail.begin(visit.office.context.database, 'write');
  if (!begun.ok) return begun;
  try {
    const performed = await action.perform(visit, input);
    if (!performed.ok) trail.noteRefusal(performed.failure.code);
    await trail.end({ exitCode: performed.ok ? 0 : 1, error: null });
    return performed;
  } catch (error) {
    await trail.end({ exitCode: 1, error: errorCode(error) });
    throw error;
  }
}

/** Does it; where it is refused or breaks off, the key may be used again. */
async function workOrForget(visit: Visit, key: string, work: () => Promise<Result<Outcome>>): Promise<Result<Outcome>> {
  const { pool } = visit.office.context.database;
  try {
    const performed = await work();
    if (!performed.ok) await forgetAct(pool, visit.user.name, key);
    return performed;
  } catch (error) {
    await forgetAct(pool, visit.user.name, key).catch(() => undefined);
    throw error;
  }
}

/** Does an act once under a key; asked again, answers what it came to. Without a key it is simply done. */
async function once(
  visit: Visit,
  key: string,
  { action, input }: { readonly action: Act; readonly input: Input },
  work: () => Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  if (key === '') return work();
  const { pool } = visit.office.context.database;
  const asked = createHash('sha256')
    .update(JSON.stringify([...input]))
    .digest('hex');
  const act = `${action.name} ${visit.request.req.path} ${asked}`.replace(' /api/v1', ' ');
  const before = await claimAct(pool, visit.user.name, key, act);
  if (before !== null && before.act !== act)
    return refused(
      'key_used',
      'Biểu mẫu hoặc khóa này đã dùng cho việc khác; mở lại trang. / This form or key was used for something else; open the page again.',
    );
  if (before?.place === null)
    return refused(
      'still_at_it',
      'Việc này đang được làm, chờ một lát rồi tải lại trang. / It is being done; wait and look again.',
    );
  if (before !== null) {
    const document: Record<string, unknown> = JSON.parse(before.document ?? '{}');
    const notice = { vi: 'Việc này đã làm trước đó, không làm lại.', en: 'This was done before and not again.' };
    return done({ place: before.place ?? '/', notice, document });
  }
  const performed = await workOrForget(visit, key, work);
  if (performed.ok) {
    const { place, document } = performed.value;
    await finishAct(pool, visit.user.name, key, { place, document: JSON.stringify(document) });
  }
  return performed;
}

/** Performs an act that somebody asked for: fields read, password proved where it is asked for, done once, logged. */
export async function performAct(
  visit: Visit,
  action: Act,
  sent: Readonly<Record<string, unknown>>,
  key: string,
): Promise<Result<Outcome>> {
  const input = readFields(action.fields, sent);
  if (!input.ok) return input;
  if (action.provesPassword === true && !visit.user.hasPassword)
    return refused(
      'no_password',
      'Việc này hỏi lại mật khẩu, mà tài khoản của bạn chỉ đăng nhập qua cơ quan. Nhờ quản trị viên đặt một mật khẩu. / This asks for a password, and your account has none: an administrator sets one.',
    );
  if (action.provesPassword === true) {
    const password = sent['password'];
    const given = {
      name: visit.user.name,
      password: typeof password === 'string' ? password : '',
      address: visit.address,
    };
    const proved = await provePassword(visit.office.context.database, given);
    if (!proved.ok) return proved;
  }
  return once(visit, key, { action, input: input.value }, () => performLogged(visit, action, input.value));
}

/** The key under which a program asks for an act. Refuses one that is too long. */
export function idempotencyKey(c: Request): Result<string> {
  const key = c.req.header('Idempotency-Key') ?? '';
  if (key.length <= 200) return done(key);
  return refused('bad_field', 'Idempotency-Key is longer than 200 characters.');
}
