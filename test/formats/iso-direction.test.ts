import { describe, expect, test } from 'vitest';
import { problemCodes, readIso, warningCodes } from '../support/iso-reading.ts';

function entry(amount: string, direction: string, inside: string): string {
  return `<Ntry><Amt Ccy="VND">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts>BOOK</Sts>${inside}</Ntry>`;
}

const details = (...inside: string[]): string =>
  `<NtryDtls>${inside.map((one) => `<TxDtls>${one}</TxDtls>`).join('')}</NtryDtls>`;
const payment = (id: string, amount: string, more: string): string =>
  `<Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="VND">${amount}</Amt>${more}`;
const notes = (one: string): string =>
  `<Document><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id><Acct><Id><Othr><Id>0201000123456</Id></Othr></Id></Acct>${one}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;

describe('details that name the other direction than their entry', () => {
  const way = (indicator: string): string => `<CdtDbtInd>${indicator}</CdtDbtInd>`;
  const two = (first: string, second: string): string =>
    details(payment('E1', '100', way(first)), payment('E2', '200', way(second)));

  test('a single one is told in the direction of the entry, with a warning', () => {
    const told = readIso(notes(entry('100', 'CRDT', details(payment('E1', '100', way('DBIT'))))));
    expect(told.movements.map((one) => one.direction)).toEqual(['credit']);
    expect([problemCodes(told), warningCodes(told)]).toEqual([[], ['detail_direction']]);
    const foreign = details('<Amt Ccy="USD">4</Amt><CdtDbtInd>DBIT</CdtDbtInd>');
    expect(warningCodes(readIso(notes(entry('100', 'CRDT', foreign))))).toEqual(['detail_direction']);
  });

  test('several that all do make the file untrustworthy: a return is never told as paid', () => {
    const told = readIso(notes(entry('300', 'CRDT', two('DBIT', 'DBIT'))));
    expect([problemCodes(told), warningCodes(told)]).toEqual([['detail_direction'], []]);
    expect(problemCodes(readIso(notes(entry('300', 'DBIT', two('CRDT', 'CRDT')))))).toEqual(['detail_direction']);
  });

  test('also where their amounts cannot be compared with that of the entry', () => {
    const foreign = '<Amt Ccy="USD">4</Amt><CdtDbtInd>DBIT</CdtDbtInd>';
    const instructed = '<CdtDbtInd>DBIT</CdtDbtInd><AmtDtls><InstdAmt><Amt Ccy="VND">140</Amt></InstdAmt></AmtDtls>';
    for (const one of [foreign, instructed])
      expect(problemCodes(readIso(notes(entry('300', 'CRDT', details(one, one)))))).toEqual(['detail_direction']);
  });

  test('some that do are a problem where they add up only in one direction, or to the other side', () => {
    expect(problemCodes(readIso(notes(entry('300', 'CRDT', two('DBIT', 'CRDT')))))).toEqual(['detail_direction']);
    expect(problemCodes(readIso(notes(entry('100', 'CRDT', two('CRDT', 'DBIT')))))).toEqual(['detail_direction']);
    expect(problemCodes(readIso(notes(entry('250', 'CRDT', two('DBIT', 'CRDT')))))).toEqual(['details_differ']);
  });

  test('a netted booking is none: both directions come to the entry, charges explain the rest', () => {
    const netted = readIso(notes(entry('100', 'DBIT', two('CRDT', 'DBIT'))));
    expect([problemCodes(netted), warningCodes(netted)]).toEqual([[], []]);
    expect(netted.movements.map((one) => one.direction)).toEqual(['credit', 'debit']);
    const charges = '<Chrgs><TtlChrgsAndTaxAmt Ccy="VND">305</TtlChrgsAndTaxAmt></Chrgs>';
    const fees = readIso(notes(entry('5', 'DBIT', charges + two('CRDT', 'CRDT'))));
    expect([problemCodes(fees), warningCodes(fees)]).toEqual([[], []]);
  });
});
