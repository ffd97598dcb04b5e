import type { Control, ControlBook } from '../domain/control.ts';
import type { Client } from './database.ts';
import type { BooksView } from './runs.ts';

/** Marks persons and blocking controls whose hold an officer released after the control had found them. */
export async function markReleased(client: Client, runNo: number): Promise<void> {
  await client.query(
    `INSERT INTO run_mark (run_no, person_id, mark) SELECT $1, b.person_id, 'released ' || b.control FROM control_block b
     JOIN LATERAL (SELECT action, hold_event_no FROM hold_event h WHERE h.person_id = b.person_id ORDER BY hold_event_no DESC LIMIT 1) h
       ON h.action = 'release' AND h.hold_event_no > b.since_hold_event`,
    [runNo],
  );
}

/**
 * Writes down whom the controls that a province set to `block` find, since the last event of an officer that the run knew; who is
 * found no more is taken out. A later finding of the same kind then needs a release of its own.
 */
export async function keepBlocks(client: Client, view: BooksView, rules: ControlBook): Promise<void> {
  const blocking: Control[] = [...rules.values()]
    .filter((rule) => rule.severity === 'block')
    .map((rule) => rule.control);
  const here = view.communes === null ? 'true' : 'p.commune_code = ANY($3)';
  const values = view.communes === null ? [] : [view.communes];
  await client.query(
    `DELETE FROM control_block b USING person p WHERE p.person_id = b.person_id AND ${here}
     AND NOT EXISTS (SELECT FROM run_exception e WHERE e.run_no = $1 AND e.person_id = b.person_id AND e.control = b.control AND e.control = ANY($2))`,
    [view.runNo, blocking, ...values],
  );
  await client.query(
    `INSERT INTO control_block (person_id, control, since_hold_event)
     SELECT person_id, control, $3 FROM run_exception WHERE run_no = $1 AND person_id <> '' AND control = ANY($2) ON CONFLICT DO NOTHING`,
    [view.runNo, blocking, view.lastHoldEvent],
  );
}
