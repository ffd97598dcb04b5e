import { type Result, done } from '../domain/failure.ts';
import { kept } from './iso-checks.ts';
import {
  type FileBytes,
  type InspectedReturn,
  type InspectedStatus,
  type Inspection,
  type Recogniser,
  nothingIn,
  tallyCount,
} from './inspection.ts';
import type { IsoMovement, IsoStatement, IsoStatus } from './iso-message.ts';
import { openIsoReader } from './iso-reader.ts';

/** Whether a file begins as XML does, in any encoding: `<` behind a byte order mark and white space. */
function beginsAsXml(head: Uint8Array): boolean {
  const first = head
    .subarray(0, 256)
    .find((byte) => ![0x00, 0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xfe, 0xff].includes(byte));
  return first === 0x3c;
}

function listedStatus(status: IsoStatus): InspectedStatus {
  return {
    level: status.level,
    status: kept(status.status),
    reasons: status.reasons.map(kept),
    text: kept(status.text),
    originalMessageId: kept(status.messageId),
    blockId: kept(status.blockId),
    instructionId: kept(status.instructionId),
    endToEndId: kept(status.endToEndId),
    uetr: kept(status.uetr),
    amount: kept(status.amount),
    currency: kept(status.currency),
    originalCount: kept(status.originalCount),
    originalSum: kept(status.originalSum),
  };
}

function listedReturn(movement: IsoMovement): InspectedReturn {
  return {
    endToEndId: kept(movement.endToEndId),
    uetr: kept(movement.uetr),
    amount: kept(movement.amount),
    currency: kept(movement.currency),
    reason: kept(movement.returnReason),
    date: kept(movement.bookedOn),
  };
}

async function read(file: FileBytes, mostListed: number): Promise<Result<Inspection>> {
  const [currencies, tally] = [tallyCount(), tallyCount()];
  const statements: IsoStatement[] = [];
  const statuses: InspectedStatus[] = [];
  const returns: InspectedReturn[] = [];
  let [statusCount, statementCount, movements, returnCount] = [0, 0, 0, 0];
  const reader = openIsoReader({
    payment: (payment) => currencies.add(payment.currency, payment.amount),
    status: (status) => {
      statusCount += 1;
      tally.add(`${status.level} ${status.status}`, status.amount);
      if (statuses.length < mostListed) statuses.push(listedStatus(status));
    },
    movement: (movement) => {
      movements += 1;
      if (!movement.isReturn) return;
      returnCount += 1;
      if (returns.length < mostListed) returns.push(listedReturn(movement));
    },
    statement: (statement) => {
      statementCount += 1;
      if (statements.length < mostListed) statements.push(statement);
    },
  });
  for await (const chunk of file.blocks()) if (!reader.write(chunk)) break;
  const message = reader.finish();
  if (!message.ok) return message;
  const { format, ...told } = message.value;
  return done({
    ...nothingIn(format),
    ...told,
    currencies: currencies.tallies(),
    statusTally: tally.tallies(),
    statusCount,
    statuses,
    statementCount,
    statements,
    movements,
    returnCount,
    returns,
  });
}

/** Messages of ISO 20022 of any version and dialect. */
export const ISO_MESSAGE: Recogniser = { format: 'ISO 20022', recognise: beginsAsXml, read };
