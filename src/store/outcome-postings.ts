import { copyOut } from './bulk.ts';
import { type Chapter, saveBlock, saveEvidence } from './chapters.ts';
import type { Client } from './database.ts';
import { savePostings } from './ledger.ts';

/** Events of one block: their postings, some lines each, fit in memory easily. */
const EVENTS = 4000;

/** What the payment of event e was before it; null: on its way. Why two questions: each has its own index. */
const BEFORE = `(SELECT x.status_after FROM (
    SELECT o.event_no, o.status_after FROM outcome_event o WHERE o.run_no = e.run_no AND o.person_id = e.person_id AND NOT o.is_correction AND o.event_no < e.event_no
    UNION ALL SELECT o.event_no, o.status_after FROM outcome_event o WHERE o.run_no = e.run_no AND o.person_id = e.person_id AND o.is_correction
      AND o.event_no < e.event_no) x ORDER BY x.event_no DESC LIMIT 1)`;

/**
 * The postings of events `from` to `to`: what the payment was before is taken back in red, what it is now is entered, line by line.
 * A recovery in a payment that came back is open again; that it came back in another way changes nothing of it.
 */
function postingsQuery(chapterNo: number, block: number, from: number, to: number): string {
  return `SELECT g.person_id, g.family, g.month, g.issue, n.event, g.part, m.event_no, g.run_no, ${chapterNo}, ${block}, g.commune_code, g.provider, g.category, false,
      n.sign * CASE WHEN n.event = 'confirm' AND g.event = 'recovery' THEN -g.amount ELSE g.amount END
    FROM (SELECT e.event_no, e.run_no, e.person_id, e.status_after AS after, ${BEFORE} AS before FROM outcome_event e WHERE e.event_no BETWEEN ${from} AND ${to}) m
    JOIN ledger_posting g ON g.person_id = m.person_id AND g.run_no = m.run_no AND g.event IN ('issue', 'recovery')
    CROSS JOIN LATERAL (SELECT CASE s.status WHEN 'paid' THEN 'confirm' ELSE CASE WHEN g.event = 'recovery' THEN 'recovery_back'
        WHEN s.status = 'returned' THEN 'return' ELSE 'uncollect' END END AS event, s.sign
      FROM (VALUES (m.before, -1), (m.after, 1)) s (status, sign) WHERE s.status IS NOT NULL) n
    WHERE m.before IS DISTINCT FROM m.after
      AND NOT (g.event = 'recovery' AND coalesce(m.before, '') IN ('returned', 'uncollected') AND m.after IN ('returned', 'uncollected'))
    ORDER BY 1, 2, 3, 4, 5, 6, 7`;
}

/** Enters the outcomes `from` to `to` (their numbers) into the books as blocks of a chapter, each event hashed beside its postings. */
export async function postOutcomes(client: Client, chapter: Chapter, from: number, to: number): Promise<void> {
  let block = 1;
  for (let first = from; first <= to; first += EVENTS) {
    const last = Math.min(to, first + EVENTS - 1);
    const place = { block, firstKey: String(first), lastKey: String(last) };
    await saveEvidence(client, chapter, { kind: 'outcome', ...place });
    const rows = await copyOut(client, `COPY (${postingsQuery(chapter.chapterNo, block, first, last)}) TO STDOUT`);
    if (rows.length > 0) {
      await savePostings(client, [rows]);
      await saveBlock(client, chapter, { kind: 'posting', ...place }, [rows]);
    }
    block += 1;
  }
}

/** Hashes every row of a settlement file as it was read. */
export async function sealSettlementRows(client: Client, chapter: Chapter): Promise<void> {
  const { rows } = await client.query<{ last: number }>(
    'SELECT coalesce(max(row_no), 0) AS last FROM settlement_row WHERE file_no = $1',
    [chapter.fileNo],
  );
  const end = rows[0]?.last ?? 0;
  for (let first = 1, block = 1; first <= end; first += 2 * EVENTS, block++) {
    const lastKey = String(Math.min(end, first + 2 * EVENTS - 1));
    await saveEvidence(client, chapter, { kind: 'settlement', block, firstKey: String(first), lastKey });
  }
}
