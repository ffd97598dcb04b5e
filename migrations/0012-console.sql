-- The console: who may come in and do what, whom they looked at, and what they are at work on.

-- A person who works with the console. Names are lower case, so that two never differ by case.
CREATE TABLE web_user (
  user_name text COLLATE "C" PRIMARY KEY CHECK (user_name ~ '^[a-z][a-z0-9._-]{1,39}$'),
  full_name text NOT NULL CHECK (btrim(full_name) <> ''),
  password_hash text, -- NULL: comes in by the office's own sign-in only
  must_change boolean NOT NULL DEFAULT true, -- the password is one that somebody else knows
  subject text UNIQUE, -- who he is to the office's own sign-in: issuer and subject
  is_active boolean NOT NULL DEFAULT true,
  failures integer NOT NULL DEFAULT 0, -- wrong passwords since the last right one
  locked_until timestamptz,
  created_by text NOT NULL CHECK (btrim(created_by) <> ''),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What a person may do and where; the latest counts. One role at a time: who makes is not who approves, and neither gives rights.
CREATE TABLE user_grant (
  grant_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_name text COLLATE "C" NOT NULL REFERENCES web_user,
  role text NOT NULL CHECK (role IN ('officer', 'approver', 'auditor', 'admin')),
  communes text[] CHECK (communes IS NULL OR cardinality(communes) > 0), -- NULL: the whole province
  granted_by text NOT NULL CHECK (btrim(granted_by) <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT nobody_grants_himself CHECK (granted_by <> user_name)
);
CREATE INDEX grant_of_user ON user_grant (user_name, grant_no);

-- Somebody who is signed in. The browser holds the token, this table its hash.
CREATE TABLE web_session (
  token_sha256 text PRIMARY KEY CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
  user_name text COLLATE "C" NOT NULL REFERENCES web_user,
  form_key text NOT NULL, -- stands in every form; another page does not know it
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  notice text -- what the last act came to, shown once
);
CREATE INDEX session_of_user ON web_session (user_name);

-- A key for programs; it may do what its owner may.
CREATE TABLE api_token (
  token_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_sha256 text NOT NULL UNIQUE CHECK (token_sha256 ~ '^[0-9a-f]{64}$'),
  user_name text COLLATE "C" NOT NULL REFERENCES web_user,
  label text NOT NULL CHECK (btrim(label) <> ''),
  can_write boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ends_on date NOT NULL,
  revoked_at timestamptz
);

-- Wrong passwords by where they came from: who tries many names is stopped too.
CREATE TABLE sign_in_failure (
  address text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX failure_from ON sign_in_failure (address, at);

-- An act that was asked for: asked again under the same key, it is not done again.
CREATE TABLE done_once (
  user_name text COLLATE "C" NOT NULL,
  key text NOT NULL,
  act text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  place text, -- NULL: still at it
  document text,
  PRIMARY KEY (user_name, key)
);

-- Who looked at a person's name, numbers and accounts, and why.
CREATE TABLE reveal (
  reveal_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_name text COLLATE "C" NOT NULL REFERENCES web_user,
  person_id text COLLATE "C" NOT NULL,
  reason text NOT NULL CHECK (length(btrim(reason)) >= 10),
  at timestamptz NOT NULL DEFAULT now(),
  ends_at timestamptz NOT NULL
);
CREATE INDEX reveal_by ON reveal (user_name, person_id, ends_at);

-- What officers do about a finding: of a person, or of a commune (person_id empty). The latest take, resolve or reopen is its state.
CREATE TABLE case_event (
  event_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL,
  control text COLLATE "C" NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  action text NOT NULL CHECK (action IN ('take', 'comment', 'resolve', 'reopen')),
  note text NOT NULL,
  actor text NOT NULL CHECK (btrim(actor) <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  CHECK (action IN ('take', 'reopen') OR btrim(note) <> '')
);
CREATE INDEX case_of ON case_event (control, person_id, commune_code, event_no);

-- When the month is opened by itself; the latest counts, before it the settings of the machine.
CREATE TABLE schedule_setting (
  setting_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  is_on boolean NOT NULL,
  day smallint NOT NULL CHECK (day BETWEEN 1 AND 28),
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  actor text NOT NULL CHECK (btrim(actor) <> ''),
  at timestamptz NOT NULL DEFAULT now()
);

-- A file that was brought to the console; its bytes lie in the folder of the console.
CREATE TABLE upload (
  upload_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('registry', 'settlement')),
  file_name text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint NOT NULL,
  actor text NOT NULL CHECK (btrim(actor) <> ''),
  at timestamptz NOT NULL DEFAULT now()
);

-- Long work that the console asked for: a command of the command line, its answer and where its files are.
CREATE TABLE web_task (
  task_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  command text NOT NULL,
  subject text NOT NULL, -- a month, a run, an upload
  words text[] NOT NULL,
  upload_no integer REFERENCES upload,
  folder text, -- what it writes
  actor text NOT NULL CHECK (btrim(actor) <> ''),
  origin text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  progress text NOT NULL DEFAULT '',
  answer text NOT NULL DEFAULT '', -- what it printed
  message text NOT NULL DEFAULT '', -- what it said beside it
  exit_code smallint,
  asked_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  seen_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX task_by_subject ON web_task (command, subject, task_no);
-- What was brought is loaded once; a load that failed may be asked for again.
CREATE UNIQUE INDEX loaded_once ON web_task (upload_no, command) WHERE command LIKE '%-load' AND state <> 'failed';

-- A run is made by officers and approved by approvers: who has another role here is refused, on whatever way the name comes.
CREATE FUNCTION acts_by_role() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor text := to_jsonb(NEW)->>TG_ARGV[0];
  has text := (SELECT role FROM user_grant WHERE user_name = lower(btrim(actor)) ORDER BY grant_no DESC LIMIT 1);
BEGIN
  IF has <> TG_ARGV[1] THEN
    RAISE EXCEPTION 'run %: its % is %, not %', NEW.run_id, TG_ARGV[0], has, TG_ARGV[1] USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_by_role';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER made_by_officer AFTER INSERT ON run FOR EACH ROW EXECUTE FUNCTION acts_by_role('maker', 'officer');
CREATE TRIGGER remade_by_officer AFTER UPDATE ON run FOR EACH ROW WHEN (NEW.maker <> OLD.maker) EXECUTE FUNCTION acts_by_role('maker', 'officer');
CREATE TRIGGER approved_by_approver AFTER UPDATE ON run FOR EACH ROW WHEN (NEW.status = 'approved' AND OLD.status <> 'approved') EXECUTE FUNCTION acts_by_role('approver', 'approver');
ALTER TABLE run ENABLE ALWAYS TRIGGER remade_by_officer;
ALTER TABLE run ENABLE ALWAYS TRIGGER made_by_officer;
ALTER TABLE run ENABLE ALWAYS TRIGGER approved_by_approver;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['user_grant', 'reveal', 'case_event', 'schedule_setting', 'upload'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', t);
  END LOOP;
END $$;

-- Hashes of passwords and tokens are nobody's business but the program's.
REVOKE SELECT ON web_user, web_session, api_token, done_once FROM chitra_auditor;

GRANT SELECT, INSERT ON web_user, user_grant, api_token, reveal, case_event, schedule_setting, upload TO chitra_app;
GRANT UPDATE (full_name, password_hash, must_change, subject, is_active, failures, locked_until) ON web_user TO chitra_app;
GRANT UPDATE (revoked_at) ON api_token TO chitra_app;
GRANT SELECT, INSERT, DELETE ON sign_in_failure TO chitra_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON web_session, done_once TO chitra_app;
GRANT SELECT, INSERT, UPDATE ON web_task TO chitra_app;
