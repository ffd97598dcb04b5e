import { type NextStep, reasonOf } from '../domain/return-reason.ts';
import { copyIn, copyText } from './bulk.ts';
import type { Client } from './database.ts';
import type { MarkView } from './month-list.ts';

/** A person whose last payment came back and was not sent again since, as far as no officer released it. */
interface CameBack {
  readonly personId: string;
  readonly reason: string;
  /** It went to a bank account, and the payee of the run's month is still that one. */
  readonly isSameAccount: boolean;
}

/** The payee in force in a month among rows of a table that meet a condition: where money goes, as one value. */
function payeeIn(rows: string, month: string): string {
  return `(SELECT ROW(t.channel, t.bank_bin, t.account_no, t.account_name, t.payment_point)::text FROM (${rows}) t
    WHERE t.from_month <= ${month} ORDER BY t.from_month DESC LIMIT 1)`;
}

const COLUMNS = 'person_id, from_month, channel, bank_bin, account_no, account_name, payment_point';
const PAYEES_NOW = `SELECT ${COLUMNS} FROM payee WHERE person_id = b.person_id`;
const PAYEES_THEN = `SELECT ${COLUMNS} FROM payee WHERE person_id = b.person_id AND batch_no <= b.registry_batch
  UNION ALL SELECT ${COLUMNS} FROM payee_history WHERE person_id = b.person_id AND batch_no <= b.registry_batch AND superseded_batch > b.registry_batch`;

/** Who stands in the last issued run with a payment that came back, and no word of an officer since. */
async function cameBack(client: Client, { month, lastHoldEvent }: MarkView): Promise<readonly CameBack[]> {
  const { rows } = await client.query<CameBack>(
    `SELECT b.person_id AS "personId", s.reason,
       b.channel = 'bank' AND ${payeeIn(PAYEES_NOW, String(month))} IS NOT DISTINCT FROM ${payeeIn(PAYEES_THEN, 'b.month')} AS "isSameAccount"
     FROM (SELECT DISTINCT ON (e.person_id) e.person_id, e.run_no, e.status_after, p.channel, r.month, r.registry_batch
         FROM outcome_event e JOIN run r USING (run_no) JOIN payment p USING (run_no, person_id) WHERE e.status <> 'paid' OR e.is_correction
         ORDER BY e.person_id, e.run_no DESC, e.event_no DESC) b
     JOIN LATERAL (SELECT e.reason, e.at FROM outcome_event e WHERE e.person_id = b.person_id AND e.run_no = b.run_no AND e.status = b.status_after
         AND (e.status <> 'paid' OR e.is_correction) ORDER BY e.event_no DESC LIMIT 1) s ON true
     WHERE b.status_after <> 'paid' AND s.reason <> ''
       AND NOT EXISTS (SELECT FROM run r JOIN payment p USING (run_no) WHERE p.person_id = b.person_id AND r.issue_no IS NOT NULL
         AND p.run_no > b.run_no AND p.hold_reason IS NULL AND p.amount > 0)
       AND NOT EXISTS (SELECT FROM hold_event h WHERE h.person_id = b.person_id AND h.action = 'release' AND h.at > s.at AND h.hold_event_no <= $1)
     ORDER BY 1`,
    [lastHoldEvent],
  );
  return rows;
}

const CONTROL_OF: Readonly<Record<NextStep, string | null>> = {
  retry: null,
  hold_until_account: 'account_returned',
  stop_and_ask: 'return_to_ask',
};

/**
 * Marks whose money must not simply go out again: the account was refused and is still the one on record, or the reason needs a person's word.
 * Source: catalogue/reasons.yaml. An officer's release after the return, or another payee, lets it go.
 */
export async function markReturned(client: Client, view: MarkView): Promise<void> {
  const rows: string[] = [];
  for (const { personId, reason, isSameAccount } of await cameBack(client, view)) {
    const known = reasonOf(view.reasons, reason);
    const control = known === null ? null : CONTROL_OF[known.next];
    if (known === null || control === null || (known.next === 'hold_until_account' && !isSameAccount)) continue;
    rows.push(`${view.runNo}\t${copyText(personId)}\t${control}\t${copyText(known.code)}\n`);
  }
  if (rows.length > 0)
    await copyIn(client, 'COPY run_mark (run_no, person_id, mark, detail) FROM STDIN', [rows.join('')]);
}
