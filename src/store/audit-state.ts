import type { Client } from './database.ts';

/**
 * How far the books have come: the last number of everything that is only ever added, and every run with what was computed, signed and
 * written. A run that is being computed looks the same until it is done: workers come and go without a trace in it.
 */
const STATE = `encode(sha256(convert_to(concat_ws(' ', 'state 1',
    'batch', (SELECT last_batch_no FROM installation), (SELECT max(batch_no) FROM registry_batch),
    'hold', (SELECT max(hold_event_no) FROM hold_event),
    'outcome', (SELECT max(event_no) FROM outcome_event),
    'file', (SELECT max(file_no) FROM settlement_file),
    'answer', (SELECT count(*) FROM settlement_answer),
    'amendment', (SELECT max(amendment_no) FROM catalogue_amendment), (SELECT max(activation_no) FROM catalogue_activation),
    'closed', (SELECT string_agg(month::text, ',' ORDER BY month) FROM closed_month),
    'scheduled', (SELECT string_agg(month::text, ',' ORDER BY month) FROM scheduled_month),
    'hand_back', (SELECT max(hand_back_no) FROM hand_back),
    'chapter', (SELECT max(chapter_no) FROM ledger_chapter),
    'seal', (SELECT head FROM ledger_seal ORDER BY seal_no DESC LIMIT 1),
    'runs', (SELECT string_agg(concat_ws(',', run_no, CASE WHEN status IN ('queued', 'computing') THEN 'open' ELSE status END, attempt,
      coalesce(content_sha256, '-'), coalesce(approver, '-'), coalesce(manifest_sha256, '-')), ' ' ORDER BY run_no) FROM run)), 'UTF8')), 'hex')`;

/** The hash of the state of the books as this session sees them. One query over counters and heads, and over the rows of runs. */
export async function stateOfBooks(client: Pick<Client, 'query'>): Promise<string> {
  const { rows } = await client.query<{ state: string }>(`SELECT ${STATE} AS state`);
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0].state;
}

/** The state of the books and the number of the last entry of the audit log, both at one moment. */
export async function stateAtHead(
  client: Pick<Client, 'query'>,
): Promise<{ readonly state: string; readonly entryNo: number }> {
  const { rows } = await client.query<{ state: string; entryNo: number }>(
    `SELECT ${STATE} AS state, (SELECT coalesce(max(entry_no), 0) FROM audit_entry) AS "entryNo"`,
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}
