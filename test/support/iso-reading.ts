import type { Failure } from '../../src/domain/failure.ts';
import type { IsoMessage, IsoMovement, IsoPayment, IsoStatement, IsoStatus } from '../../src/formats/iso-message.ts';
import { openIsoReader } from '../../src/formats/iso-reader.ts';

/** All that a message tells. */
export interface IsoTold {
  readonly message: IsoMessage | null;
  readonly failure: Failure | null;
  readonly payments: readonly IsoPayment[];
  readonly statuses: readonly IsoStatus[];
  readonly movements: readonly IsoMovement[];
  readonly statements: readonly IsoStatement[];
}

/** Reads a message in chunks of some bytes; 0: in one. */
export function readIso(content: string | Uint8Array, chunkSize = 0): IsoTold {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const payments: IsoPayment[] = [];
  const statuses: IsoStatus[] = [];
  const movements: IsoMovement[] = [];
  const statements: IsoStatement[] = [];
  const reader = openIsoReader({
    payment: (one) => payments.push(one),
    status: (one) => statuses.push(one),
    movement: (one) => movements.push(one),
    statement: (one) => statements.push(one),
  });
  const step = chunkSize === 0 ? Math.max(bytes.length, 1) : chunkSize;
  for (let at = 0; at < bytes.length; at += step) if (!reader.write(bytes.subarray(at, at + step))) break;
  const read = reader.finish();
  return {
    message: read.ok ? read.value : null,
    failure: read.ok ? null : read.failure,
    payments,
    statuses,
    movements,
    statements,
  };
}

/** The codes of its problems, in order. */
export function problemCodes(told: IsoTold): readonly string[] {
  return (told.message?.problems ?? [{ code: `refused: ${told.failure?.code ?? ''}` }]).map(({ code }) => code);
}

/** The codes of its warnings, each once. */
export function warningCodes(told: IsoTold): readonly string[] {
  return [...new Set((told.message?.warnings ?? []).map(({ code }) => code))];
}
