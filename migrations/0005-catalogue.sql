-- Amendments of the catalogue of law: proposed by one person, activated by another, kept word for word. Nothing here is ever changed.

CREATE TABLE catalogue_amendment (
  amendment_no integer PRIMARY KEY, -- 1, 2, 3 ...: given under the lock of the installation row
  sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'), -- of its texts
  proposed_by text NOT NULL CHECK (btrim(proposed_by) <> ''),
  proposed_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (amendment_no, proposed_by)
);

CREATE TABLE catalogue_amendment_file (
  amendment_no integer NOT NULL REFERENCES catalogue_amendment,
  position smallint NOT NULL,
  name text NOT NULL CHECK (name !~ '[/\\]' AND name <> ''),
  content text NOT NULL,
  PRIMARY KEY (amendment_no, position)
);

-- From its activation on an amendment is part of the law of every new run, in the order of activation_no.
CREATE TABLE catalogue_activation (
  activation_no integer PRIMARY KEY,
  amendment_no integer NOT NULL UNIQUE,
  proposed_by text NOT NULL,
  activated_by text NOT NULL CHECK (btrim(activated_by) <> ''),
  activated_at timestamptz NOT NULL DEFAULT now(),
  catalogue_sha256 text NOT NULL CHECK (catalogue_sha256 ~ '^[0-9a-f]{64}$'), -- the whole law with it, as runs carry it
  FOREIGN KEY (amendment_no, proposed_by) REFERENCES catalogue_amendment (amendment_no, proposed_by),
  CONSTRAINT activator_is_not_the_proposer CHECK (lower(btrim(activated_by)) <> lower(btrim(proposed_by)))
);

-- The law of runs, word for word, under the hash that they carry: what was opened under a law is finished and explained with it.
-- amendment 0: the program's own files; 1, 2 ...: the amendments in the order in which they count.
CREATE TABLE law_text (
  catalogue_sha256 text NOT NULL CHECK (catalogue_sha256 ~ '^[0-9a-f]{64}$'),
  amendment smallint NOT NULL,
  position smallint NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  PRIMARY KEY (catalogue_sha256, amendment, position)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['catalogue_amendment', 'catalogue_amendment_file', 'catalogue_activation', 'law_text'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON catalogue_amendment, catalogue_amendment_file, catalogue_activation, law_text TO chitra_app;
