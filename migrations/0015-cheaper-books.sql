-- What a month costs the database besides its rows.

-- Postings of a block stand side by side, because each is written at once: ranges of pages find them, and an insert pays for no second tree.
DROP INDEX ledger_posting_of_block;
CREATE INDEX ledger_posting_of_block ON ledger_posting USING brin (chapter_no, block) WITH (pages_per_range = 32);

-- Whoever waits for a run asks several times a second how far it has come; the totals of a shard are long, and were unpacked each time.
ALTER TABLE work_item ADD COLUMN persons bigint GENERATED ALWAYS AS ((totals ->> 'persons')::bigint) STORED;
CREATE OR REPLACE VIEW scoped.work_item AS SELECT item_no, run_no, stage, ordinal, NULL::text COLLATE "C" AS first_key, NULL::text COLLATE "C" AS last_key, state, fence, lease_until,
  enqueued_at, enqueued_times, failures, last_error, done_at, jsonb_build_object('persons', totals->'persons') AS totals, persons FROM public.work_item;
