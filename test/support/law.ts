import { readdirSync, readFileSync } from 'node:fs';

import type { Award } from '../../src/domain/award.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { FAMILIES, type Family, isCategory } from '../../src/domain/category.ts';
import type { DuePart } from '../../src/domain/entitlement.ts';
import { parseVnd, type Vnd, ZERO_VND } from '../../src/domain/money.ts';
import { type IsoDate, type Month, monthOf, parseDate, parseMonth } from '../../src/domain/month.ts';
import type { Claimant } from '../../src/domain/person.ts';
import { type CatalogueFile, readCatalogue } from '../../src/formats/catalogue-file.ts';

const FOLDER = new URL('../../src/catalogue/', import.meta.url);

export function nationalFiles(): CatalogueFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));
}

export function provincialFile(name: string): CatalogueFile {
  return { name, text: readFileSync(new URL(`provinces/${name}`, FOLDER), 'utf8') };
}

/** The catalogue as shipped, with a provincial file where one is named. */
export function shippedCatalogue(province: string | null = null): Catalogue {
  const read = readCatalogue([...nationalFiles(), ...(province === null ? [] : [provincialFile(province)])]);
  if (!read.ok) throw new Error(read.failure.message);
  return read.value;
}

export function aMonth(text: string): Month {
  const value = parseMonth(text);
  if (value === null) throw new Error(`no month: ${text}`);
  return value;
}

export function aDay(text: string): IsoDate {
  const value = parseDate(text);
  if (value === null) throw new Error(`no day: ${text}`);
  return value;
}

/** A today that no day of a test comes after. */
export const A_DAY_TO_COME = aDay('2030-01-01');

export function someVnd(text: string): Vnd {
  const value = text === '' ? ZERO_VND : parseVnd(text);
  if (value === null) throw new Error(`no amount: ${text}`);
  return value;
}

/** Awards written as CATEGORY/start[/end[/quantity[/cared_birth_date]]], joined by ";". */
export function awardsOf(cell: string): Award[] {
  return cell.split(';').map((text, at) => {
    const [category = '', start = '', end = '', quantity = '', caredBirth = ''] = text.split('/');
    if (!isCategory(category)) throw new Error(`no category: ${category}`);
    return {
      awardId: `Q${at + 1}`,
      category,
      startMonth: aMonth(start),
      endMonth: end === '' ? null : aMonth(end),
      quantity: quantity === '' ? 1 : Number(quantity),
      caredBirthMonth: caredBirth === '' ? null : monthOf(caredBirth),
    };
  });
}

export function aClaimant(birthDate: string, deathDate = '', pension = '', communeCode = '07210'): Claimant {
  return {
    birthMonth: monthOf(birthDate),
    deathMonth: deathDate === '' ? null : monthOf(deathDate),
    pension: someVnd(pension),
    communeCode,
    earlier: [],
  };
}

/** VND due per family, 0 where nothing is due. */
export function totals(parts: readonly DuePart[]): Record<Family, number> {
  const sums = { MAIN: 0, CARE: 0, ONEOFF: 0 };
  for (const family of FAMILIES) {
    for (const part of parts) if (part.family === family) sums[family] += part.amount;
  }
  return sums;
}
