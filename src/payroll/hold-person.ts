import { type Result, done, refused } from '../domain/failure.ts';
import type { Database } from '../store/database.ts';
import { addHoldEvent, hasPerson, lastHoldEvent } from '../store/holds.ts';

export interface HoldRequest {
  readonly personId: string;
  readonly action: 'hold' | 'release';
  readonly reason: string;
  readonly actor: string;
}

/**
 * An officer's hold, or its release, from the next run on; the right stays, the money waits. A release also lets out what waits
 * after a recorded death, if it goes through the post, and what a control that the province set to block has found before. Refuses an
 * unknown person and a hold upon a hold.
 */
export async function holdPerson(database: Database, request: HoldRequest): Promise<Result<null>> {
  if (!(await hasPerson(database, request.personId))) {
    return refused(
      'unknown_person',
      `Sổ không có người ${request.personId}; kiểm tra mã. / The registry has no person ${request.personId}. Check the id, or import persons.csv first.`,
    );
  }
  if (request.action === 'hold' && (await lastHoldEvent(database, request.personId)) === 'hold') {
    return refused(
      'already_held',
      `${request.personId} đang bị tạm giữ; thôi giữ trước nếu muốn ghi lý do khác. / Person ${request.personId} is held already. Release first to give another reason.`,
    );
  }
  await addHoldEvent(database, request);
  return done(null);
}
