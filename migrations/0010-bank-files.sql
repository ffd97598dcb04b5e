-- What goes to banks: from which account a commune pays, the forms of the banks as a run used them, and what a payout file asks for.

CREATE TABLE paying_account (
  commune_code text COLLATE "C" NOT NULL,
  bank_bin text COLLATE "C" NOT NULL,
  account_no text NOT NULL,
  account_name text NOT NULL,
  unit_code text, -- mã đơn vị có quan hệ với ngân sách
  is_main text NOT NULL CHECK (is_main IN ('yes', 'no')),
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  PRIMARY KEY (commune_code, bank_bin)
);
CREATE TABLE paying_account_history (LIKE paying_account, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paying_account_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The sheets of banks, word for word, under the hash that runs carry: a run is checked, and its files are written, by the forms it was opened with.
CREATE TABLE bank_form (
  forms_sha256 text NOT NULL CHECK (forms_sha256 ~ '^[0-9a-f]{64}$'),
  position smallint NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (forms_sha256, position)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_form FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- NULL: a run from before this migration; its files are written as they were then.
ALTER TABLE run ADD COLUMN bank_forms_sha256 text CHECK (bank_forms_sha256 ~ '^[0-9a-f]{64}$');
CREATE FUNCTION run_keeps_forms() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'run %: the forms of the banks with which it was approved cannot be altered', OLD.run_id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keeps_forms BEFORE UPDATE ON run FOR EACH ROW
  WHEN (OLD.status IN ('approved', 'issued', 'settled', 'closed', 'rejected') AND OLD.bank_forms_sha256 IS DISTINCT FROM NEW.bank_forms_sha256)
  EXECUTE FUNCTION run_keeps_forms();

ALTER TABLE payout_file
  ADD COLUMN message_id text,
  ADD COLUMN first_ordinal integer, -- of the payments in the file
  ADD COLUMN last_ordinal integer,
  ADD COLUMN debtor_bank text, -- BIN of the bank that is asked to pay
  ADD COLUMN debtor_account text, -- NULL: the commune has none; the bank knows the commune by its code
  ADD COLUMN executes_on date,
  ADD COLUMN signature text, -- ed25519 over the bytes of the file, base64
  ADD COLUMN copy_of text, -- the file of the same run that this one only shows again: it has no payments of its own
  ADD COLUMN by_hand integer[], -- payments that do not go into the bank's form: numbers of what stands in this file
  ADD CHECK (copy_of IS NULL OR (payments = 0 AND amount = 0));
CREATE UNIQUE INDEX payout_file_message ON payout_file (message_id) WHERE message_id IS NOT NULL;

-- Nearly always empty: whoever asks whether a payment stands in a list by hand looks here, and not at every file of the run.
CREATE INDEX payout_file_by_hand ON payout_file (run_no, commune_code, provider) WHERE by_hand IS NOT NULL;

-- Which file of a bank asks for a payment. Why two parts: what is in no list by hand is found by one comparison of all, not payment by payment.
CREATE VIEW payment_in_file AS
SELECT p.run_no, p.person_id, p.ordinal, f.path, f.kind, f.message_id, f.debtor_bank
FROM payment p JOIN payout_file f ON f.run_no = p.run_no AND f.commune_code = p.commune_code AND f.provider = p.provider
WHERE p.channel = 'bank' AND p.hold_reason IS NULL AND p.amount > 0 AND f.copy_of IS NULL AND f.by_hand IS NULL
  AND (f.first_ordinal IS NULL OR p.ordinal BETWEEN f.first_ordinal AND f.last_ordinal)
  AND NOT EXISTS (SELECT FROM payout_file h WHERE h.by_hand IS NOT NULL AND h.run_no = p.run_no AND h.commune_code = p.commune_code
    AND h.provider = p.provider AND p.ordinal = ANY (h.by_hand))
UNION ALL
SELECT p.run_no, p.person_id, p.ordinal, f.path, f.kind, f.message_id, f.debtor_bank
FROM payout_file f JOIN payment p ON p.run_no = f.run_no AND p.commune_code = f.commune_code AND p.provider = f.provider AND p.ordinal = ANY (f.by_hand)
WHERE p.channel = 'bank' AND p.hold_reason IS NULL AND p.amount > 0 AND f.copy_of IS NULL AND f.by_hand IS NOT NULL;

-- As all guards: they work also where a session says that it only repeats what another server did.
ALTER TABLE paying_account_history ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE bank_form ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE run ENABLE ALWAYS TRIGGER keeps_forms;

GRANT SELECT, INSERT, UPDATE ON paying_account TO chitra_app;
GRANT SELECT, INSERT ON paying_account_history, bank_form TO chitra_app;
GRANT SELECT ON payment_in_file TO chitra_app;
