import type { Client } from './database.ts';

/** Rows or blocks that no seal covers, or whose number is not what was sealed: what they are, and where. */
export interface Uncovered {
  readonly code: string;
  readonly where: string;
}

const BLOCK_OF = (kind: string, chapter: string): string =>
  `EXISTS (SELECT FROM ledger_block b WHERE b.chapter_no = ${chapter} AND b.kind = '${kind}')`;

/** One question each: what stands in a table of the books and in no sealed block. Rows in a block are compared one by one elsewhere. */
const QUESTIONS: Readonly<Record<string, string>> = {
  posting_added: `SELECT 'chapter ' || p.chapter_no || ' block ' || p.block FROM (SELECT DISTINCT chapter_no, block FROM ledger_posting) p
    WHERE NOT EXISTS (SELECT FROM ledger_block b WHERE b.chapter_no = p.chapter_no AND b.kind = 'posting' AND b.block = p.block)`,
  total_added: `SELECT 'chapter ' || t.chapter_no FROM (SELECT DISTINCT chapter_no FROM ledger_total) t WHERE NOT ${BLOCK_OF('total', 't.chapter_no')}`,
  draw_added: `SELECT 'run ' || r.run_id FROM (SELECT DISTINCT run_no FROM run_draw) d JOIN run r USING (run_no)
    WHERE NOT EXISTS (SELECT FROM ledger_chapter c WHERE c.run_no = d.run_no AND c.kind = 'run' AND ${BLOCK_OF('draw', 'c.chapter_no')})`,
  file_added: `SELECT 'run ' || r.run_id FROM (SELECT DISTINCT run_no FROM payout_file) f JOIN run r USING (run_no)
    WHERE r.manifest_sha256 IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_chapter c WHERE c.run_no = f.run_no AND c.kind = 'files' AND ${BLOCK_OF('file', 'c.chapter_no')})`,
  outcome_added: `SELECT 'event ' || e.event_no FROM outcome_event e LEFT JOIN (SELECT first_key::int AS first, last_key::int AS last FROM ledger_block WHERE kind = 'outcome' AND first_key ~ '^[0-9]{1,9}$' AND last_key ~ '^[0-9]{1,9}$') b
      ON e.event_no BETWEEN b.first AND b.last WHERE b.first IS NULL`,
  settlement_added: `SELECT 'file ' || s.file_no FROM (SELECT file_no, count(*) AS rows FROM settlement_row GROUP BY 1) s
    LEFT JOIN (SELECT c.file_no, sum(b.rows) AS rows FROM ledger_chapter c JOIN ledger_block b USING (chapter_no) WHERE b.kind = 'settlement' GROUP BY 1) b USING (file_no)
    WHERE s.rows IS DISTINCT FROM b.rows`,
  decision_added: `SELECT 'proposal ' || d.proposal_no FROM outcome_decision d WHERE NOT EXISTS (SELECT FROM outcome_event e JOIN ledger_chapter c ON c.event_no = e.event_no
    JOIN ledger_block b ON b.chapter_no = c.chapter_no AND b.kind = 'decision' AND b.rows = 1 WHERE e.proposal_no = d.proposal_no)`,
  statement_added: `SELECT 'file ' || s.file_no FROM (SELECT file_no, count(*) AS rows FROM bank_statement GROUP BY 1) s
    LEFT JOIN (SELECT c.file_no, sum(b.rows) AS rows FROM ledger_chapter c JOIN ledger_block b USING (chapter_no) WHERE b.kind = 'statement' GROUP BY 1) b USING (file_no)
    WHERE s.rows IS DISTINCT FROM b.rows`,
  settlement_file_added: `SELECT 'file ' || f.file_no FROM settlement_file f WHERE NOT EXISTS (SELECT FROM ledger_chapter c WHERE c.file_no = f.file_no)`,
  hand_back_added: `SELECT 'hand-back ' || h.hand_back_no FROM hand_back h WHERE NOT EXISTS (SELECT FROM ledger_chapter c WHERE c.hand_back_no = h.hand_back_no)`,
  chapter_not_sealed: `SELECT 'chapter ' || c.chapter_no FROM ledger_chapter c LEFT JOIN run r ON r.run_no = c.run_no
    WHERE NOT EXISTS (SELECT FROM ledger_seal s WHERE s.chapter_no = c.chapter_no) AND NOT (c.kind = 'run' AND r.status = 'approved')`,
  chapter_missing: `SELECT 'chapter ' || s.chapter_no FROM ledger_seal s WHERE NOT EXISTS (SELECT FROM ledger_chapter c WHERE c.chapter_no = s.chapter_no)`,
  block_added: `SELECT 'chapter ' || b.chapter_no || ' ' || b.kind || ' ' || b.block FROM ledger_block b WHERE NOT EXISTS (SELECT FROM ledger_chapter c WHERE c.chapter_no = b.chapter_no)`,
  // What a run signed and what stands of it: lines and payments outside of its shards.
  lines_not_signed: `SELECT 'run ' || r.run_id FROM run r JOIN (SELECT run_no, sum(lines) AS lines, sum(payments) AS payments FROM run_block GROUP BY 1) b USING (run_no)
    WHERE r.signed_sha256 IS NOT NULL AND ((SELECT count(*) FROM run_line l WHERE l.run_no = r.run_no) <> b.lines OR (SELECT count(*) FROM payment p WHERE p.run_no = r.run_no) <> b.payments)`,
  run_without_content: `SELECT 'run ' || r.run_id FROM run r WHERE r.signed_sha256 IS NOT NULL AND NOT EXISTS (SELECT FROM run_block b WHERE b.run_no = r.run_no)`,
  run_without_chapter: `SELECT 'run ' || r.run_id FROM run r WHERE r.issue_no IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_chapter c JOIN ledger_seal s USING (chapter_no)
    WHERE c.run_no = r.run_no AND c.kind = 'run' AND s.head = r.ledger_root AND s.previous_head = r.previous_ledger_root)`,
  issue_order: `SELECT 'run ' || run_id FROM (SELECT r.run_id, r.issue_no, row_number() OVER (ORDER BY s.seal_no) AS place FROM ledger_seal s JOIN ledger_chapter c USING (chapter_no)
      JOIN run r USING (run_no) WHERE c.kind = 'run') o WHERE issue_no IS DISTINCT FROM place`,
  sums_differ: `SELECT 'chapter ' || chapter_no FROM (SELECT chapter_no, event, accrues, sum(amount) AS amount, count(*) AS postings FROM ledger_posting GROUP BY 1, 2, 3) p
    FULL JOIN (SELECT chapter_no, event, accrues, sum(amount) AS amount, sum(postings) AS postings FROM ledger_total GROUP BY 1, 2, 3) t USING (chapter_no, event, accrues)
    WHERE (p.amount, p.postings) IS DISTINCT FROM (t.amount, t.postings) AND EXISTS (SELECT FROM ledger_seal s WHERE s.chapter_no = coalesce(p.chapter_no, t.chapter_no)) GROUP BY chapter_no`,
};

/** Everything in the tables of the books that no seal covers, question by question; at most some of each. */
export async function findUncovered(client: Pick<Client, 'query'>): Promise<readonly Uncovered[]> {
  const found: Uncovered[] = [];
  for (const [code, question] of Object.entries(QUESTIONS)) {
    const { rows } = await client.query<{ where: string }>(
      `SELECT * FROM (${question} LIMIT 10) q ("where") ORDER BY 1`,
    );
    found.push(...rows.map(({ where }) => ({ code, where })));
  }
  return found;
}
