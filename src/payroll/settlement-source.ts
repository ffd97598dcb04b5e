import type { Answer } from '../domain/answer.ts';
import type { Result } from '../domain/failure.ts';
import { reasonText } from '../domain/return-reason.ts';
import type { SettlementNote } from '../domain/settlement.ts';
import type { IsoStatement } from '../formats/iso-message.ts';
import type { StagedRow } from '../store/settlement-stage.ts';

/** What a file says beside its rows, once they were all read. */
export interface SourceEnd {
  readonly statements: readonly IsoStatement[];
  readonly notes: readonly SettlementNote[];
}

/** A file that came back, recognised by its content. */
export interface SettlementSource {
  readonly format: string;
  /** Rows as they are staged, some thousand at a time. */
  readonly rows: AsyncIterable<readonly StagedRow[]>;
  /** Asked when all rows were read. Refuses a file that cannot be trusted: nothing of it may count. */
  end(): Result<SourceEnd>;
}

/** The end of a file that says nothing beside its rows. */
export const NOTHING_MORE: SourceEnd = { statements: [], notes: [] };

/** Rows to be staged from answers of a message or list. */
export function stagedAnswers(answers: readonly Answer[], statementNo = 0): readonly StagedRow[] {
  return answers.map((one) => ({
    row: one.row,
    scope: one.scope,
    name:
      one.scope === 'payment'
        ? one.endToEndId || one.instructionId || one.uetr
        : one.scope === 'block'
          ? one.blockId
          : one.messageId,
    status: one.status,
    date: one.date,
    amount: one.amount,
    reason: reasonText(one.reasonList, one.reason),
    finding: one.fault?.code ?? null,
    statementNo,
  }));
}
