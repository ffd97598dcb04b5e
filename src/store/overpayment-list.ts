import { type Family, FAMILIES } from '../domain/category.ts';
import { type Month, month } from '../domain/month.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** Where a page begins: behind this person and family. */
export interface OverpaymentPlace {
  readonly personId: string;
  readonly family: string;
}

/** An order to take money back. VND. */
export interface RecoveryOrderRow {
  readonly decisionNo: string;
  readonly total: Vnd;
  readonly monthlyAmount: Vnd;
  readonly fromMonth: Month;
  /** By issued runs, less what came back with a payment. */
  readonly recovered: Vnd;
}

/** What a person of one family was paid too much, and what is done about it. */
export interface OverpaymentRow {
  readonly personId: string;
  readonly fullName: string;
  readonly communeCode: string;
  readonly communeName: string;
  readonly family: Family;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  readonly months: number;
  /** Still out when the run looked. VND. */
  readonly amount: Vnd;
  readonly isDead: boolean;
  readonly orders: readonly RecoveryOrderRow[];
}

/** Which rows are shown; null: all. `hasOrder`: whether somebody decided to take it back. */
export interface OverpaymentFilter {
  readonly communeCode: string | null;
  readonly family: Family | null;
  readonly hasOrder: boolean | null;
}

export interface OverpaymentPage {
  readonly rows: readonly OverpaymentRow[];
  readonly next: OverpaymentPlace | null;
}

/** Rows of one page. */
export const OVERPAYMENTS_A_PAGE = 50;

/**
 * The run whose register counts now: the last that was computed and not rejected, first among those that cover the whole province; null: there is none.
 */
export async function registerRun(client: Asker): Promise<number | null> {
  const { rows } = await client.query<{ run_no: number }>(
    `SELECT run_no FROM run WHERE persons IS NOT NULL AND status IN ('draft', 'approved', 'issued', 'settled', 'closed')
     ORDER BY communes IS NULL DESC, month DESC, run_no DESC LIMIT 1`,
  );
  return rows[0]?.run_no ?? null;
}

interface RawRow extends Omit<OverpaymentRow, 'orders' | 'family'> {
  family: string;
}

const PAGE = `SELECT o.*, coalesce(p.full_name, '') AS "fullName", coalesce(c.name, '') AS "communeName", p.death_date IS NOT NULL AS "isDead"
  FROM (SELECT x.person_id AS "personId", x.family, min(x.commune_code) AS "communeCode", min(x.month)::int AS "firstMonth", max(x.month)::int AS "lastMonth",
      count(*)::int AS months, sum(x.amount) AS amount
    FROM run_overpayment x WHERE x.run_no = $1 AND ($2::text IS NULL OR x.commune_code = $2) AND ($3::text IS NULL OR x.family = $3)
      AND ($4::boolean IS NULL OR $4 = EXISTS (SELECT FROM recovery r WHERE r.person_id = x.person_id AND r.family = x.family))
      AND ($5::text IS NULL OR (x.person_id, x.family COLLATE "C") > ($5, $6 COLLATE "C"))
    GROUP BY x.person_id, x.family ORDER BY x.person_id, x.family COLLATE "C" LIMIT ${OVERPAYMENTS_A_PAGE + 1}) o
  LEFT JOIN person p ON p.person_id = o."personId" LEFT JOIN commune c ON c.code = o."communeCode" ORDER BY o."personId", o.family COLLATE "C"`;

/** Payments that came back took their recoveries back with them. */
const IS_BACK = `coalesce((SELECT e.status_after <> 'paid' FROM outcome_event e WHERE e.run_no = l.run_no AND e.person_id = l.person_id AND (e.status <> 'paid' OR e.is_correction)
  ORDER BY e.event_no DESC LIMIT 1), false)`;

const ORDERS = `SELECT r.person_id AS "personId", r.family, r.decision_no AS "decisionNo", r.total, r.monthly_amount AS "monthlyAmount", r.from_month::int AS "fromMonth",
    coalesce((SELECT -sum(l.amount) FROM run_line l JOIN run u USING (run_no) WHERE l.person_id = r.person_id AND l.kind = 'recovery' AND l.decision_no = r.decision_no
      AND u.issue_no IS NOT NULL AND NOT ${IS_BACK}), 0) AS recovered
  FROM recovery r WHERE r.person_id = ANY($1) ORDER BY r.person_id, r.from_month, r.decision_no`;

interface OrderRow {
  personId: string;
  family: string;
  decisionNo: string;
  total: number;
  monthlyAmount: number;
  fromMonth: number;
  recovered: number;
}

/** One page of the register of overpayments of a run, by person and family, each with its orders. VND. */
export async function listOverpaid(
  client: Asker,
  runNo: number,
  filter: OverpaymentFilter,
  after: OverpaymentPlace | null,
): Promise<OverpaymentPage> {
  const { rows } = await client.query<RawRow>(PAGE, [
    runNo,
    filter.communeCode,
    filter.family,
    filter.hasOrder,
    after?.personId ?? null,
    after?.family ?? null,
  ]);
  const shown = rows.slice(0, OVERPAYMENTS_A_PAGE);
  const { rows: orders } = await client.query<OrderRow>(ORDERS, [shown.map((row) => row.personId)]);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => ({
      ...row,
      family: FAMILIES.find((one) => one === row.family) ?? 'MAIN',
      firstMonth: month(row.firstMonth),
      lastMonth: month(row.lastMonth),
      amount: vnd(row.amount),
      orders: orders
        .filter((one) => one.personId === row.personId && one.family === row.family)
        .map((one) => ({
          decisionNo: one.decisionNo,
          total: vnd(one.total),
          monthlyAmount: vnd(one.monthlyAmount),
          fromMonth: month(one.fromMonth),
          recovered: vnd(one.recovered),
        })),
    })),
    next:
      rows.length > OVERPAYMENTS_A_PAGE && last !== undefined ? { personId: last.personId, family: last.family } : null,
  };
}
