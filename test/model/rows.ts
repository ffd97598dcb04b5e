import type { Facts } from './facts.ts';
import { type Month, textOf } from './law.ts';

function orEmpty(month: Month | null): string {
  return month === null ? '' : textOf(month);
}

/** The lines of the registry files that bring these facts, by the name of the file. */
export function registryLines(facts: Facts): Record<string, string[]> {
  return {
    persons: facts.persons.map(
      ({ person, nationalId, birth, commune, death, pension }) =>
        `${person},${nationalId},Nguyễn Văn ${person},${birth},M,${commune},${death},${pension}`,
    ),
    stays: facts.stays.map(({ person, until, commune, pension }) => `${person},${textOf(until)},${commune},${pension}`),
    merges: facts.merges.map(({ person, into }) => `${person},${into}`),
    awards: facts.awards.map(
      ({ award, person, category, signed, start, end, quantity, caredBirth }) =>
        `${award},${person},${category},${award}/QĐ,${signed},${textOf(start)},${orEmpty(end)},${quantity},${caredBirth}`,
    ),
    suspensions: facts.suspensions.map(
      ({ award, from, to }) => `${award},${textOf(from)},${orEmpty(to)},9/QĐ,không nhận tiền`,
    ),
    payees: facts.payees.map(({ person, from, channel, isUsable }) => {
      // A payee from another month is another account.
      const account = `970405,${isUsable ? `1${person.slice(1).padStart(6, '0')}${from}` : ''},NGUYEN VAN A,`;
      return `${person},${textOf(from)},${channel},${channel === 'bank' ? account : ',,,PP1'},,`;
    }),
    disbursements: facts.past.map(
      ({ reference, person, family, month, amount, day, isReturned }) =>
        `${reference},${person},${family},${textOf(month)},${amount},${day},post,${isReturned ? 'returned' : 'paid'}`,
    ),
    recoveries: facts.orders.map(
      ({ person, decision, family, total, monthly, from }) =>
        `${person},${decision},${family},${total},${monthly},${textOf(from)}`,
    ),
    refunds: facts.refunds.map(
      ({ reference, person, family, month, amount, day }) =>
        `${reference},${person},${family},${textOf(month)},${amount},${day}`,
    ),
  };
}
