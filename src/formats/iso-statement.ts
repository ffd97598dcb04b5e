import { parseDecimal, plus } from './decimal-text.ts';
import { balanceElement } from './iso-balance.ts';
import { type IsoBody, groupHeader } from './iso-body.ts';
import { type IsoContext, checkedDay, kept } from './iso-checks.ts';
import { chargesElement, detailElement, noDetail, transactionCode } from './iso-detail.ts';
import {
  type Entry,
  checkedEntry,
  closePrint,
  entryPlace,
  flushDetail,
  isBooked,
  newEntry,
  plainMovement,
} from './iso-entry.ts';
import { mix, printText } from './iso-ids.ts';
import {
  type Statement,
  type StatementReport,
  accountOf,
  endStatement,
  newStatement,
  statementPlace,
} from './iso-statement-end.ts';
import { summaryElement } from './iso-summary.ts';
import { type IsoElement, element, leaf, leafOr } from './iso-tree.ts';

function addEntry({ context, statement, entry }: StatementReport): void {
  const value = checkedEntry(context, entry);
  const currency = statement.currency === '' ? entry.amount.currency : statement.currency;
  statement.currency = currency;
  if (value === null || entry.amount.currency !== currency) {
    statement.hasUnsummed = true;
    return;
  }
  const { credits, debits, allCredits, allDebits, reversedCredits, reversedDebits } = statement.sums;
  const isCredit = entry.direction === 'CRDT';
  const into = [isCredit ? allCredits : allDebits];
  if (isBooked(entry)) into.push(isCredit ? credits : debits);
  if (entry.isReversal) into.push(isCredit ? reversedCredits : reversedDebits);
  for (const sums of into) {
    sums.count += 1;
    sums.sum = plus(sums.sum, value);
  }
}

/** Says when an entry that has an id of its own stands twice. Reports of one day may repeat those before them. */
function checkEntryOnce({ context, statement, entry }: StatementReport): void {
  closePrint(entry);
  const print = printText(entry.print);
  mix(statement.print, print);
  const scope = context.kind === 'camt.052' ? String(statement.statementNo) : '';
  if (!entry.hasId || context.seen.add('entry', [accountOf(statement), scope, print].join('\n'))) return;
  context.faults.problem(
    'entry_twice',
    entryPlace(entry),
    'bút toán này đã có trong tệp, giống hệt.',
    'this entry stands in the file before, the very same.',
  );
}

function endEntry(report: StatementReport): void {
  const { context, statement, entry } = report;
  if (flushDetail(context, entry, report.movements + 1, entry.details === 0)) report.movements += 1;
  addEntry(report);
  if (entry.details === 0) {
    report.movements += 1;
    context.sink.movement?.(plainMovement(entry, report.movements));
  }
  statement.entries += 1;
  statement.details += entry.details;
  checkEntryOnce(report);
}

function addBatch(entry: Entry, text: string): void {
  const value = parseDecimal(text);
  if (value !== null) entry.batchSum = entry.batchSum === null ? value : plus(entry.batchSum, value);
}

function entryElement(report: StatementReport): IsoElement {
  const now = (): Entry => report.entry;
  const day = (name: string, set: (day: string) => void): IsoElement =>
    leafOr(['Dt', 'DtTm'], (text) => set(checkedDay(report.context, name, text, () => entryPlace(now()))));
  const batch = element({
    MsgId: leaf((text) => (now().batchMessageId = text)),
    PmtInfId: leaf((text) => (now().batchBlockId = text)),
    NbOfTxs: leaf((text) => (now().batch += /^\d{1,15}$/.test(text) ? Number(text) : 0)),
    TtlAmt: leaf((text) => addBatch(now(), text)),
  });
  const detail = detailElement(() => (now().pending ??= noDetail()), {
    begin: () => {
      if (flushDetail(report.context, now(), report.movements + 1, false)) report.movements += 1;
      now().pending = noDetail();
    },
    end: () => {},
  });
  return element(
    {
      NtryRef: leaf((text) => (now().reference = text)),
      Amt: leaf((text, attributes) => (now().amount = { text, currency: attributes.get('Ccy') ?? '' })),
      CdtDbtInd: leaf((text) => (now().direction = text)),
      RvslInd: leaf((text) => (now().isReversal = text === 'true' || text === '1')),
      Sts: leafOr(['Cd', 'Prtry'], (text) => (now().status = text)),
      BookgDt: day('BookgDt', (text) => (now().bookedOn = text)),
      ValDt: day('ValDt', (text) => (now().valueOn = text)),
      AcctSvcrRef: leaf((text) => (now().bankReference = text)),
      BkTxCd: transactionCode(() => (now().hasReturnCode = true)),
      Chrgs: chargesElement(() => now().charges),
      Btch: batch,
      AddtlNtryInf: leaf((text) => (now().text = text)),
      NtryDtls: element({ Btch: batch, TxDtls: detail }),
      TxDtls: detail,
    },
    {
      begin: () => (report.entry = newEntry(report.statement.statementNo, report.statement.entries + 1)),
      end: () => endEntry(report),
    },
  );
}

function pagination(now: () => Statement): IsoElement {
  return element({
    PgNb: leaf((text) => {
      now().page = kept(text);
      now().isPart ||= !/^0*1$/.test(text);
    }),
    LastPgInd: leaf((text) => (now().isPart ||= text === 'false' || text === '0')),
  });
}

function accountElement(now: () => Statement): IsoElement {
  const other = leaf((text) => (now().otherAccount = kept(text)));
  const id = element({
    IBAN: leaf((text) => (now().iban = kept(text))),
    BBAN: other,
    UPIC: other,
    Othr: element({ Id: other }),
    PrtryAcct: element({ Id: other }),
  });
  return element({ Id: id, Ccy: leaf((text) => (now().currency = kept(text))) });
}

function statementElement(report: StatementReport): IsoElement {
  const now = (): Statement => report.statement;
  const pages = pagination(now);
  return element(
    {
      Id: leaf((text) => (now().id = kept(text))),
      StmtPgntn: pages,
      RptPgntn: pages,
      NtfctnPgntn: pages,
      ElctrncSeqNb: leaf((text) => (now().electronic = kept(text))),
      LglSeqNb: leaf((text) => (now().legal = kept(text))),
      FrToDt: element({
        FrDtTm: leaf((text) => (now().from = kept(text))),
        FrDt: leaf((text) => (now().from = kept(text))),
        ToDtTm: leaf((text) => (now().to = kept(text))),
        ToDt: leaf((text) => (now().to = kept(text))),
      }),
      Acct: accountElement(now),
      Bal: balanceElement(
        report.context,
        () => statementPlace(now()),
        (balance) => now().balances.push(balance),
      ),
      TxsSummry: summaryElement(() => now().summary),
      Ntry: entryElement(report),
    },
    {
      begin: () => {
        report.statements += 1;
        report.statement = newStatement(report.statements);
      },
      end: () => endStatement(report),
    },
  );
}

/**
 * The body of camt.052, camt.053 or camt.054 of any version: every booking, and every payment inside one, is told to the sink as a movement, every
 * statement when it ends. Balances, totals, details and doubled statements and entries are checked. Source: ISO 20022 camt.05x.001.01 to .13.
 */
export function statementBody(context: IsoContext): IsoBody {
  const report: StatementReport = {
    context,
    statements: 0,
    movements: 0,
    statement: newStatement(0),
    entry: newEntry(0, 0),
    last: new Map(),
  };
  const one = statementElement(report);
  const body = element({ GrpHdr: groupHeader(context.header), Stmt: one, Rpt: one, Ntfctn: one });
  return { body, isEmpty: () => report.statements === 0, payments: () => null };
}
