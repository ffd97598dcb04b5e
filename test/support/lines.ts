import type { LineKind, MissingLine } from '../../src/domain/balance.ts';
import type { Family } from '../../src/domain/category.ts';
import type { DuePart } from '../../src/domain/entitlement.ts';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';

/** A part of what is due (VND) that nobody looks into: the amount and the award count. */
export function aPart(family: Family, amount: number, awardId = 'Q1'): DuePart {
  return {
    family,
    category: family === 'MAIN' ? 'SA6N' : family === 'CARE' ? 'CS6' : 'FUN',
    awardId,
    standard: vnd(amount),
    coefficientTenths: 10,
    amount: vnd(amount),
    basis: 'ND 20/2021',
  };
}

/** A missing line; a plain one of MAIN where nothing else is said. */
export function aLine(line: { month: number; kind: LineKind; amount: number; family?: Family }): MissingLine {
  const family = line.family ?? 'MAIN';
  return {
    family,
    month: month(line.month),
    kind: line.kind,
    part: aPart(family, line.amount),
    amount: vnd(line.amount),
    issue: 1,
  };
}
