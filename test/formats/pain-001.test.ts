import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MessageProfile } from '../../src/domain/bank-sheet.ts';
import type { BankOrder } from '../../src/formats/bank-order.ts';
import { orderTotal, pain001 } from '../../src/formats/pain-001.ts';
import { type ListedPayment, type ListReading, readPayoutList } from '../../src/formats/payout-read.ts';
import { AGRIBANK, VIETINBANK, aPayment, anOrder } from '../support/bank-order.ts';
import { bankBook } from '../support/bank-sheets.ts';
import { schemaFaults, schemaMissing } from '../support/schemas.ts';

const BOOK = bankBook();

function profile(name: string): MessageProfile {
  const found = BOOK.profiles.get(name);
  if (found === undefined) throw new Error(`no profile ${name}`);
  return found;
}

const NEWEST = profile('pain.001.001.09');

function text(orders: readonly BankOrder[], by = NEWEST): string {
  return [...pain001(orders, by)].join('');
}

async function readBack(xml: string): Promise<{ reading: ListReading; payments: ListedPayment[] }> {
  const payments: ListedPayment[] = [];
  const read = await readPayoutList('pain.001', Buffer.from(xml), (some) => payments.push(...some));
  if (!read.ok) throw new Error(read.failure.message);
  return { reading: read.value, payments };
}

/** Faults of a message of ours that was changed, or its refusal. */
async function wrongWith(change: (xml: string) => string, orders = [anOrder()]): Promise<string[]> {
  const before = text(orders);
  const after = change(before);
  if (after === before) throw new Error('nothing was changed');
  const read = await readPayoutList('pain.001', Buffer.from(after), () => undefined);
  return read.ok ? [...new Set(read.value.faults.map((fault) => fault.code))].sort() : [read.failure.code];
}

/** An order for the commune's own accounts at the bank that is asked, without an account of the commune. */
const WITHOUT_ACCOUNT = anOrder({
  debtor: { ...anOrder().debtor, accountNo: null, unitCode: '', bank: AGRIBANK },
});

describe('a pain.001', () => {
  test('is the golden message, to the byte', () => {
    const golden = readFileSync(new URL('../golden/pain.001-970405-07210.xml', import.meta.url), 'utf8');
    expect(text([anOrder()])).toBe(golden);
  });

  test.each(['pain.001.001.03', 'pain.001.001.09', 'pain.001.001.11'])(
    'in %s is valid by the published schema',
    (name) => {
      const missing = schemaMissing(name);
      if (missing !== null) {
        process.stderr.write(`not looked at: ${missing}\n`);
        return;
      }
      for (const orders of [[anOrder()], [WITHOUT_ACCOUNT], [anOrder(), WITHOUT_ACCOUNT]])
        expect(schemaFaults(name, text(orders, profile(name)))).toBe('');
      expect(schemaFaults(name, text([anOrder()], profile(name)).replace('TRF', 'XXX'))).not.toBe('');
    },
  );

  test('of a commune without an account names it by its code, at the bank of those who are paid', () => {
    const xml = text([WITHOUT_ACCOUNT]);
    expect(xml).toContain(
      '<DbtrAcct><Id><Othr><Id>07210</Id><SchmeNm><Prtry>COMMUNE</Prtry></SchmeNm></Othr></Id><Ccy>VND</Ccy></DbtrAcct><DbtrAgt><FinInstnId><BICFI>VBAAVNVX</BICFI><ClrSysMmbId><ClrSysId><Prtry>BIN</Prtry></ClrSysId><MmbId>970405</MmbId>',
    );
    expect(xml).not.toContain('DVQHNS');
  });

  test('names no category and no address', () => {
    expect(text([anOrder()])).not.toMatch(/SA\d|SP75|PstlAdr|HIV|KHUYET/);
  });

  test('has counts and sums at both levels, whatever the blocks, and is read back to the last đồng', async () => {
    const amount = fc.integer({ min: 1, max: 499_999_999 });
    const block = fc.array(amount, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 4 }), async (blocks) => {
        let ordinal = 0;
        const orders = blocks.map((amounts) =>
          anOrder({ payments: amounts.map((one) => aPayment((ordinal += 1), 'NGUYEN VAN AN', one)) }),
        );
        const xml = text(orders);
        const root = new XMLParser({ parseTagValue: false, isArray: (tag) => tag === 'PmtInf' }).parse(xml).Document
          .CstmrCdtTrfInitn;
        const sum = orders.reduce((all, order) => all + orderTotal(order), 0);
        expect([root.GrpHdr.NbOfTxs, root.GrpHdr.CtrlSum]).toEqual([String(ordinal), String(sum)]);
        expect(root.PmtInf.map((one: { NbOfTxs: string; CtrlSum: string }) => [one.NbOfTxs, one.CtrlSum])).toEqual(
          orders.map((order) => [String(order.payments.length), String(orderTotal(order))]),
        );
        const { reading, payments } = await readBack(xml);
        expect(reading).toMatchObject({ payments: ordinal, amount: sum, faultCount: 0, provider: '970405' });
        expect(payments.map(({ id, amount: vnd }) => [id, vnd])).toEqual(
          orders.flatMap((order) => order.payments.map((one) => [one.endToEndId, one.amount])),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('needs a block', () => {
    expect(() => text([])).toThrow(RangeError);
  });
});

describe('read back', () => {
  test('it says whom it pays and for which commune', async () => {
    const { reading } = await readBack(text([anOrder()]));
    expect(reading).toMatchObject({ provider: '970405', communeCode: '07210', payments: 3, amount: 501_589_999 });
  });

  test.each([
    ['an amount', (xml: string) => xml.replace('>540000<', '>540001<'), ['total_differs']],
    [
      'an amount and both sums',
      (xml: string) => xml.replace('>540000<', '>540001<').replaceAll('>501589999<', '>501590000<'),
      [],
    ],
    ['a payment taken out', (xml: string) => xml.replace(/<CdtTrfTxInf>.*\n/, ''), ['count_differs', 'total_differs']],
    [
      'a payment doubled',
      (xml: string) => xml.replace(/(<CdtTrfTxInf>.*\n)/, '$1$1'),
      ['count_differs', 'total_differs', 'twice'],
    ],
    [
      'decimals',
      (xml: string) => xml.replace('>540000<', '>540000.50<'),
      ['count_differs', 'total_differs', 'unreadable_row'],
    ],
    [
      'another currency',
      (xml: string) => xml.replace('Ccy="VND"', 'Ccy="USD"'),
      ['count_differs', 'total_differs', 'unreadable_row'],
    ],
    ['another bank', (xml: string) => xml.replace(/(CdtrAgt>.*<MmbId>)970405/, '$1970418'), ['other_bank']],
    ['another run', (xml: string) => xml.replace('CT24202611R01000000031', 'CT24202612R01000000031'), ['other_run']],
    ['its end', (xml: string) => xml.slice(0, xml.lastIndexOf('</PmtInf>')), ['no_total', 'unreadable_row']],
    [
      'a comment over a payment',
      (xml: string) => xml.replace(/(<CdtTrfTxInf>.*)\n/, '<!--$1-->\n'),
      ['count_differs', 'total_differs', 'unreadable_row'],
    ],
    ['something behind its end', (xml: string) => `${xml}<more/>`, ['not_our_list']],
    ['a document type', (xml: string) => xml.replace('?>\n', '?>\n<!DOCTYPE x>'), ['not_our_list']],
    ['a byte order mark', (xml: string) => `\uFEFF${xml}`, ['not_our_list']],
  ])('%s is found', async (_, change, codes) => {
    expect(await wrongWith(change)).toEqual(codes);
  });

  test('bytes that are no text, and nothing at all', async () => {
    for (const bytes of [Buffer.from([0xff, 0xfe, 0x00]), Buffer.alloc(0)])
      expect(await readPayoutList('pain.001', bytes, () => undefined)).toMatchObject({ ok: false });
  });
});

test('the same bank may be asked for accounts of its own', () => {
  const own = anOrder({ provider: VIETINBANK });
  expect(text([own]).match(/<MmbId>970415<\/MmbId>/g)).toHaveLength(4);
});
