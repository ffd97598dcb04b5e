import { type Result, done, refused } from './failure.ts';

/** What people do about a finding. */
export const CASE_ACTIONS = ['take', 'comment', 'resolve', 'reopen'] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** What was said about a case last: the latest take, resolve or reopen decides; nothing yet is open. */
export interface CaseStanding {
  readonly state: 'open' | 'taken' | 'resolved';
  /** Who has it or resolved it. */
  readonly owner: string | null;
  /** Number of the last event of any kind; 0: none. */
  readonly lastEvent: number;
}

/** An act that somebody asks for; `seen`: the last event he saw, null: he does not say. */
export interface CaseAsk {
  readonly action: CaseAction;
  readonly actor: string;
  readonly note: string;
  readonly seen: number | null;
}

/**
 * Whether an act on a case is allowed as it stands. Refuses one asked for on an old page, taking what is yours or resolved, resolving what another has
 * or without a note, and opening what is open.
 */
export function caseObjection(standing: CaseStanding, ask: CaseAsk): Result<null> {
  const { state, owner } = standing;
  if (ask.seen !== null && ask.seen !== standing.lastEvent)
    return refused(
      'case_changed',
      'Có người vừa xử lý trường hợp này. Xem lại rồi làm tiếp. / Somebody did something about this case since you looked. Look again.',
    );
  if ((ask.action === 'resolve' || ask.action === 'comment') && ask.note.trim() === '')
    return refused('note_missing', 'Ghi lại điều đã tìm hiểu. / Write down what was found out.');
  if (ask.action === 'take' && state === 'resolved')
    return refused(
      'case_resolved',
      'Trường hợp này đã xong; mở lại trước. / This case is resolved; open it again first.',
    );
  if (ask.action === 'take' && state === 'taken' && owner === ask.actor)
    return refused('case_yours', 'Bạn đã nhận trường hợp này rồi. / You have this case already.');
  if (ask.action === 'resolve' && state === 'resolved')
    return refused('case_resolved', 'Trường hợp này đã xong. / This case is resolved already.');
  if (ask.action === 'resolve' && state === 'taken' && owner !== ask.actor)
    return refused(
      'case_of_another',
      'Người khác đang xử lý trường hợp này; nhận lại trước khi kết thúc. / Somebody else has this case; take it over first.',
    );
  if (ask.action === 'reopen' && state === 'open')
    return refused('case_open', 'Trường hợp này đang mở. / This case is open.');
  return done(null);
}
