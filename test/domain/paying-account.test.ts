import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PayingAccount, askedBank } from '../../src/domain/paying-account.ts';

function account(bankBin: string, isMain = false): PayingAccount {
  return { bankBin, accountNo: `1${bankBin}`, accountName: 'UBND', unitCode: '', isMain };
}

test.each([
  ['its account at the bank of those who are paid', '970418', [account('970405', true), account('970418')], '970418'],
  ['its main account', '970436', [account('970405'), account('970418', true)], '970418'],
  ['the lowest BIN where none is the main one', '970436', [account('970418'), account('970405')], '970405'],
  ['the lowest BIN of two main ones', '970436', [account('970418', true), account('970415', true)], '970415'],
  ['nobody’s account: the bank of those who are paid', '970436', [], '970436'],
])('a commune asks %s', (_, provider, accounts, bin) => {
  const asked = askedBank(provider, accounts);
  expect([asked.bankBin, asked.account?.bankBin ?? null]).toEqual([bin, accounts.length === 0 ? null : bin]);
});

test('the order of the accounts makes no difference', () => {
  const bins = fc.uniqueArray(fc.constantFrom('970405', '970415', '970418', '970436'), { maxLength: 4 });
  fc.assert(
    fc.property(bins, fc.constantFrom('970405', '970403'), fc.boolean(), (all, provider, isMain) => {
      const accounts = all.map((bin) => account(bin, isMain && bin !== '970405'));
      expect(askedBank(provider, accounts.toReversed())).toEqual(askedBank(provider, accounts));
    }),
  );
});
