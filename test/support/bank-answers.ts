/** A bank that answers: what it writes about payments, as other banks' programs do. Amounts in VND. */
export interface AnsweredLine {
  readonly endToEndId: string;
  readonly instructionId?: string;
  readonly uetr?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly amount?: number | string;
}

/** What a status report says of a whole message and its block; absent: nothing. */
export interface AnsweredFile {
  readonly messageId: string;
  readonly group?: string;
  readonly groupReason?: string;
  readonly block?: string;
  readonly lines?: readonly AnsweredLine[];
}

function element(name: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `<${name}>${text}</${name}>`;
}

function reasonOf(code: string | undefined): string {
  return code === undefined ? '' : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`;
}

function statusLine({ endToEndId, instructionId, uetr, status, reason, amount }: AnsweredLine): string {
  const original =
    amount === undefined ? '' : `<OrgnlTxRef><Amt><InstdAmt Ccy="VND">${amount}</InstdAmt></Amt></OrgnlTxRef>`;
  return `<TxInfAndSts>${element('OrgnlInstrId', instructionId)}<OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId>${element('OrgnlUETR', uetr)}${element('TxSts', status)}${reasonOf(reason)}${original}</TxInfAndSts>`;
}

/** pain.002.001.10 of a bank, made on a day. */
export function statusReport(id: string, day: string, file: AnsweredFile): string {
  const lines = (file.lines ?? []).map(statusLine).join('');
  const block =
    lines === '' && file.block === undefined
      ? ''
      : `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${file.messageId}-B1</OrgnlPmtInfId>${element('PmtInfSts', file.block)}${lines}</OrgnlPmtInfAndSts>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T09:00:00+07:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${file.messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${element('GrpSts', file.group)}${reasonOf(file.groupReason)}</OrgnlGrpInfAndSts>
${block}</CstmrPmtStsRpt></Document>
`;
}

/** One booking of a statement. `batch`: it books a whole file and names no payment. */
export interface Booking {
  readonly direction: 'DBIT' | 'CRDT';
  readonly amount: number | string;
  readonly day: string;
  readonly status?: string;
  readonly endToEndId?: string;
  readonly uetr?: string;
  readonly batch?: { readonly messageId: string; readonly payments: number };
  /** A return with this reason of the list of return reasons. */
  readonly returned?: string;
  readonly currency?: string;
  /** What the bank says the transfer was for. */
  readonly text?: string;
  /** NtryRef. */
  readonly reference?: string;
}

/** A statement of an account; without `closing` what the bookings come to. */
export interface Statement {
  readonly id: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly opening: number;
  readonly closing?: number;
  readonly bookings: readonly Booking[];
}

function details({ endToEndId, uetr, batch, returned, amount, currency = 'VND', text }: Booking): string {
  if (batch !== undefined)
    return `<NtryDtls><Btch><MsgId>${batch.messageId}</MsgId><PmtInfId>${batch.messageId}-B1</PmtInfId><NbOfTxs>${batch.payments}</NbOfTxs></Btch></NtryDtls>`;
  if (endToEndId === undefined && returned === undefined) return '';
  const back = returned === undefined ? '' : `<RtrInf><Rsn><Cd>${returned}</Cd></Rsn></RtrInf>`;
  return `<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId ?? 'NOTPROVIDED'}</EndToEndId>${element('UETR', uetr)}</Refs><Amt Ccy="${currency}">${amount}</Amt>${back}${text === undefined ? '' : `<RmtInf><Ustrd>${text}</Ustrd></RmtInf>`}</TxDtls></NtryDtls>`;
}

function entry(booking: Booking): string {
  const { direction, amount, day, status = 'BOOK', returned, currency = 'VND', reference } = booking;
  const family = returned === undefined ? 'DMCT' : 'RRTN';
  return `<Ntry>${element('NtryRef', reference)}<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>${family}</SubFmlyCd></Fmly></Domn></BkTxCd>${details(booking)}</Ntry>`;
}

function balance(code: string, amount: number, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="VND">${Math.abs(amount)}</Amt><CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
}

function booked(bookings: readonly Booking[]): number {
  return bookings
    .filter(({ status = 'BOOK' }) => status === 'BOOK')
    .reduce((sum, { direction, amount }) => sum + (direction === 'CRDT' ? 1 : -1) * Number(amount), 0);
}

function statementOf(one: Statement): string {
  const closing = one.closing ?? one.opening + booked(one.bookings);
  return `<Stmt><Id>${one.id}</Id><CreDtTm>${one.to}T20:00:00+07:00</CreDtTm><FrToDt><FrDtTm>${one.from}T00:00:00+07:00</FrDtTm><ToDtTm>${one.to}T23:59:59+07:00</ToDtTm></FrToDt><Acct><Id><Othr><Id>${one.account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>
${balance('OPBD', one.opening, one.from)}${balance('CLBD', closing, one.to)}
${one.bookings.map(entry).join('\n')}
</Stmt>`;
}

/** A day of an account on which nothing of ours was booked. */
export const A_STATEMENT: Statement = {
  id: 'S1',
  account: '55001',
  from: '2026-12-05',
  to: '2026-12-05',
  opening: 9_000_000,
  bookings: [{ direction: 'DBIT', amount: 5_500, day: '2026-12-05' }],
};

/** camt.053.001.08 with these statements. */
export function accountStatements(id: string, day: string, statements: readonly Statement[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T20:00:00+07:00</CreDtTm></GrpHdr>
${statements.map(statementOf).join('\n')}
</BkToCstmrStmt></Document>
`;
}

/** camt.054.001.08: bookings of an account as they happen, without balances. */
export function bookingNotice(id: string, day: string, account: string, bookings: readonly Booking[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T20:00:00+07:00</CreDtTm></GrpHdr>
<Ntfctn><Id>${id}</Id><CreDtTm>${day}T20:00:00+07:00</CreDtTm><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>VND</Ccy></Acct>
${bookings.map(entry).join('\n')}
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
`;
}
