import type { MessageProfile } from '../domain/bank-sheet.ts';
import { blockIdOf } from '../domain/payment-ids.ts';
import { type Vnd, sumVnd } from '../domain/money.ts';
import { paymentContent } from './bank-list.ts';
import type { BankOrder, BankPayment, Debtor, NamedBank } from './bank-order.ts';
import { bankText } from './latin-text.ts';

const DEBTOR_LIMIT = 140;
const PART_CHARACTERS = 1 << 16;

/** VND add up to whole numbers; of many blocks by BigInt, so that no file is too large for its sum. */
function sumText(amounts: readonly Vnd[]): string {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString();
}

function agent(tag: string, bank: NamedBank, profile: MessageProfile): string {
  const bic = bank.bic === null ? '' : `<${profile.bic}>${bank.bic}</${profile.bic}>`;
  const member = `<ClrSysMmbId><ClrSysId><Prtry>${profile.clearingSystem}</Prtry></ClrSysId><MmbId>${bank.bin}</MmbId></ClrSysMmbId>`;
  return `<${tag}><FinInstnId>${bic}${member}</FinInstnId></${tag}>`;
}

function other(id: string, scheme: string | null): string {
  const named = scheme === null ? '' : `<SchmeNm><Prtry>${scheme}</Prtry></SchmeNm>`;
  return `<Othr><Id>${id}</Id>${named}</Othr>`;
}

/** Who pays, as an organisation: the code of its unit, else that of the commune. */
function party(tag: string, { name, unitCode, communeCode }: Debtor): string {
  const id = unitCode === '' ? other(communeCode, 'COMMUNE') : other(unitCode, 'DVQHNS');
  return `<${tag}><Nm>${bankText(name).slice(0, DEBTOR_LIMIT)}</Nm><Id><OrgId>${id}</OrgId></Id></${tag}>`;
}

function debtorAccount({ accountNo, communeCode }: Debtor): string {
  const id = accountNo === null ? other(communeCode, 'COMMUNE') : other(accountNo, null);
  return `<DbtrAcct><Id>${id}</Id><Ccy>VND</Ccy></DbtrAcct>`;
}

function totals(payments: number, sum: string): string {
  return `<NbOfTxs>${payments}</NbOfTxs><CtrlSum>${sum}</CtrlSum>`;
}

function blockHead(order: BankOrder, at: number, sum: string, profile: MessageProfile): string {
  const { messageId, debtor, executesOn, payments } = order;
  const day = profile.executionDate === 'text' ? executesOn : `<Dt>${executesOn}</Dt>`;
  return (
    `<PmtInf><PmtInfId>${blockIdOf(messageId, at)}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>` +
    `${totals(payments.length, sum)}<PmtTpInf><CtgyPurp><Cd>${profile.purpose}</Cd></CtgyPurp></PmtTpInf>` +
    `<ReqdExctnDt>${day}</ReqdExctnDt>${party('Dbtr', debtor)}${debtorAccount(debtor)}${agent('DbtrAgt', debtor.bank, profile)}\n`
  );
}

/** What is the same in every payment of a block stands in `creditor` and `purpose`. */
function paymentText(
  payment: BankPayment,
  content: string,
  frame: { agent: string; purpose: string; uetr: boolean },
): string {
  const uetr = frame.uetr ? `<UETR>${payment.uetr}</UETR>` : '';
  return (
    `<CdtTrfTxInf><PmtId><InstrId>${payment.paymentId}</InstrId><EndToEndId>${payment.endToEndId}</EndToEndId>${uetr}</PmtId>` +
    `<Amt><InstdAmt Ccy="VND">${payment.amount}</InstdAmt></Amt>${frame.agent}<Cdtr><Nm>${bankText(payment.accountName)}</Nm></Cdtr>` +
    `<CdtrAcct><Id><Othr><Id>${payment.accountNo}</Id></Othr></Id></CdtrAcct>${frame.purpose}<RmtInf><Ustrd>${content}</Ustrd></RmtInf></CdtTrfTxInf>\n`
  );
}

function* lines(orders: readonly BankOrder[], profile: MessageProfile): Generator<string, undefined> {
  const [first] = orders;
  if (first === undefined) throw new RangeError('a message needs a block');
  const counted = orders.map(({ payments }) => ({
    count: payments.length,
    amounts: payments.map((one) => one.amount),
  }));
  const all = counted.reduce((sum, { count }) => sum + count, 0);
  const sum = counted.reduce((total, { amounts }) => total + BigInt(sumText(amounts)), 0n).toString();
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${profile.namespace}"><CstmrCdtTrfInitn>\n`;
  yield `<GrpHdr><MsgId>${first.messageId}</MsgId><CreDtTm>${first.createdAt}</CreDtTm>${totals(all, sum)}${party('InitgPty', first.debtor)}</GrpHdr>\n`;
  for (const [at, order] of orders.entries()) {
    yield blockHead(order, at + 1, sumText(counted[at]?.amounts ?? []), profile);
    const frame = {
      agent: agent('CdtrAgt', order.provider, profile),
      purpose: `<Purp><Cd>${profile.purpose}</Cd></Purp>`,
      uetr: profile.hasUetr,
    };
    for (const payment of order.payments)
      yield paymentText(payment, paymentContent(order.month, payment.endToEndId), frame);
    yield '</PmtInf>\n';
  }
  yield '</CstmrCdtTrfInitn></Document>\n';
}

/**
 * A customer credit transfer initiation (ISO 20022 pain.001) in the VND profile, as text in parts of some 64 KiB: a block for each order, one
 * payment a line, counts and sums at both levels, whole VND without decimals, names in bank-safe Latin, no addresses, no category of assistance.
 * All orders carry the message id and the moment of the first. What does not pass `checkPayment` may not be in it. Refuses (throws) no block.
 */
export function* pain001(orders: readonly BankOrder[], profile: MessageProfile): Generator<string, undefined> {
  let part = '';
  for (const line of lines(orders, profile)) {
    part += line;
    if (part.length < PART_CHARACTERS) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** The sum of an order in VND. */
export function orderTotal(order: Pick<BankOrder, 'payments'>): Vnd {
  return sumVnd(order.payments.map((payment) => payment.amount));
}
