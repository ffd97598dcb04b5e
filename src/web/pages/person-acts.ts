import { isSameActor } from '../../domain/actor.ts';
import { type Result, done, refused } from '../../domain/failure.ts';
import type { Label } from '../../labels/label.ts';
import { type HoldRequest, holdPerson } from '../../payroll/hold-person.ts';
import type { Database } from '../../store/database.ts';
import { hasPerson } from '../../store/holds.ts';
import { holdsOfPersons } from '../../store/person-versions.ts';
import { REVEALED_MINUTES, addReveal } from '../../store/reveals.ts';
import { inTransaction } from '../../store/database.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import type { Markup } from '../layout.ts';
import { UNKNOWN_PERSON } from '../person-file.ts';
import { type Action, type Outcome, READERS } from '../route.ts';
import { type Visit, pathPart } from '../visit.ts';
import { personPath } from './persons.ts';

const SHORTEST_REASON = 10;

const REASON: Field = {
  name: 'reason',
  label: { vi: 'Lý do (từ 10 ký tự)', en: 'reason (10 characters or more)' },
  kind: 'text',
  required: true,
};

/** Where somebody's acts on people are written: who sees a few communes writes through views that refuse all others. */
export function writingDatabase(visit: Visit): Database {
  return visit.user.communes === null ? visit.office.context.database : visit.database;
}

/** The person and the reason of an act. Refuses people outside of the scope, and short reasons. */
async function personAndReason(visit: Visit, input: Input): Promise<Result<{ personId: string; reason: string }>> {
  const personId = pathPart(visit, 'personId');
  if (!(await hasPerson(visit.database, personId))) return UNKNOWN_PERSON;
  const reason = textIn(input, 'reason');
  if (reason.length >= SHORTEST_REASON) return done({ personId, reason });
  return refused('short_reason', 'Ghi lý do từ 10 ký tự để người sau hiểu. / Give a reason of 10 characters or more.');
}

function outcome(personId: string, notice: Label, more: Readonly<Record<string, unknown>> = {}): Result<Outcome> {
  return done({ place: personPath(personId), notice, document: { person_id: personId, ...more } });
}

async function heldOrReleased(visit: Visit, input: Input, action: HoldRequest['action']): Promise<Result<Outcome>> {
  const asked = await personAndReason(visit, input);
  if (!asked.ok) return asked;
  const { personId, reason } = asked.value;
  const kept = await holdPerson(writingDatabase(visit), { personId, action, reason, actor: visit.user.name });
  if (!kept.ok) return kept;
  const notice =
    action === 'hold'
      ? { vi: `Đã tạm giữ ${personId} từ đợt chi sau.`, en: 'Held from the next run on.' }
      : {
          vi: `Đã thôi giữ ${personId}; đợt chi sau trả số còn thiếu.`,
          en: 'Released; the next run pays what is missing.',
        };
  return outcome(personId, notice, { action });
}

type Show = (visit: Visit) => Promise<Markup | Response>;

/** An officer's hold from the next run on. */
export function holdAction(page: Show): Action {
  return {
    name: 'hold',
    path: '/persons/:personId/hold',
    roles: ['officer'],
    label: { vi: 'Tạm giữ tiền', en: 'hold' },
    summary: { vi: 'Tạm giữ tiền của một người', en: 'Holds the money of a person from the next run on' },
    fields: [REASON],
    logged: [],
    page,
    perform: (visit, input) => heldOrReleased(visit, input, 'hold'),
  };
}

/** The end of a hold, by another person. */
export function releaseAction(page: Show): Action {
  return {
    name: 'release',
    path: '/persons/:personId/release',
    roles: ['approver'],
    label: { vi: 'Thôi giữ', en: 'release' },
    summary: { vi: 'Thôi giữ tiền của một người', en: 'Releases a person; another than who held him' },
    provesPassword: true,
    fields: [REASON],
    logged: [],
    page,
    async perform(visit, input) {
      const personId = pathPart(visit, 'personId');
      const events = await inTransaction(visit.database, (client) => holdsOfPersons(client, [personId], 'UTC'));
      const last = events.at(-1);
      if (last?.action === 'hold' && isSameActor(last.actor, visit.user.name))
        return refused(
          'holder_releases',
          'Người đã tạm giữ không tự thôi giữ; nhờ người duyệt khác. / Who held the money does not release it; ask another approver.',
        );
      return heldOrReleased(visit, input, 'release');
    },
  };
}

/** Shows names, id numbers and accounts of a person to the user who says why. */
export function revealAction(page: Show): Action {
  return {
    name: 'reveal',
    path: '/persons/:personId/reveal',
    roles: READERS,
    label: { vi: `Hiện trong ${REVEALED_MINUTES} phút`, en: `show for ${REVEALED_MINUTES} minutes` },
    summary: {
      vi: 'Hiện họ tên, số định danh, tài khoản',
      en: `Shows name, id number and accounts of a person to you for ${REVEALED_MINUTES} minutes; the reason is kept`,
    },
    fields: [REASON],
    logged: [],
    page,
    async perform(visit, input) {
      const asked = await personAndReason(visit, input);
      if (!asked.ok) return asked;
      await addReveal(writingDatabase(visit).pool, { userName: visit.user.name, ...asked.value });
      const notice = {
        vi: `Họ tên và số được hiện cho bạn trong ${REVEALED_MINUTES} phút; lần xem này đã ghi nhật ký.`,
        en: `Shown to you for ${REVEALED_MINUTES} minutes; it is logged.`,
      };
      return outcome(asked.value.personId, notice, { minutes: REVEALED_MINUTES });
    },
  };
}
