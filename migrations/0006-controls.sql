-- What controls compare persons by, what keeps their findings, and since when a blocking control finds somebody.

-- A name without marks, case and spaces. Computed as a row is stored, so that a run compares a million names at no cost.
-- Why letters are listed: lower() and a database without the extension unaccent know only those of its locale.
ALTER TABLE person ADD COLUMN name_key text COLLATE "C" GENERATED ALWAYS AS (lower(translate(full_name,
  'ÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶàáâãăạảấầẩẫậắằẳẵặÈÉÊẸẺẼẾỀỂỄỆèéêẹẻẽếềểễệÌÍĨỈỊìíĩỉịÒÓÔÕƠỌỎỐỒỔỖỘỚỜỞỠỢòóôõơọỏốồổỗộớờởỡợÙÚŨƯỤỦỨỪỬỮỰùúũưụủứừửữựỲÝỴỶỸỳýỵỷỹĐÐđ'' -.',
  'AAAAAAAAAAAAAAAAAaaaaaaaaaaaaaaaaaEEEEEEEEEEEeeeeeeeeeeeIIIIIiiiiiOOOOOOOOOOOOOOOOOoooooooooooooooooUUUUUUUUUUUuuuuuuuuuuuYYYYYyyyyyDDd'))) STORED;

-- What came back of payments from before the program, by month: who did not collect, and communes where nothing ever came back.
CREATE INDEX disbursement_returned ON disbursement (month, person_id) WHERE status = 'returned';

-- A run made with other controls than the run before it computes everybody whole: what it would find, the other did not look for.
ALTER TABLE run ADD COLUMN controls_sha256 text NOT NULL DEFAULT '';

-- Whom a control that a province set to `block` finds, since which event of an officer; gone when it finds nothing any more. A
-- release that came after lets the money go.
CREATE TABLE control_block (
  person_id text COLLATE "C" NOT NULL,
  control text COLLATE "C" NOT NULL,
  since_hold_event integer NOT NULL,
  PRIMARY KEY (person_id, control)
);

GRANT SELECT, INSERT, DELETE ON control_block TO chitra_app;
