import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { XMLBuilder } from 'fast-xml-parser';
import { ISO20022 } from 'iso20022.js';
import { endToEndIdAt, messageIdOf, paymentIdAt, uetrOf } from '../../src/domain/payment-ids.ts';
import type { MessageProfile } from '../../src/domain/bank-sheet.ts';
import { vnd } from '../../src/domain/money.ts';
import { month, parseDate } from '../../src/domain/month.ts';
import type { BankOrder, BankPayment } from '../../src/formats/bank-order.ts';
import { pain001 } from '../../src/formats/pain-001.ts';

/** Payments a second of processor time (other work on the machine does not count) and memory of writing pain.001: ours beside two libraries. `node scripts/bench/formats-write.ts [--payments N]` */
const RUN = { province: '24', runId: '2026-11-R01' };
const PROFILE: MessageProfile = {
  name: 'pain.001.001.09',
  namespace: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
  executionDate: 'choice',
  bic: 'BICFI',
  hasUetr: true,
  clearingSystem: 'BIN',
  purpose: 'SSBE',
  nameLimit: 140,
};
const BANK = { bin: '970405', name: 'AGRIBANK', citad: null, bic: 'VBAAVNVX' };

function payment(ordinal: number): BankPayment {
  const place = { ...RUN, ordinal };
  const accountNo = `2600${String(ordinal).padStart(9, '0')}`;
  const ids = { paymentId: paymentIdAt(place), endToEndId: endToEndIdAt(place), uetr: uetrOf(place) };
  return { ...ids, accountNo, accountName: 'Nguyễn Thị Hoa', amount: vnd(540_000) };
}

const ROWS = 1000;

/** Messages of 1,000 payments, as the program writes them. The time includes ids and UETRs: they are made for the file. */
function ours(payments: number): number {
  const executesOn = parseDate('2026-11-01');
  if (executesOn === null) throw new RangeError('no such day');
  const order: BankOrder = {
    month: month(202611),
    messageId: messageIdOf({ ...RUN, provider: '970405', communeCode: '07210', part: 1 }),
    createdAt: '2026-10-21T16:05:09+07:00',
    executesOn,
    debtor: { name: 'UBND', accountNo: '2600999000001', communeCode: '07210', unitCode: '1007210', bank: BANK },
    provider: BANK,
    payments: [],
  };
  let characters = 0;
  for (let from = 0; from < payments; from += ROWS) {
    const some = Array.from({ length: Math.min(ROWS, payments - from) }, (_, at) => payment(from + at + 1));
    for (const part of pain001([{ ...order, payments: some }], PROFILE)) characters += Buffer.byteLength(part);
  }
  return characters;
}

function builder(payments: number): number {
  const transactions = Array.from({ length: payments }, (_, at) => {
    const one = payment(at + 1);
    return {
      PmtId: { InstrId: one.paymentId, EndToEndId: one.endToEndId, UETR: one.uetr },
      Amt: { InstdAmt: { '#text': String(one.amount), '@_Ccy': 'VND' } },
      CdtrAgt: { FinInstnId: { ClrSysMmbId: { MmbId: '970405' } } },
      Cdtr: { Nm: 'NGUYEN THI HOA' },
      CdtrAcct: { Id: { Othr: { Id: one.accountNo } } },
      RmtInf: { Ustrd: 'CHI TRA TRO CAP XA HOI THANG 11/2026' },
    };
  });
  const message = { CstmrCdtTrfInitn: { GrpHdr: { NbOfTxs: payments }, PmtInf: { CdtTrfTxInf: transactions } } };
  return new XMLBuilder({ ignoreAttributes: false }).build({ Document: message }).length;
}

function library(payments: number): number {
  const agent = { bic: 'VBAAVNVX', bankAddress: { country: 'VN' as const } };
  const iso = new ISO20022({
    initiatingParty: { name: 'UBND', id: '1007210', account: { accountNumber: '2600999000001' }, agent },
  });
  const paymentInstructions = Array.from({ length: payments }, (_, at) => ({
    type: 'swift' as const,
    direction: 'credit' as const,
    amount: 54_000_000,
    currency: 'VND' as const,
    creditor: {
      name: 'NGUYEN THI HOA',
      account: { accountNumber: `2600${String(at).padStart(9, '0')}` },
      agent,
      address: { streetName: 'X', townName: 'X', postalCode: '1', country: 'VN' as const },
    },
  }));
  return iso.createSWIFTCreditPaymentInitiation(paymentInstructions).serialize().length;
}

const WRITERS: Readonly<Record<string, (payments: number) => number>> = {
  chitra: ours,
  'fast-xml-parser (builder)': builder,
  'iso20022.js': library,
};

/** More than that ends without an answer: the heap of 4 GiB was full at 130,000 payments. */
const MOST: Readonly<Record<string, number>> = { 'iso20022.js': 10_000 };

function measured(name: string, payments: number): string {
  const write = WRITERS[name];
  if (write === undefined) throw new RangeError(`no writer ${name}`);
  write(2000);
  const before = process.cpuUsage();
  const characters = write(payments);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const { maxRSS } = process.resourceUsage();
  return `| ${name}, ${payments} | ${Math.round(payments / seconds)} | ${seconds.toFixed(2)} | ${Math.round(maxRSS / 1024)} | ${Math.round(characters / 1e6)} |\n`;
}

function main(args: readonly string[]): void {
  const [flag, first, name] = args;
  const payments = flag === '--payments' ? Number(first) : 130_000;
  if (!Number.isInteger(payments) || payments < 1) throw new RangeError('--payments needs a whole number');
  if (name !== undefined) {
    process.stdout.write(measured(name, payments));
    return;
  }
  process.stdout.write(
    `| writer of pain.001, payments | payments per CPU second | CPU s | peak RSS, MiB | MB |\n| --- | --: | --: | --: | --: |\n`,
  );
  const self = fileURLToPath(import.meta.url);
  // Why processes of their own: what one leaves in memory would count for the next.
  for (const writer of Object.keys(WRITERS)) {
    const some = Math.min(payments, MOST[writer] ?? payments);
    spawnSync(process.execPath, [self, '--payments', String(some), writer], { stdio: 'inherit' });
  }
}

main(process.argv.slice(2));
