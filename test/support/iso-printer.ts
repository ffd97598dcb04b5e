/** A way of writing messages: versions, prefixes and habits of banks differ, what is said does not. */
export interface Dialect {
  /** Version of camt.05x: 2, 4, 8. */
  readonly version: 2 | 4 | 8;
  readonly prefix: '' | 'ns2';
  readonly hasNamespace: boolean;
  readonly isPretty: boolean;
  /** Texts in CDATA instead of references. */
  readonly usesCdata: boolean;
  readonly encoding: 'utf8' | 'utf16le';
}

export interface PrintedDetail {
  readonly endToEndId: string;
  readonly instructionId: string;
  readonly uetr: string;
  /** In the smallest unit. */
  readonly amount: number;
  /** Empty: no return. */
  readonly reason: string;
  readonly text: string;
}

export interface PrintedEntry {
  readonly reference: string;
  readonly direction: 'CRDT' | 'DBIT';
  readonly amount: number;
  readonly status: 'BOOK' | 'PDNG';
  readonly day: string;
  readonly isReversal: boolean;
  readonly text: string;
  readonly details: readonly PrintedDetail[];
}

export interface PrintedStatement {
  readonly id: string;
  readonly sequence: number;
  readonly account: string;
  readonly currency: 'VND' | 'EUR';
  readonly opening: number;
  readonly closing: number;
  readonly entries: readonly PrintedEntry[];
}

export interface PrintedLine {
  readonly instructionId: string;
  readonly endToEndId: string;
  readonly uetr: string;
  readonly status: string;
  readonly reasons: readonly string[];
  readonly text: string;
  readonly amount: number;
}

export interface PrintedBlock {
  readonly id: string;
  readonly status: string;
  readonly reasons: readonly string[];
  readonly lines: readonly PrintedLine[];
}

/** What is inside an element: another one by its name, several, or text. */
type Content = string | readonly Node[];
type Node = readonly [name: string, content: Content, currency?: string];

/** An amount in the smallest unit, as files write it. */
export function amountText(amount: number, currency: string): string {
  if (currency === 'VND') return String(amount);
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function escaped(text: string, { usesCdata }: Dialect): string {
  // A carriage return can only be written as a reference.
  if (usesCdata && /[&<]/.test(text) && !/\]\]>|\r/.test(text)) return `<![CDATA[${text}]]>`;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

function printed([name, content, currency]: Node, dialect: Dialect, depth: number): string {
  const tag = dialect.prefix === '' ? name : `${dialect.prefix}:${name}`;
  const line = dialect.isPretty ? `\n${'  '.repeat(depth)}` : '';
  const attribute = currency === undefined ? '' : ` Ccy="${currency}"`;
  if (typeof content === 'string') return `${line}<${tag}${attribute}>${escaped(content, dialect)}</${tag}>`;
  const inside = content.map((one) => printed(one, dialect, depth + 1)).join('');
  return `${line}<${tag}${attribute}>${inside}${line}</${tag}>`;
}

function file(dialect: Dialect, message: string, body: Node): Uint8Array {
  const { prefix, hasNamespace, encoding } = dialect;
  const namespace =
    hasNamespace || prefix !== ''
      ? ` xmlns${prefix === '' ? '' : `:${prefix}`}="urn:iso:std:iso:20022:tech:xsd:${message}"`
      : '';
  const document = prefix === '' ? 'Document' : `${prefix}:Document`;
  const head = `<?xml version="1.0" encoding="${encoding === 'utf8' ? 'UTF-8' : 'UTF-16'}"?>`;
  const text = `${head}<${document}${namespace}>${printed(body, dialect, 1)}</${document}>\n`;
  return Buffer.from(encoding === 'utf8' ? text : `\uFEFF${text}`, encoding);
}

function some(name: string, text: string): Node[] {
  return text === '' ? [] : [[name, text]];
}

const code = (name: string, value: string): Node => [name, [['Cd', value]]];

function detailNode(detail: PrintedDetail, entry: PrintedEntry, currency: string, version: number): Node {
  const amount: Node = ['Amt', amountText(detail.amount, currency), currency];
  return [
    'TxDtls',
    [
      [
        'Refs',
        [
          ...some('InstrId', detail.instructionId),
          ...some('EndToEndId', detail.endToEndId),
          ...(version >= 8 ? some('UETR', detail.uetr) : []),
        ],
      ],
      ...(version === 2
        ? ([['AmtDtls', [['TxAmt', [amount]]]]] satisfies Node[])
        : ([amount, ['CdtDbtInd', entry.direction]] satisfies Node[])),
      ...(detail.text === '' ? [] : ([['RmtInf', [['Ustrd', detail.text]]]] satisfies Node[])),
      ...(detail.reason === '' ? [] : ([['RtrInf', [code('Rsn', detail.reason)]]] satisfies Node[])),
    ],
  ];
}

function entryNode(entry: PrintedEntry, currency: string, version: number): Node {
  const details = entry.details.map((one) => detailNode(one, entry, currency, version));
  return [
    'Ntry',
    [
      ['NtryRef', entry.reference],
      ['Amt', amountText(entry.amount, currency), currency],
      ['CdtDbtInd', entry.direction],
      ...(entry.isReversal ? some('RvslInd', 'true') : []),
      version === 8 ? code('Sts', entry.status) : ['Sts', entry.status],
      ['BookgDt', [['Dt', entry.day]]],
      [
        'BkTxCd',
        [
          [
            'Domn',
            [
              ['Cd', 'PMNT'],
              [
                'Fmly',
                [
                  ['Cd', 'ICDT'],
                  ['SubFmlyCd', 'DMCT'],
                ],
              ],
            ],
          ],
        ],
      ],
      ...(details.length === 0 ? [] : ([['NtryDtls', details]] satisfies Node[])),
      ...some('AddtlNtryInf', entry.text),
    ],
  ];
}

function balanceNode(type: string, amount: number, currency: string): Node {
  return [
    'Bal',
    [
      ['Tp', [['CdOrPrtry', [['Cd', type]]]]],
      ['Amt', amountText(Math.abs(amount), currency), currency],
      ['CdtDbtInd', amount < 0 ? 'DBIT' : 'CRDT'],
      ['Dt', [['Dt', '2026-11-20']]],
    ],
  ];
}

/** camt.053 with these statements. */
export function printStatements(statements: readonly PrintedStatement[], dialect: Dialect): Uint8Array {
  const nodes = statements.map((one): Node => [
    'Stmt',
    [
      ['Id', one.id],
      ['ElctrncSeqNb', String(one.sequence)],
      ['CreDtTm', '2026-11-20T18:00:00+07:00'],
      [
        'Acct',
        [
          ['Id', [['Othr', [['Id', one.account]]]]],
          ['Ccy', one.currency],
        ],
      ],
      balanceNode('OPBD', one.opening, one.currency),
      balanceNode('CLBD', one.closing, one.currency),
      ...one.entries.map((entry) => entryNode(entry, one.currency, dialect.version)),
    ],
  ]);
  const header: Node = [
    'GrpHdr',
    [
      ['MsgId', 'STATEMENTS-1'],
      ['CreDtTm', '2026-11-20T18:00:00+07:00'],
    ],
  ];
  return file(dialect, `camt.053.001.0${dialect.version}`, ['BkToCstmrStmt', [header, ...nodes]]);
}

/** camt.054 with one notification of these entries. */
export function printNotification(entries: readonly PrintedEntry[], dialect: Dialect): Uint8Array {
  const header: Node = [
    'GrpHdr',
    [
      ['MsgId', 'NOTE-1'],
      ['CreDtTm', '2026-11-20T18:00:00+07:00'],
    ],
  ];
  const note: Node = [
    'Ntfctn',
    [
      ['Id', 'N1'],
      ['CreDtTm', '2026-11-20T18:00:00+07:00'],
      [
        'Acct',
        [
          ['Id', [['Othr', [['Id', '0201000123456']]]]],
          ['Ccy', 'VND'],
        ],
      ],
      ...entries.map((entry) => entryNode(entry, 'VND', dialect.version)),
    ],
  ];
  return file(dialect, `camt.054.001.0${dialect.version}`, ['BkToCstmrDbtCdtNtfctn', [header, note]]);
}

function reasonNodes(reasons: readonly string[], text: string): Node[] {
  const codes = reasons.map((reason): Node => ['StsRsnInf', [code('Rsn', reason)]]);
  return text === '' ? codes : [...codes, ['StsRsnInf', [['AddtlInf', text]]]];
}

function lineNode(line: PrintedLine): Node {
  return [
    'TxInfAndSts',
    [
      ...some('OrgnlInstrId', line.instructionId),
      ...some('OrgnlEndToEndId', line.endToEndId),
      ...some('OrgnlUETR', line.uetr),
      ...some('TxSts', line.status),
      ...reasonNodes(line.reasons, line.text),
      ['AccptncDtTm', '2026-11-21T09:00:00+07:00'],
      ['OrgnlTxRef', [['Amt', [['InstdAmt', String(line.amount), 'VND']]]]],
    ],
  ];
}

/** pain.002 with a status of the group, and of blocks and their lines. `version`: 10 or 11. */
export function printStatuses(
  group: string,
  blocks: readonly PrintedBlock[],
  dialect: Dialect,
  version: 10 | 11,
): Uint8Array {
  const nodes = blocks.map((block): Node => [
    'OrgnlPmtInfAndSts',
    [
      ['OrgnlPmtInfId', block.id],
      ...some('PmtInfSts', block.status),
      ...reasonNodes(block.reasons, ''),
      ...block.lines.map(lineNode),
    ],
  ]);
  const body: Node = [
    'CstmrPmtStsRpt',
    [
      [
        'GrpHdr',
        [
          ['MsgId', 'ANSWER-1'],
          ['CreDtTm', '2026-11-20T18:00:00+07:00'],
        ],
      ],
      ['OrgnlGrpInfAndSts', [['OrgnlMsgId', 'OURS-1'], ['OrgnlMsgNmId', 'pain.001.001.09'], ...some('GrpSts', group)]],
      ...nodes,
    ],
  ];
  return file(dialect, `pain.002.001.${version}`, body);
}
