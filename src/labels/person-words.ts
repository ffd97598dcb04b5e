import { ageLabel, dayText } from './dates.ts';
import { bilingual } from './label.ts';
import { channelLabel, routeText } from './payments.ts';
import type { ToldAbout } from './told-rows.ts';

/** A birth date as precisely as it is known, and the age in months at the end of a month. */
export function birthText(birthDate: string, ageMonths: number): string {
  const age = ageLabel(ageMonths);
  const precision =
    birthDate.length === 4
      ? ' (chỉ biết năm / only the year is known)'
      : birthDate.length === 7
        ? ' (chỉ biết tháng / only the month is known)'
        : '';
  return `${dayText(birthDate)}${precision}; ${age.vi} vào cuối tháng / aged ${age.en} at its end`;
}

/** On which way somebody gets money: bank, or payment point with its name. */
export function payeeText(
  payee: {
    readonly channel: string;
    readonly bankBin: string | null;
    readonly paymentPoint: string | null;
    readonly pointProvider: string | null;
  } | null,
  { places }: Pick<ToldAbout, 'places'>,
): string {
  if (payee === null) return 'chưa có / none';
  const point = places.find((one) => one.kind === 'point' && one.code === payee.paymentPoint);
  const provider = payee.channel === 'bank' ? payee.bankBin : payee.pointProvider;
  return `${bilingual(channelLabel(payee.channel))}: ${routeText(provider, payee.paymentPoint, point?.name ?? null)}`;
}
