import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../src/store/runs.ts';
import { BANK_TOWN } from '../support/bank-town.ts';
import { type Office, openOffice } from '../support/office.ts';
import { changeText, codes, pathOf, repack } from '../support/written-files.ts';

let office: Office;
let run: Run;

beforeEach(async () => {
  office = await openOffice();
  await office.load(BANK_TOWN);
  run = await office.pay();
});

afterEach(() => office.close());

describe('what somebody did to a message or a list is found', () => {
  test.each([
    [
      'an amount',
      (xml: string) => xml.replace(/(<InstdAmt Ccy="VND">)\d+/, '$11'),
      ['amount_differs', 'file_amount_is_recorded', 'file_changed', 'list_total_differs'],
    ],
    ['an account', (xml: string) => xml.replace('2600000000001', '2600000000009'), ['file_changed']],
    [
      'a payment taken out',
      (xml: string) => xml.replace(/<CdtTrfTxInf>.*\n/, ''),
      ['file_count_is_recorded', 'list_count_differs', 'payment_without_file'],
    ],
    [
      'a payment added',
      (xml: string) => xml.replace(/(<CdtTrfTxInf>.*\n)/, '$1$1'),
      ['list_twice', 'payment_twice', 'list_count_differs'],
    ],
    [
      'a payment that nobody has',
      (xml: string) => xml.replace('<EndToEndId>CT24202611R01000000001', '<EndToEndId>CT24202611R01000000077'),
      ['row_without_payment', 'payment_without_file'],
    ],
    ['something that is no message', () => '<Document/>', ['file_unreadable', 'payment_without_file']],
  ])('%s in a message', async (_, change, expected) => {
    changeText(pathOf(office, run, 'bank/970405/07210.xml'), change);
    expect(await codes(office)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    [
      'an amount',
      (xml: string) => xml.replace(/<c r="E4" s="2"><v>\d+/, '<c r="E4" s="2"><v>1'),
      ['amount_differs', 'file_amount_is_recorded', 'file_changed'],
    ],
    ['an account', (xml: string) => xml.replace('100000000003', '100000000009'), ['file_changed']],
    [
      'a row taken out',
      (xml: string) => xml.replace(/<row r="4">.*?<\/row>/, ''),
      ['file_count_is_recorded', 'payment_without_file'],
    ],
    [
      'a row added',
      (xml: string) =>
        xml.replace(/<row r="4">(.*?)<\/row>/, (row) => row + row.replaceAll(/r="([A-Z]?)4"/g, 'r="$15"')),
      ['list_twice', 'payment_twice'],
    ],
  ])('%s in a workbook, packed again', async (_, change, expected) => {
    repack(pathOf(office, run, 'bank/970415/07210.xlsx'), 'sheet1.xml', change);
    expect(await codes(office)).toEqual(expect.arrayContaining(expected));
  });
});
