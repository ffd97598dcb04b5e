import type { Client } from './database.ts';

interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The texts of a law: the program's own, and those of the amendments in the order in which they count. */
interface Texts {
  readonly program: readonly NamedText[];
  readonly amendments: readonly (readonly NamedText[])[];
}

/** An amendment as its rows tell; what is null has not happened. Times as the clock of a zone shows them. */
export interface Amendment {
  readonly amendmentNo: number;
  readonly sha256: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly activationNo: number | null;
  readonly activatedBy: string | null;
  readonly activatedAt: string | null;
  /** The whole law from the activation on. */
  readonly catalogueSha256: string | null;
}

/** Every amendment that was ever proposed, oldest first. */
export async function listAmendments(client: Client, timeZone = 'UTC'): Promise<readonly Amendment[]> {
  const { rows } = await client.query<Amendment>(
    `SELECT p.amendment_no AS "amendmentNo", p.sha256, p.proposed_by AS "proposedBy", to_char(p.proposed_at AT TIME ZONE $1, 'YYYY-MM-DD HH24:MI') AS "proposedAt",
       a.activation_no AS "activationNo", a.activated_by AS "activatedBy", to_char(a.activated_at AT TIME ZONE $1, 'YYYY-MM-DD HH24:MI') AS "activatedAt",
       a.catalogue_sha256 AS "catalogueSha256"
     FROM catalogue_amendment p LEFT JOIN catalogue_activation a USING (amendment_no) ORDER BY p.amendment_no`,
    [timeZone],
  );
  return rows;
}

/** The files of an amendment in their order. */
export async function amendmentTexts(client: Client, amendmentNo: number): Promise<readonly NamedText[]> {
  const { rows } = await client.query<NamedText>(
    'SELECT name, content AS text FROM catalogue_amendment_file WHERE amendment_no = $1 ORDER BY position',
    [amendmentNo],
  );
  return rows;
}

interface GroupedText extends NamedText {
  readonly place: number;
}

/** Files by the place of their amendment; rows come in the order of places. */
function grouped(rows: readonly GroupedText[]): NamedText[][] {
  const groups: NamedText[][] = [];
  let last: number | null = null;
  for (const { place, name, text } of rows) {
    if (place !== last) groups.push([]);
    last = place;
    groups.at(-1)?.push({ name, text });
  }
  return groups;
}

/** The texts of the activated amendments, in the order in which they count. */
export async function activeTexts(client: Client): Promise<readonly (readonly NamedText[])[]> {
  const { rows } = await client.query<GroupedText>(
    `SELECT a.activation_no AS place, f.name, f.content AS text
     FROM catalogue_activation a JOIN catalogue_amendment_file f USING (amendment_no) ORDER BY a.activation_no, f.position`,
  );
  return grouped(rows);
}

/** Writes a proposal under the next number and answers that. The caller holds the lock of the books. */
export async function insertAmendment(
  client: Client,
  proposal: { readonly sha256: string; readonly files: readonly NamedText[]; readonly actor: string },
): Promise<number> {
  const { rows } = await client.query<{ no: number }>(
    `INSERT INTO catalogue_amendment (amendment_no, sha256, proposed_by)
     SELECT coalesce(max(amendment_no), 0) + 1, $1, $2 FROM catalogue_amendment RETURNING amendment_no AS no`,
    [proposal.sha256, proposal.actor],
  );
  const no = rows[0]?.no;
  if (no === undefined) throw new RangeError('no answer');
  await client.query(
    `INSERT INTO catalogue_amendment_file (amendment_no, position, name, content)
     SELECT $1, place, name, content FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS t (name, content, place)`,
    [no, proposal.files.map((file) => file.name), proposal.files.map((file) => file.text)],
  );
  return no;
}

/** Writes that an amendment counts from now on. The caller holds the lock of the books. */
export async function insertActivation(
  client: Client,
  { amendmentNo, proposedBy }: Amendment,
  actor: string,
  catalogueSha256: string,
): Promise<void> {
  await client.query(
    `INSERT INTO catalogue_activation (activation_no, amendment_no, proposed_by, activated_by, catalogue_sha256)
     SELECT coalesce(max(activation_no), 0) + 1, $1, $2, $3, $4 FROM catalogue_activation`,
    [amendmentNo, proposedBy, actor, catalogueSha256],
  );
}

/** Keeps the texts of a law under its hash; a second time nothing happens. */
export async function keepLawTexts(client: Client, sha256: string, texts: Texts): Promise<void> {
  const files = [texts.program, ...texts.amendments].flatMap((group, amendment) =>
    group.map((file, position) => ({ ...file, amendment, position })),
  );
  await client.query(
    `INSERT INTO law_text (catalogue_sha256, amendment, position, name, content)
     SELECT $1, amendment, position, name, content
     FROM unnest($2::int[], $3::int[], $4::text[], $5::text[]) AS t (amendment, position, name, content)
     WHERE NOT EXISTS (SELECT FROM law_text WHERE catalogue_sha256 = $1) ON CONFLICT DO NOTHING`,
    [
      sha256,
      files.map((file) => file.amendment),
      files.map((file) => file.position),
      files.map((file) => file.name),
      files.map((file) => file.text),
    ],
  );
}

/** The texts of the law that runs carry under a hash; null when no run of this version of the program was opened under it. */
export async function findLawTexts(client: Client, sha256: string): Promise<Texts | null> {
  const { rows } = await client.query<GroupedText>(
    `SELECT amendment AS place, name, content AS text FROM law_text WHERE catalogue_sha256 = $1 ORDER BY amendment, position`,
    [sha256],
  );
  const [program, ...amendments] = grouped(rows);
  return program === undefined ? null : { program, amendments };
}
