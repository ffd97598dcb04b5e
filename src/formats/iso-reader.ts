import { type Result, done, refused } from '../domain/failure.ts';
import type { IsoBody } from './iso-body.ts';
import { type IsoContext, checkId, checkedDay, isSaid, missing } from './iso-checks.ts';
import { type IsoFaults, isoFaults } from './iso-faults.ts';
import { seenTexts } from './iso-ids.ts';
import { initiationBody } from './iso-initiation.ts';
import type { IsoKind, IsoMessage, IsoReader, IsoSink } from './iso-message.ts';
import { statementBody } from './iso-statement.ts';
import { statusBody } from './iso-status.ts';
import { type IsoElement, isoWalk } from './iso-tree.ts';
import { type UnreadMessage, unreadBody, unreadNamespace, unreadSentence } from './unread-messages.ts';
import { openXmlReader } from './xml-reader.ts';
import type { XmlAttributes } from './xml-token.ts';

/** Bodies by their names; the oldest versions have names of their own. */
const BODIES: readonly (readonly [RegExp, IsoKind])[] = [
  [/^(CstmrCdtTrfInitn|pain\.001\.\d{3}\.\d{2})$/, 'pain.001'],
  [/^(CstmrPmtStsRpt|pain\.002\.\d{3}\.\d{2})$/, 'pain.002'],
  [/^(CstmrDrctDbtInitn|pain\.008\.\d{3}\.\d{2})$/, 'pain.008'],
  [/^BkToCstmrAcctRpt(V\d\d)?$/, 'camt.052'],
  [/^BkToCstmrStmt(V\d\d)?$/, 'camt.053'],
  [/^BkToCstmrDbtCdtNtfctn(V\d\d)?$/, 'camt.054'],
];

const MAKE: Readonly<Record<IsoKind, (context: IsoContext) => IsoBody>> = {
  'pain.001': initiationBody,
  'pain.008': initiationBody,
  'pain.002': statusBody,
  'camt.052': statementBody,
  'camt.053': statementBody,
  'camt.054': statementBody,
};

/** What a file turned out to be. */
interface Found {
  readonly kind: IsoKind;
  readonly version: string;
  readonly context: IsoContext;
  readonly body: IsoBody;
}

interface Search {
  readonly sink: IsoSink;
  readonly faults: IsoFaults;
  found: Found | null;
  /** Of the first message. */
  messageId: string;
  createdAt: string;
  /** Kind and version as the innermost namespace says them. */
  named: { readonly kind: string; readonly version: string } | null;
  /** A message that is not read: by its body, and by a namespace, which counts where no body is known. */
  unread: UnreadMessage | null;
  unreadNamed: UnreadMessage | null;
}

/** The message that a namespace or schema location names: urn:...:pain.001.001.09, ...pain.001.001.03.ch.02.xsd, pain:001:001:02:austrian. */
function namedIn(attributes: XmlAttributes): Search['named'] {
  let named: Search['named'] = null;
  for (const [name, value] of attributes) {
    const parts = /(pain|camt)[.:](\d{3})[.:](\d{3})[.:](\d{2})/.exec(value);
    const isNamespace = name === 'xmlns' || name.startsWith('xmlns:');
    if (parts === null || (named !== null && !isNamespace)) continue;
    const [, area = '', number = '', variant = '', version = ''] = parts;
    named = { kind: `${area}.${number}`, version: `${variant}.${version}` };
  }
  return named;
}

/** What every message must carry, whatever its kind. */
function endMessage(search: Search, { context }: Found): void {
  const { messageId, createdAt } = context.header;
  checkId(context, 'MsgId', messageId, () => ({ vi: 'phần đầu tệp', en: 'header' }));
  if (messageId === '') missing(context, 'GrpHdr/MsgId', null);
  if (createdAt === '') missing(context, 'GrpHdr/CreDtTm', null);
  checkedDay(context, 'CreDtTm', createdAt, () => ({ vi: 'phần đầu tệp', en: 'header' }));
  if (isSaid(messageId) && !context.seen.add('MsgId', messageId))
    context.faults.problem(
      'message_twice',
      null,
      'Tệp có hai thông điệp cùng MsgId (DU01).',
      'Two messages of the file have the same MsgId (DU01).',
    );
  if (search.messageId === '') search.messageId = messageId;
  if (search.createdAt === '') search.createdAt = createdAt;
}

function begun(search: Search, kind: IsoKind): Found {
  const { named, faults, sink } = search;
  const context: IsoContext = { kind, sink, faults, seen: seenTexts(), header: { messageId: '', createdAt: '' } };
  if (named !== null && named.kind !== kind)
    faults.warning(
      'other_namespace',
      null,
      `Không gian tên ghi ${named.kind}, nội dung là ${kind}.`,
      `The namespace says ${named.kind}, the content is ${kind}.`,
    );
  return { kind, version: named?.kind === kind ? named.version : '', context, body: MAKE[kind](context) };
}

/** The body of a message that begins here; null: it is none, look inside. */
function bodyAt(search: Search, name: string, attributes: XmlAttributes): IsoElement | null {
  search.named = namedIn(attributes) ?? search.named;
  const kind = BODIES.find(([pattern]) => pattern.test(name))?.[1];
  if (kind === undefined) {
    search.unread ??= unreadBody(name);
    search.unreadNamed ??= unreadNamespace(attributes);
    return null;
  }
  search.found ??= begun(search, kind);
  const { found } = search;
  if (found.kind !== kind) {
    search.faults.problem(
      'mixed_messages',
      null,
      `Tệp có cả ${found.kind} và ${kind}; chỉ đọc ${found.kind}.`,
      `The file holds ${found.kind} and ${kind}; only ${found.kind} is read.`,
    );
    return null;
  }
  const { body } = found.body;
  const { header } = found.context;
  return {
    ...body,
    begin: (given) => {
      [header.messageId, header.createdAt] = ['', ''];
      body.begin?.(given);
    },
    end: () => {
      body.end?.();
      endMessage(search, found);
    },
  };
}

function outcome({ found, faults, messageId, createdAt, unread, unreadNamed }: Search): Result<IsoMessage> {
  const other = unread ?? unreadNamed;
  if (found === null && other !== null) return refused('no_iso_message', unreadSentence(other));
  if (found === null)
    return refused(
      'no_iso_message',
      'Tệp XML không chứa pain.001, pain.002, pain.008, camt.052, camt.053 hay camt.054. / The XML file holds no pain.001, pain.002, pain.008, camt.052, camt.053 or camt.054.',
    );
  if (unread !== null)
    faults.warning(
      'unread_message',
      null,
      `Tệp có cả ${unread.vi}, phần đó không đọc.`,
      `The file holds ${unread.en} too, which is not read.`,
    );
  if (found.body.isEmpty()) faults.problem('empty', null, 'Thông điệp trống.', 'The message is empty.');
  return done({
    format: found.kind,
    version: found.version,
    messageId,
    createdAt,
    payments: found.body.payments(),
    problems: faults.problems(),
    warnings: faults.warnings(),
  });
}

/**
 * Reads messages of ISO 20022 as they come: pain.001, pain.002, pain.008, camt.052, camt.053, camt.054 of any version and dialect, by local names,
 * with or without namespace or envelope; several of one kind in a file are read one after the other. Nothing is kept but sums and 64 bits of each
 * id. Refuses what is no XML, is cut off, or holds no such message.
 */
export function openIsoReader(sink: IsoSink): IsoReader {
  const search: Search = {
    sink,
    faults: isoFaults(),
    found: null,
    messageId: '',
    createdAt: '',
    named: null,
    unread: null,
    unreadNamed: null,
  };
  const twice = (name: string): void =>
    search.faults.problem(
      'element_twice',
      null,
      `${name} có hai lần ở một chỗ; không rõ cái nào đúng.`,
      `${name} stands twice in one place; nobody can say which counts.`,
    );
  const xml = openXmlReader(isoWalk({ find: (name, attributes) => bodyAt(search, name, attributes), twice }));
  return {
    write: (chunk) => xml.write(chunk),
    finish: () => {
      const read = xml.finish();
      if (!read.ok) return read;
      return outcome(search);
    },
  };
}
