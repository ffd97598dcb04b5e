import { describe, expect, test } from 'vitest';
import { problemCodes, readIso, warningCodes } from '../support/iso-reading.ts';

type Kind = 'camt.052' | 'camt.053' | 'camt.054';
const BODY = {
  'camt.052': ['BkToCstmrAcctRpt', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
} as const;

function balance(type: string, amount: string, indicator = 'CRDT', day = '2026-11-20'): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="VND">${amount}</Amt><CdtDbtInd>${indicator}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
}

function entry(amount: string, direction: string, inside = '', status = '<Sts>BOOK</Sts>'): string {
  return `<Ntry><Amt Ccy="VND">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${status}<BookgDt><Dt>2026-11-20</Dt></BookgDt>${inside}</Ntry>`;
}

const details = (...inside: string[]): string =>
  `<NtryDtls>${inside.map((one) => `<TxDtls>${one}</TxDtls>`).join('')}</NtryDtls>`;
const payment = (id: string, amount: string, more = ''): string =>
  `<Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="VND">${amount}</Amt>${more}`;

function statement(inside: string, id = 'S1', number = '1'): string {
  return `<Id>${id}</Id><ElctrncSeqNb>${number}</ElctrncSeqNb><Acct><Id><Othr><Id>0201000123456</Id></Othr></Id><Ccy>VND</Ccy></Acct>${inside}`;
}

function message(kind: Kind, ...statements: string[]): string {
  const [body, one] = BODY[kind];
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.08"><${body}><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr>${statements.map((inside) => `<${one}>${inside}</${one}>`).join('')}</${body}></Document>`;
}

const notes = (...entries: string[]): string => message('camt.054', statement(entries.join('')));
const OPEN_CLOSE = balance('OPBD', '1000') + balance('CLBD', '1300', 'CRDT', '2026-11-21');

describe('statements', () => {
  test('opening, bookings, closing', () => {
    const told = readIso(message('camt.053', statement(OPEN_CLOSE + entry('500', 'CRDT') + entry('200', 'DBIT'))));
    expect(told.statements).toEqual([
      {
        statementNo: 1,
        id: 'S1',
        sequence: '1',
        page: null,
        isPart: false,
        account: '0201000123456',
        currency: 'VND',
        from: '2026-11-20',
        to: '2026-11-21',
        opening: '1000',
        closing: '1300',
        credits: '500',
        debits: '200',
        entries: 2,
        details: 0,
        isBalanced: true,
      },
    ]);
    expect(told.message).toMatchObject({ format: 'camt.053', version: '001.08', problems: [], warnings: [] });
  });

  test('one that does not balance is a problem with the figure', () => {
    const told = readIso(message('camt.053', statement(OPEN_CLOSE + entry('499', 'CRDT') + entry('200', 'DBIT'))));
    expect(told.statements[0]?.isBalanced).toBe(false);
    expect(told.message?.problems).toEqual([
      { code: 'not_balanced', message: expect.stringMatching(/1299.*1300.*chênh 1\..*differs by 1\.$/) },
    ]);
  });

  test('debit balances, PRCD for OPBD, ITBD of a report, available balances left aside', () => {
    const overdrawn =
      balance('PRCD', '100', 'DBIT') + balance('CLBD', '50', 'DBIT') + balance('CLAV', '999') + balance('FWAV', '9');
    expect(readIso(message('camt.053', statement(overdrawn + entry('50', 'CRDT')))).statements[0]).toMatchObject({
      opening: '-100',
      closing: '-50',
      isBalanced: true,
    });
    const report = balance('OPBD', '100') + balance('ITBD', '150');
    expect(readIso(message('camt.052', statement(report + entry('50', 'CRDT')))).statements[0]?.isBalanced).toBe(true);
    const two = balance('ITBD', '100') + balance('ITBD', '150');
    expect(readIso(message('camt.052', statement(two + entry('50', 'CRDT')))).statements[0]?.isBalanced).toBe(true);
  });

  test('a report that does not balance is a warning only, a missing balance too', () => {
    const report = readIso(message('camt.052', statement(OPEN_CLOSE)));
    expect([problemCodes(report), warningCodes(report)]).toEqual([[], ['not_balanced']]);
    const half = readIso(message('camt.053', statement(balance('OPBD', '1000'))));
    expect([problemCodes(half), half.statements[0]?.isBalanced]).toEqual([[], null]);
    expect(warningCodes(half)).toEqual(['missing']);
  });

  test('pending entries are told, but count for no sum', () => {
    const pending = entry('77', 'DBIT', '', '<Sts><Cd>PDNG</Cd></Sts>');
    const told = readIso(message('camt.053', statement(OPEN_CLOSE + entry('300', 'CRDT') + pending)));
    expect(told.statements[0]).toMatchObject({ credits: '300', debits: '0', entries: 2, isBalanced: true });
    expect(told.movements.map((one) => one.isBooked)).toEqual([true, false]);
  });

  test('several statements; one that does not join the one before it; one twice', () => {
    const first = statement(OPEN_CLOSE + entry('300', 'CRDT'));
    const next = (opening: string): string => statement(balance('OPBD', opening) + balance('CLBD', opening), 'S2', '2');
    expect(problemCodes(readIso(message('camt.053', first, next('1300'))))).toEqual([]);
    expect(problemCodes(readIso(message('camt.053', first, next('1301'))))).toEqual(['not_continuous']);
    expect(problemCodes(readIso(message('camt.053', first, first)))).toEqual(['statement_twice']);
  });

  test('pages: which one it is, and whether it is a part of several; parts of one id in a file are all read', () => {
    const pages = (...inside: string[]): string[] =>
      inside.map((one) => statement(`<StmtPgntn>${one}</StmtPgntn>${entry('300', 'CRDT')}`));
    const page = (number: string, isLast: boolean): string => `<PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd>`;
    const told = readIso(message('camt.053', ...pages(page('1', false), page('2', true))));
    expect(told.statements.map((one) => [one.id, one.page, one.isPart])).toEqual([
      ['S1', 1, true],
      ['S1', 2, true],
    ]);
    expect([problemCodes(told), warningCodes(told), told.movements.length]).toEqual([[], [], 2]);
    const alone = (inside: string): [number | null, boolean] | null => {
      const [one] = readIso(message('camt.053', ...pages(inside))).statements;
      return one === undefined ? null : [one.page, one.isPart];
    };
    expect(alone(page('1', true))).toEqual([1, false]);
    expect(alone('<PgNb>00001</PgNb>')).toEqual([1, false]);
    expect(alone('<LastPgInd>false</LastPgInd>')).toEqual([null, true]);
    expect(alone('<PgNb>last</PgNb>')).toEqual([null, true]);
  });

  test('totals of TxsSummry', () => {
    const summary = (count: string, sum: string, net: string): string =>
      `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum><TtlNetNtry><Amt>${net}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>500</Sum></TtlCdtNtries></TxsSummry>`;
    const read = (text: string): readonly string[] =>
      problemCodes(
        readIso(message('camt.053', statement(OPEN_CLOSE + text + entry('500', 'CRDT') + entry('200', 'DBIT')))),
      );
    expect(read(summary('2', '700', '300'))).toEqual([]);
    expect(read(summary('3', '700', '300'))).toEqual(['summary_count']);
    expect(read(summary('2', '701', '301'))).toEqual(['summary_sum', 'summary_sum']);
  });

  test('the account as IBAN, other id or the oldest form', () => {
    const account = (inside: string): string | undefined =>
      readIso(message('camt.054', `<Id>N</Id><Acct><Id>${inside}</Id></Acct>`)).statements[0]?.account;
    expect(account('<IBAN>CH5109000000250092291</IBAN>')).toBe('CH5109000000250092291');
    expect(account('<PrtryAcct><Id>77</Id></PrtryAcct>')).toBe('77');
    expect(account('<Othr><Id>88</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr>')).toBe('88');
  });
});

describe('bookings', () => {
  test('an entry with details is a movement for each', () => {
    const told = readIso(notes(entry('300', 'DBIT', details(payment('E1', '100'), payment('E2', '200')))));
    expect(
      told.movements.map(({ row, entryNo, endToEndId, amount, direction }) => [
        row,
        entryNo,
        endToEndId,
        amount,
        direction,
      ]),
    ).toEqual([
      [1, 1, 'E1', '100', 'debit'],
      [2, 1, 'E2', '200', 'debit'],
    ]);
    expect(told.statements[0]).toMatchObject({ entries: 1, details: 2, debits: '300' });
    expect(problemCodes(told)).toEqual([]);
  });

  test.each([
    ['Amt', '<Amt Ccy="VND">100</Amt>'],
    ['TxAmt', '<AmtDtls><InstdAmt><Amt Ccy="USD">4</Amt></InstdAmt><TxAmt><Amt Ccy="VND">100</Amt></TxAmt></AmtDtls>'],
    ['InstdAmt', '<AmtDtls><InstdAmt><Amt Ccy="VND">100</Amt></InstdAmt></AmtDtls>'],
    ['the amount of the entry', ''],
    ['the amount of the entry, where 0 only fills the place', '<Amt Ccy="VND">0</Amt>'],
    ['the amount of the entry, not the foreign one', '<AmtDtls><InstdAmt><Amt Ccy="USD">4</Amt></InstdAmt></AmtDtls>'],
  ])('the amount of a detail: %s', (_, inside) => {
    const told = readIso(notes(entry('100', 'DBIT', details(inside))));
    expect(told.movements).toEqual([expect.objectContaining({ amount: '100', currency: 'VND' })]);
    expect(problemCodes(told)).toEqual([]);
  });

  test('details that do not add up are a problem, charges that are told of explain it', () => {
    const two = details(payment('E1', '100'), payment('E2', '200'));
    const read = (amount: string, more: string): readonly string[] =>
      problemCodes(readIso(notes(entry(amount, 'DBIT', more + two))));
    expect(read('301', '')).toEqual(['details_differ']);
    expect(read('301', '<Chrgs><Rcrd><Amt Ccy="VND">1</Amt></Rcrd></Chrgs>')).toEqual([]);
    expect(read('301', '<Chrgs><Amt Ccy="VND">1</Amt></Chrgs>')).toEqual([]);
    expect(read('303', '<Chrgs><Rcrd><Amt Ccy="VND">1</Amt></Rcrd></Chrgs>')).toEqual(['details_differ']);
    const charged = details(`${payment('E1', '100')}<Chrgs><TtlChrgsAndTaxAmt Ccy="VND">5</TtlChrgsAndTaxAmt></Chrgs>`);
    expect(problemCodes(readIso(notes(entry('105', 'DBIT', charged))))).toEqual([]);
  });

  test('a detail of the other direction counts against the entry', () => {
    const two = details(payment('E1', '100'), payment('E2', '30', '<CdtDbtInd>CRDT</CdtDbtInd>'));
    const told = readIso(notes(entry('70', 'DBIT', two)));
    expect(problemCodes(told)).toEqual([]);
    expect(told.movements.map((one) => one.direction)).toEqual(['debit', 'credit']);
  });

  test('a batch without its payments says how many it books; one that misstates them is a problem', () => {
    const batch = '<Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="VND">300</TtlAmt></Btch>';
    const alone = readIso(notes(entry('300', 'DBIT', `<NtryDtls>${batch}</NtryDtls>`)));
    expect(alone.movements.map((one) => one.batch)).toEqual([3]);
    const named = details(payment('E1', '100'), payment('E2', '200')).replace('<NtryDtls>', `<NtryDtls>${batch}`);
    expect(problemCodes(readIso(notes(entry('300', 'DBIT', named))))).toEqual(['batch_count']);
  });

  test.each([
    [
      'RRTN of the entry',
      '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>',
      '',
    ],
    ['RvslInd', '<RvslInd>true</RvslInd>', ''],
    [
      'RtrInf',
      details(payment('E1', '100', '<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrInf>')),
      'AC04',
    ],
    [
      'RtrInf of the oldest version',
      details(payment('E1', '100', '<RtrInf><RtrRsn><Cd>AC04</Cd></RtrRsn></RtrInf>')),
      'AC04',
    ],
    [
      'RtrInf in words of the bank',
      details(payment('E1', '100', '<RtrInf><Rsn><Prtry>TK dong</Prtry></Rsn></RtrInf>')),
      'TK dong',
    ],
  ])('a return by %s', (_, inside, reason) => {
    const [movement] = readIso(notes(entry('100', 'CRDT', inside))).movements;
    expect(movement).toMatchObject({ isReturn: true, returnReason: reason, direction: 'credit' });
    expect(readIso(notes(entry('100', 'CRDT', '<RvslInd>false</RvslInd>'))).movements[0]?.isReturn).toBe(false);
  });

  test('ids, texts and dates', () => {
    const inside = details(
      '<Refs><MsgId>OURS</MsgId><PmtInfId>B1</PmtInfId><InstrId>I1</InstrId><EndToEndId>NOTPROVIDED</EndToEndId><UETR>6F9619FF-8B86-4D01-B42D-00CF4FC964FF</UETR></Refs><Amt Ccy="VND">100</Amt><RmtInf><Ustrd>CHI TRA</Ustrd><Ustrd>THANG 11</Ustrd></RmtInf>',
    );
    const text = notes(
      `<Ntry><NtryRef>7</NtryRef><Amt Ccy="VND">100</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-11-20T10:00:00+07:00</DtTm></BookgDt><ValDt><Dt>2026-11-21</Dt></ValDt><AcctSvcrRef>FT1</AcctSvcrRef>${inside}</Ntry>`,
    );
    expect(readIso(text).movements).toEqual([
      {
        row: 1,
        statementNo: 1,
        entryNo: 1,
        isBooked: true,
        direction: 'debit',
        isReturn: false,
        returnReason: '',
        text: 'CHI TRA THANG 11',
        bookedOn: '2026-11-20',
        valueOn: '2026-11-21',
        amount: '100',
        currency: 'VND',
        entryReference: '7',
        bankReference: 'FT1',
        batch: null,
        messageId: 'OURS',
        blockId: 'B1',
        instructionId: 'I1',
        endToEndId: 'NOTPROVIDED',
        uetr: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
      },
    ]);
  });

  test('an entry with an id of its own twice is a problem; alike ones without are not', () => {
    const one = entry('100', 'DBIT', '<AcctSvcrRef>FT1</AcctSvcrRef>');
    expect(problemCodes(readIso(notes(one, one)))).toEqual(['entry_twice']);
    expect(problemCodes(readIso(notes(one, one.replace('FT1', 'FT2'))))).toEqual([]);
    expect(problemCodes(readIso(notes(entry('100', 'DBIT'), entry('100', 'DBIT'))))).toEqual([]);
    const named = entry('100', 'DBIT', details(payment('E1', '100')));
    expect(problemCodes(readIso(notes(named, named)))).toEqual(['entry_twice']);
  });

  test.each([
    ['no direction', '<Ntry><Amt Ccy="VND">1</Amt></Ntry>', ['no_direction']],
    ['decimals in VND', entry('100.5', 'DBIT'), ['decimals']],
    ['an amount that is none', entry('1.000,00', 'DBIT'), ['bad_amount']],
    ['an amount below 0', entry('-1', 'DBIT'), ['not_positive']],
  ])('a problem: %s', (_, text, codes) => {
    expect(problemCodes(readIso(notes(text)))).toEqual(codes);
  });

  test('a message without statements is empty', () => {
    expect(problemCodes(readIso(message('camt.053')))).toEqual(['empty']);
  });
});
