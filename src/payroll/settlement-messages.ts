import { basename } from 'node:path';
import { type Answer, happenedBy } from '../domain/answer.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import { answerOfMovement, answerOfStatus } from '../formats/iso-answers.ts';
import type { IsoMessage, IsoStatement } from '../formats/iso-message.ts';
import { openIsoReader } from '../formats/iso-reader.ts';
import { fileBlocks } from '../store/files.ts';
import type { StagedRow } from '../store/settlement-stage.ts';
import { type Original, type SettlementSource, type SourceEnd, stagedAnswers, untrusted } from './settlement-source.ts';

const BLOCK = 4096;

function endOf(
  path: string,
  read: Result<IsoMessage>,
  told: Pick<SourceEnd, 'statements' | 'originals'>,
): Result<SourceEnd> {
  const name = basename(path);
  if (!read.ok) return refused(read.failure.code, `${name}: ${read.failure.message}`);
  const { problems, warnings, format } = read.value;
  if (format === 'pain.001' || format === 'pain.008')
    return refused(
      'not_an_answer',
      `${name} là lệnh chi, không phải kết quả (${format} asks to pay, it answers nothing). See: chitra inspect`,
    );
  if (problems.length > 0) return untrusted(path, problems);
  const notes = warnings.map(({ code, message }) => ({ code: `warning_${code}`, message }));
  return done({ ...told, notes });
}

/**
 * A message of ISO 20022 (pain.002, camt.052, camt.053, camt.054), read as it comes. What of it can be trusted is known at its end only: rows are
 * staged before, and thrown away when `end` refuses. An outcome of a day after `today` is a fault.
 */
export function isoSource(path: string, province: string, today: IsoDate): Result<SettlementSource> {
  const statements: IsoStatement[] = [];
  const originals: Original[] = [];
  let waiting: StagedRow[] = [];
  const take = (answer: Answer | null, statementNo: number): void => {
    if (answer !== null) waiting.push(...stagedAnswers([happenedBy(answer, today)], statementNo));
  };
  const reader = openIsoReader({
    status: (status) => {
      take(answerOfStatus(province, status), 0);
      const { level, messageId, blockId, originalCount, originalSum } = status;
      if (level !== 'line' && originalCount + originalSum !== '')
        originals.push({ name: level === 'group' ? messageId : blockId, count: originalCount, sum: originalSum });
    },
    movement: (movement) => {
      take(answerOfMovement(province, movement), movement.statementNo);
    },
    statement: (statement) => {
      statements.push(statement);
    },
  });
  const source = {
    format: 'ISO 20022',
    rows: rowsOf(),
    end: () => endOf(path, reader.finish(), { statements, originals }),
  };
  async function* rowsOf(): AsyncGenerator<readonly StagedRow[]> {
    for await (const chunk of fileBlocks(path)) {
      if (!reader.write(chunk)) break;
      if (waiting.length < BLOCK) continue;
      yield waiting;
      waiting = [];
    }
    const read = reader.finish();
    if (read.ok) source.format = read.value.format;
    yield waiting;
  }
  return done(source);
}
