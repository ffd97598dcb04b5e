import { SaxesParser } from 'saxes';
import { parseDate } from '../../src/domain/month.ts';

/** An element as a tree: everything is kept, nothing is understood. */
interface Node {
  readonly name: string;
  /** Its attribute Ccy. */
  readonly currency: string;
  readonly children: Node[];
  text: string;
}

/** One thing that a message says of a payment or file, in one line: what, status, amount, day. */
export type Said = string;

/** The tree of a document, read by another program's parser; null: it is no XML, or has a document type. */
function treeOf(xml: string): Node | null {
  const root: Node = { name: '', currency: '', children: [], text: '' };
  const open: Node[] = [root];
  const parser = new SaxesParser();
  let isBad = false;
  parser.on('error', () => (isBad = true));
  parser.on('doctype', () => (isBad = true));
  parser.on('opentag', (tag) => {
    const currency = tag.attributes['Ccy'] ?? '';
    const node: Node = { name: tag.name.replace(/^.*:/, ''), currency, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  const addText = (text: string): void => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(xml).close();
  return isBad ? null : root;
}

function all(node: Node, name: string): Node[] {
  return node.children.flatMap((child) => (child.name === name ? [child] : all(child, name)));
}

/** The text at a path of children, the first of each name. */
function at(node: Node | undefined, ...path: readonly string[]): string {
  let now = node;
  for (const name of path) now = now?.children.find((child) => child.name === name);
  return now?.text.trim() ?? '';
}

function currencyOf(node: Node): string {
  return node.children.find((child) => child.name === 'Amt')?.currency ?? '';
}

function whole(text: string): string {
  return text.replace(/^0+(?=\d)/, '').replace(/\.0*$/, '');
}

/** A day of an entry; empty: none, or one that no calendar has. */
function dayAt(entry: Node, name: string): string {
  const text = /^(\d{4}-\d\d-\d\d)(?:T.*)?$/.exec(at(entry, name, 'Dt'))?.[1] ?? '';
  return parseDate(text) === null ? '' : text;
}

/** Ids of ours count in any case of letters. */
function ours(id: string): string {
  return /^ct\d{8}r\d{11,}$/i.test(id) ? id.toUpperCase() : id;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  ACCC: 'paid',
  ACSC: 'paid',
  CPUC: 'paid',
  RJCT: 'returned',
  CANC: 'returned',
  EXPR: 'returned',
};

/** What a status report says, level by level. A group that is settled on our account (ACSC) says nothing of anybody. */
function* statusesOf(report: Node): Generator<Said> {
  const group = report.children.find((child) => child.name === 'OrgnlGrpInfAndSts');
  const ofFile = (id: string, status: string): Said | null =>
    OUTCOMES[status] === undefined || status === 'ACSC' ? null : `file ${id} ${OUTCOMES[status]}`;
  const whole = ofFile(at(group, 'OrgnlMsgId'), at(group, 'GrpSts'));
  if (whole !== null) yield whole;
  for (const block of report.children.filter((child) => child.name === 'OrgnlPmtInfAndSts')) {
    const said = ofFile(at(block, 'OrgnlPmtInfId'), at(block, 'PmtInfSts'));
    if (said !== null) yield said;
    for (const line of block.children.filter((child) => child.name === 'TxInfAndSts')) {
      const status = OUTCOMES[at(line, 'TxSts')];
      if (status !== undefined) yield `payment ${ours(at(line, 'OrgnlEndToEndId'))} ${status}`;
    }
  }
}

/** What the booked entries of a statement or notification say of payments whose id is ours. */
function* bookingsOf(body: Node): Generator<Said> {
  for (const entry of all(body, 'Ntry')) {
    if (!/^(BOOK)?$/i.test(at(entry, 'Sts', 'Cd') || at(entry, 'Sts'))) continue;
    const details = all(entry, 'TxDtls');
    const day = dayAt(entry, 'BookgDt') || dayAt(entry, 'ValDt');
    const status = at(entry, 'CdtDbtInd') === 'CRDT' ? 'returned' : 'paid';
    const batch = at(entry, 'NtryDtls', 'Btch', 'PmtInfId') || at(entry, 'NtryDtls', 'Btch', 'MsgId');
    const name = (id: string): string => (id === '' && batch !== '' ? `file ${batch}` : `payment ${ours(id)}`);
    for (const one of details) {
      // Some banks write 0, or the amount in the currency of the payer, in the only payment of a booking.
      const own = whole(at(one, 'Amt'));
      const isOther = currencyOf(one) !== currencyOf(entry);
      const amount = details.length === 1 && (own === '' || own === '0' || isOther) ? whole(at(entry, 'Amt')) : own;
      yield `${name(at(one, 'Refs', 'EndToEndId'))} ${status} ${amount} ${day}`;
    }
    if (details.length === 0) yield `${name('')} ${status} ${whole(at(entry, 'Amt'))} ${day}`;
  }
}

/**
 * What a message in the words of test/support/bank-answers.ts says, worked out over a tree by a second program. Null: no such message.
 */
export function saidIn(xml: string): readonly Said[] | null {
  const root = treeOf(xml);
  if (root === null) return null;
  const [report] = all(root, 'CstmrPmtStsRpt');
  if (report !== undefined) return [...statusesOf(report)];
  const [body] = [...all(root, 'BkToCstmrStmt'), ...all(root, 'BkToCstmrDbtCdtNtfctn')];
  return body === undefined ? null : [...bookingsOf(body)];
}
