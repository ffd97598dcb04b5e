import { type Decimal, ZERO_DECIMAL, decimalText, isSame, parseDecimal, plus } from './decimal-text.ts';
import {
  type IsoAmount,
  type IsoContext,
  checkId,
  checkText,
  checkUetr,
  checkedAmount,
  checkedDay,
  isSaid,
  kept,
  missing,
  wrongTotal,
} from './iso-checks.ts';
import type { Place } from './iso-faults.ts';
import { type IsoBody, groupHeader } from './iso-body.ts';
import { type IsoElement, element, leaf, leafOr, repeated } from './iso-tree.ts';

/** Payments that are added up, and what a header says they come to. */
interface Sums {
  count: number;
  sum: Decimal;
  saidCount: string;
  saidSum: string;
}

interface Payment {
  instructionId: string;
  endToEndId: string;
  uetr: string;
  amount: IsoAmount;
  name: string;
}

/** How far the reading of a message has come. */
interface Initiation {
  readonly context: IsoContext;
  readonly isCredit: boolean;
  readonly all: Sums;
  group: Sums;
  block: Sums;
  blockNo: number;
  blockId: string;
  blockName: string;
  hasDay: boolean;
  row: number;
  payment: Payment;
  /** What the group headers of the file say. */
  readonly saidCounts: string[];
  readonly saidSums: string[];
}

function noSums(): Sums {
  return { count: 0, sum: ZERO_DECIMAL, saidCount: '', saidSum: '' };
}

function noPayment(): Payment {
  return { instructionId: '', endToEndId: '', uetr: '', amount: { text: '', currency: '' }, name: '' };
}

const LEVELS = {
  group: { vi: 'phần đầu tệp', en: 'the header', count: 'AM18', sum: 'AM10' },
  block: { vi: 'phần đầu khối', en: 'the block', count: 'AM16', sum: 'AM19' },
} as const;

/** Says where the totals of a header differ from what it stands above. */
function checkSums(context: IsoContext, level: 'group' | 'block', where: Place | null, sums: Sums): void {
  const { vi, en, count, sum } = LEVELS[level];
  const saidCount = parseDecimal(sums.saidCount);
  if (sums.saidCount !== '' && (saidCount === null || !isSame(saidCount, { units: BigInt(sums.count), scale: 0 })))
    wrongTotal(context, {
      code: `${level}_count`,
      where,
      vi: `NbOfTxs ở ${vi} (${count})`,
      en: `NbOfTxs of ${en} (${count})`,
      said: sums.saidCount.slice(0, 40),
      found: String(sums.count),
    });
  const saidSum = parseDecimal(sums.saidSum);
  if (sums.saidSum !== '' && (saidSum === null || !isSame(saidSum, sums.sum)))
    wrongTotal(context, {
      code: `${level}_sum`,
      where,
      vi: `CtrlSum ở ${vi} (${sum})`,
      en: `CtrlSum of ${en} (${sum})`,
      said: sums.saidSum.slice(0, 40),
      found: decimalText(sums.sum),
    });
}

function add(sums: Sums, amount: Decimal | null): void {
  sums.count += 1;
  if (amount !== null) sums.sum = plus(sums.sum, amount);
}

/** Says that an id stands twice in the file. */
function checkTwice(context: IsoContext, name: string, id: string, code: string, where: () => Place): void {
  if (!isSaid(id) || context.seen.add(name, id)) return;
  context.faults.problem(
    'id_twice',
    where(),
    `${name} đã có ở chỗ khác trong tệp (${code}).`,
    `this ${name} stands elsewhere in the file too (${code}).`,
  );
}

const place = (state: Initiation): Place => ({ vi: `khoản ${state.row}`, en: `payment ${state.row}` });
const blockPlace = (state: Initiation): Place => ({ vi: `khối ${state.blockNo}`, en: `block ${state.blockNo}` });

function checkPayment(state: Initiation): void {
  const { context, payment, isCredit } = state;
  const { instructionId, endToEndId, uetr, amount, name } = payment;
  const here = (): Place => place(state);
  checkTwice(context, 'InstrId', instructionId, 'DU05', here);
  checkTwice(context, 'EndToEndId', endToEndId, 'DU04', here);
  checkTwice(context, 'UETR', uetr, 'DU03', here);
  checkId(context, 'InstrId', instructionId, here);
  checkId(context, 'EndToEndId', endToEndId, here);
  checkUetr(context, uetr, here);
  checkText(context, 'Nm', name, 140, here);
  if (endToEndId === '') missing(context, 'EndToEndId', here());
  if (name === '') missing(context, isCredit ? 'Cdtr/Nm (BE22)' : 'Dbtr/Nm (BE22)', here());
  if (amount.text !== '' && amount.currency === '') missing(context, 'Ccy', here());
}

function endPayment(state: Initiation): void {
  const { context, payment } = state;
  const value = checkedAmount(context, payment.amount, 'above 0', () => place(state));
  for (const sums of [state.group, state.block, state.all]) add(sums, value);
  checkPayment(state);
  context.sink.payment?.({
    messageId: context.header.messageId,
    blockId: state.blockId,
    instructionId: payment.instructionId,
    endToEndId: payment.endToEndId,
    uetr: payment.uetr,
    amount: payment.amount.text,
    currency: payment.amount.currency,
    creditorName: state.isCredit ? payment.name : state.blockName,
  });
}

function transaction(state: Initiation): IsoElement {
  const { context, isCredit } = state;
  const here = (): Place => place(state);
  const amount = leaf((text, attributes) => {
    state.payment.amount = { text, currency: attributes.get('Ccy') ?? '' };
  });
  const account = leaf((text) => checkText(context, 'Othr/Id', text, 34, here));
  return element(
    {
      PmtId: element({
        InstrId: leaf((text) => (state.payment.instructionId = text)),
        EndToEndId: leaf((text) => (state.payment.endToEndId = text)),
        UETR: leaf((text) => (state.payment.uetr = text.toLowerCase())),
      }),
      Amt: element({ InstdAmt: amount, EqvtAmt: element({ Amt: amount }) }),
      InstdAmt: amount,
      [isCredit ? 'Cdtr' : 'Dbtr']: element({ Nm: leaf((text) => (state.payment.name = text)) }),
      [isCredit ? 'CdtrAcct' : 'DbtrAcct']: element({ Id: element({ Othr: element({ Id: account }) }) }),
      RmtInf: element({ Ustrd: repeated(leaf((text) => checkText(context, 'Ustrd', text, 140, here))) }),
    },
    {
      begin: () => {
        state.row += 1;
        state.payment = noPayment();
      },
      end: () => endPayment(state),
    },
  );
}

function endBlock(state: Initiation): void {
  const { context, blockId, block, hasDay, isCredit } = state;
  const here = (): Place => blockPlace(state);
  checkId(context, 'PmtInfId', blockId, here);
  checkTwice(context, 'PmtInfId', blockId, 'DU02', here);
  if (blockId === '') missing(context, 'PmtInfId', here());
  if (!hasDay) missing(context, isCredit ? 'ReqdExctnDt' : 'ReqdColltnDt', here());
  if (block.count === 0)
    context.faults.problem('empty_block', here(), 'không có khoản nào.', 'there is no payment in it.');
  checkSums(context, 'block', here(), block);
}

function information(state: Initiation): IsoElement {
  const day = leafOr(['Dt', 'DtTm'], (text) => {
    state.hasDay = true;
    checkedDay(state.context, state.isCredit ? 'ReqdExctnDt' : 'ReqdColltnDt', text, () => blockPlace(state));
  });
  const payment = transaction(state);
  return element(
    {
      PmtInfId: leaf((text) => (state.blockId = kept(text))),
      NbOfTxs: leaf((text) => (state.block.saidCount = kept(text))),
      CtrlSum: leaf((text) => (state.block.saidSum = kept(text))),
      ReqdExctnDt: day,
      ReqdColltnDt: day,
      Cdtr: element({ Nm: leaf((text) => (state.blockName = kept(text))) }),
      CdtTrfTxInf: payment,
      DrctDbtTxInf: payment,
    },
    {
      begin: () => {
        state.blockNo += 1;
        state.block = noSums();
        [state.blockId, state.blockName, state.hasDay] = ['', '', false];
      },
      end: () => endBlock(state),
    },
  );
}

/** What a header says in a file of one message; the sum of what they say in a file of several. */
function saidText(said: readonly string[]): string | null {
  const [only = null] = said;
  if (said.length < 2) return only;
  return decimalText(said.reduce((sum, text) => plus(sum, parseDecimal(text) ?? ZERO_DECIMAL), ZERO_DECIMAL));
}

/**
 * The body of pain.001 or pain.008 of any version: payments are told to the sink as they end; totals of group and blocks, amounts and doubled ids
 * are checked. Source: ISO 20022 pain.001.001.02 to .12, pain.008.001.01 to .08.
 */
export function initiationBody(context: IsoContext): IsoBody {
  const state: Initiation = {
    context,
    isCredit: context.kind === 'pain.001',
    all: noSums(),
    group: noSums(),
    block: noSums(),
    blockNo: 0,
    blockId: '',
    blockName: '',
    hasDay: false,
    row: 0,
    payment: noPayment(),
    saidCounts: [],
    saidSums: [],
  };
  const holds = {
    GrpHdr: groupHeader(context.header, {
      NbOfTxs: leaf((text) => (state.group.saidCount = kept(text))),
      CtrlSum: leaf((text) => (state.group.saidSum = kept(text))),
    }),
    PmtInf: information(state),
  };
  const end = (): void => {
    const { saidCount, saidSum } = state.group;
    checkSums(context, 'group', null, state.group);
    if (saidCount === '') missing(context, 'GrpHdr/NbOfTxs', null);
    else state.saidCounts.push(saidCount);
    if (saidSum !== '') state.saidSums.push(saidSum);
  };
  return {
    body: element(holds, { begin: () => (state.group = noSums()), end }),
    isEmpty: () => state.all.count === 0,
    payments: () => ({
      count: state.all.count,
      sum: decimalText(state.all.sum),
      headerCount: saidText(state.saidCounts),
      headerSum: saidText(state.saidSums),
    }),
  };
}
