import { type IsoBody, groupHeader } from './iso-body.ts';
import {
  type IsoAmount,
  type IsoContext,
  checkUetr,
  checkedAmount,
  checkedDay,
  isSaid,
  kept,
  missing,
} from './iso-checks.ts';
import type { Place } from './iso-faults.ts';
import type { IsoStatus } from './iso-message.ts';
import { type Counts, checkCounts, noCounts, perStatus } from './iso-status-counts.ts';
import { type IsoElement, element, leaf, once, repeated } from './iso-tree.ts';

/** ExternalPaymentTransactionStatus1Code, ExternalPaymentGroupStatus1Code and the older closed lists, as published in 2025. */
const KNOWN = new Set(
  'ACCC ACCO ACCP ACFC ACIS ACPD ACSC ACSP ACTC ACWC ACWP APAR BLCK CANC CPUC PART PATC PDNG PRES PRSY RCVD RJCT SEMC ACDT EXPR PACS PNDG RCVC RVCM RVMC RVNA RVNM'.split(
    ' ',
  ),
);

/** What is said at one level. */
interface Said {
  status: string;
  reasons: string[];
  text: string;
  /** What was asked for: OrgnlNbOfTxs and OrgnlCtrlSum. */
  originalCount: string;
  originalSum: string;
}

interface Line {
  readonly said: Said;
  instructionId: string;
  endToEndId: string;
  uetr: string;
  blockId: string;
  amount: IsoAmount;
  acceptedAt: string;
}

interface Report {
  readonly context: IsoContext;
  row: number;
  originalMessageId: string;
  hasOriginal: boolean;
  blockId: string;
  group: Said;
  block: Said;
  /** The status of the block was told already. */
  isBlockTold: boolean;
  line: Line;
  groupCounts: Counts;
  blockCounts: Counts;
}

function nothing(): Said {
  return { status: '', reasons: [], text: '', originalCount: '', originalSum: '' };
}

function noLine(): Line {
  const amount = { text: '', currency: '' };
  return { said: nothing(), instructionId: '', endToEndId: '', uetr: '', blockId: '', amount, acceptedAt: '' };
}

const rowPlace = (report: Report): Place => ({ vi: `trạng thái ${report.row}`, en: `status ${report.row}` });

/** StsRsnInf, which may come several times. Names of pain.002.001.02 too. */
function reasons(said: () => Said): IsoElement {
  const code = leaf((text) => {
    if (text !== '') said().reasons.push(text);
  });
  const reason = element({ Cd: code, Prtry: code });
  const text = leaf((more) => {
    const known = said();
    known.text = known.text === '' ? more : `${known.text} ${more}`;
  });
  return element({ Rsn: reason, StsRsn: reason, AddtlInf: repeated(text), AddtlStsRsnInf: repeated(text) });
}

/** What a header says that was asked for. */
function originals(said: () => Said): Record<string, IsoElement> {
  return {
    OrgnlNbOfTxs: leaf((text) => (said().originalCount = kept(text))),
    OrgnlCtrlSum: leaf((text) => (said().originalSum = kept(text))),
  };
}

function tell(report: Report, level: IsoStatus['level'], said: Said, line: Line | null): void {
  const { context } = report;
  report.row += 1;
  if (said.status !== '' && !KNOWN.has(said.status))
    context.faults.warning(
      'unknown_status',
      rowPlace(report),
      'mã trạng thái không có trong danh mục ISO 20022.',
      'the status code is not in the lists of ISO 20022.',
    );
  const day = line?.acceptedAt ? line.acceptedAt : context.header.createdAt;
  context.sink.status?.({
    row: report.row,
    level,
    status: said.status,
    reasons: said.reasons,
    text: said.text,
    messageId: report.originalMessageId,
    blockId: level === 'group' ? '' : line?.blockId ? line.blockId : report.blockId,
    instructionId: line?.instructionId ?? '',
    endToEndId: line?.endToEndId ?? '',
    uetr: line?.uetr ?? '',
    amount: line?.amount.text ?? '',
    currency: line?.amount.currency ?? '',
    originalCount: said.originalCount,
    originalSum: said.originalSum,
    date: checkedDay(context, line?.acceptedAt ? 'AccptncDtTm' : 'CreDtTm', day, () => rowPlace(report)),
  });
}

function tellBlock(report: Report): void {
  const { block, isBlockTold } = report;
  if (isBlockTold || (block.status === '' && block.reasons.length === 0)) return;
  report.isBlockTold = true;
  tell(report, 'block', block, null);
}

/** Says when one payment has a status twice: the same one is superfluous, another one contradicts. */
function checkOnce(report: Report, { instructionId, endToEndId, uetr, said, blockId }: Line): void {
  const { context } = report;
  if (![instructionId, endToEndId, uetr].some(isSaid)) return;
  const id = [report.originalMessageId, blockId || report.blockId, instructionId, endToEndId, uetr].join('\n');
  const isNew = context.seen.add('line', id);
  const isNewStatus = context.seen.add('status', `${id}\n${said.status}`);
  if (isNew) return;
  const where = { vi: `trạng thái ${report.row + 1}`, en: `status ${report.row + 1}` };
  if (isNewStatus)
    context.faults.problem(
      'status_contradicts',
      where,
      'cùng một giao dịch đã có trạng thái khác trong tệp.',
      'the same transaction has another status in this file.',
    );
  else
    context.faults.warning(
      'status_twice',
      where,
      'cùng một giao dịch và trạng thái đã có trong tệp.',
      'the same transaction and status stand in this file before.',
    );
}

function endLine(report: Report): void {
  const { context, line } = report;
  const { status } = line.said;
  for (const { listed } of [report.groupCounts, report.blockCounts]) listed.set(status, (listed.get(status) ?? 0) + 1);
  checkOnce(report, line);
  tell(report, 'line', line.said, line);
  checkUetr(context, line.uetr, () => rowPlace(report));
  if (line.amount.text !== '') checkedAmount(context, line.amount, 'any', () => rowPlace(report));
}

function transaction(report: Report): IsoElement {
  const amount = leaf((text, attributes) => {
    report.line.amount = { text, currency: attributes.get('Ccy') ?? '' };
  });
  return element(
    {
      OrgnlGrpInf: element({ OrgnlMsgId: leaf((text) => (report.originalMessageId = kept(text))) }),
      OrgnlPmtInfId: leaf((text) => (report.line.blockId = text)),
      OrgnlInstrId: leaf((text) => (report.line.instructionId = text)),
      OrgnlEndToEndId: leaf((text) => (report.line.endToEndId = text)),
      OrgnlUETR: leaf((text) => (report.line.uetr = text.toLowerCase())),
      TxSts: leaf((text) => (report.line.said.status = text.length < 13 ? text : kept(text))),
      StsRsnInf: reasons(() => report.line.said),
      AccptncDtTm: leaf((text) => (report.line.acceptedAt = text)),
      OrgnlTxRef: once(element({ Amt: once(element({ InstdAmt: amount, EqvtAmt: once(element({ Amt: amount })) })) })),
    },
    {
      begin: () => {
        tellBlock(report);
        report.line = noLine();
      },
      end: () => endLine(report),
    },
  );
}

function block(report: Report, line: IsoElement): IsoElement {
  const counted = perStatus(() => report.blockCounts);
  return element(
    {
      OrgnlPmtInfId: leaf((text) => (report.blockId = kept(text))),
      ...originals(() => report.block),
      PmtInfSts: leaf((text) => (report.block.status = kept(text))),
      StsRsnInf: reasons(() => report.block),
      NbOfTxsPerSts: counted,
      TxInfAndSts: line,
    },
    {
      begin: () => {
        [report.block, report.blockCounts] = [nothing(), noCounts()];
        [report.blockId, report.isBlockTold] = ['', false];
      },
      end: () => {
        tellBlock(report);
        if (report.block.status === 'RJCT')
          [report.blockCounts.isRejectedWhole, report.groupCounts.isRejectedWhole] = [true, true];
        checkCounts(report.context, report.blockCounts, 'phần đầu khối', 'the block');
        [report.blockId, report.block] = ['', nothing()];
      },
    },
  );
}

function group(report: Report): IsoElement {
  const counted = perStatus(() => report.groupCounts);
  return element(
    {
      OrgnlMsgId: leaf((text) => (report.originalMessageId = kept(text))),
      ...originals(() => report.group),
      GrpSts: leaf((text) => (report.group.status = kept(text))),
      StsRsnInf: reasons(() => report.group),
      NbOfTxsPerSts: counted,
    },
    {
      begin: () => (report.group = nothing()),
      end: () => {
        if (report.group.status === 'RJCT') report.groupCounts.isRejectedWhole = true;
        if (report.originalMessageId === '') missing(report.context, 'OrgnlMsgId', null);
        if (report.group.status !== '' || report.group.reasons.length > 0) tell(report, 'group', report.group, null);
      },
    },
  );
}

/**
 * The body of pain.002 of any version: statuses of the group, of blocks and of lines are told to the sink where they stand. Statuses that
 * contradict each other and more lines than a header counts are problems. Source: ISO 20022 pain.002.001.02 to .14.
 */
export function statusBody(context: IsoContext): IsoBody {
  const report: Report = {
    context,
    row: 0,
    originalMessageId: '',
    hasOriginal: false,
    blockId: '',
    group: nothing(),
    block: nothing(),
    isBlockTold: false,
    line: noLine(),
    groupCounts: noCounts(),
    blockCounts: noCounts(),
  };
  const line = transaction(report);
  const holds = {
    GrpHdr: groupHeader(context.header),
    OrgnlGrpInfAndSts: group(report),
    OrgnlPmtInfAndSts: block(report, line),
    TxInfAndSts: line,
  };
  const body = element(holds, {
    begin: () => {
      report.originalMessageId = '';
      report.groupCounts = noCounts();
    },
    end: () => {
      checkCounts(context, report.groupCounts, 'phần đầu tệp', 'the header');
      report.hasOriginal ||= report.originalMessageId !== '';
    },
  });
  // Who names a message and says nothing of it says that nothing is known yet.
  return { body, isEmpty: () => report.row === 0 && !report.hasOriginal, payments: () => null };
}
