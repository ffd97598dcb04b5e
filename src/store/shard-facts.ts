import type pg from 'pg';
import { type Award } from '../domain/award.ts';
import type { Issued } from '../domain/balance.ts';
import { FAMILIES, type Family, familyOf, isCategory } from '../domain/category.ts';
import { type Month, month, monthOf, parseMonth } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import type { Payee } from '../domain/payment.ts';
import type { PersonFacts } from '../domain/payslip.ts';
import { copyOut, readCopyText } from './bulk.ts';
import type { Database } from './database.ts';
import type { Run } from './runs.ts';

/** The rows of one answer, taken person by person in the order of their ids. */
type RowsOf = (personId: string) => string[][];

/** Why lazily: 100,000 rows split at once would stand in memory as a million strings. */
function* rowsIn(buffer: Buffer): Generator<string[], undefined> {
  const text = buffer.toString('utf8');
  let from = 0;
  for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
    yield text.slice(from, to).split('\t');
    from = to + 1;
  }
}

/** The order of the database (bytes of UTF-8): signs beyond U+FFFF come last, though the halves JavaScript keeps them in do not. */
function isBefore(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  const isHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
  return isHalf(left) === isHalf(right) ? a < b : isHalf(right);
}

function byPerson(buffer: Buffer): RowsOf {
  const rows = rowsIn(buffer);
  let row = rows.next().value;
  return (personId) => {
    while (row !== undefined && isBefore(row[0] ?? '', personId)) row = rows.next().value;
    const own: string[][] = [];
    while (row !== undefined && row[0] === personId) {
      own.push(row);
      row = rows.next().value;
    }
    return own;
  };
}

function nullable(cell: string | undefined): string | null {
  return cell === undefined || cell === '\\N' ? null : readCopyText(cell);
}

function monthCell(cell: string | undefined): Month {
  return month(Number(cell));
}

function family(cell: string | undefined): Family {
  const found = FAMILIES.find((one) => one === cell);
  if (found === undefined) throw new RangeError('a family the program does not know stands in the database');
  return found;
}

function awardOf(row: readonly string[]): Award {
  const [, awardId = '', category = '', start, end, quantity, cared] = row;
  if (!isCategory(category)) throw new RangeError('a category the program does not know stands in the database');
  const caredBirth = nullable(cared);
  return {
    awardId: readCopyText(awardId) ?? '',
    category,
    startMonth: monthCell(start),
    endMonth: end === undefined || end === '\\N' ? null : monthCell(end),
    quantity: Number(quantity),
    caredBirthMonth: caredBirth === null ? null : monthOf(caredBirth),
  };
}

function payeeOf(row: readonly string[]): Payee {
  const [, from, channel, bin, hasAccount, point, provider] = row;
  return {
    fromMonth: monthCell(from),
    channel: channel === 'bank' ? 'bank' : 'post',
    bankBin: nullable(bin),
    hasAccount: hasAccount === 't',
    paymentPoint: nullable(point),
    pointProvider: nullable(provider),
  };
}

function issuedOf(rows: readonly string[][], postings: readonly string[][]): Issued[] {
  const history = rows.some((row) => row[4] === 'returned')
    ? rows.toSorted((a, b) => ((a[5] ?? '') < (b[5] ?? '') ? -1 : (a[5] ?? '') > (b[5] ?? '') ? 1 : 0))
    : rows;
  return [...history, ...postings].map((row) => ({
    family: family(row[1]),
    month: monthCell(row[2]),
    amount: vnd(Number(row[3])),
    isReturned: row[4] === 'returned',
    occasion: row[6] ?? row[5] ?? '',
    issue: Number(row[6] ?? 0),
  }));
}

/** As the registry stood after a batch: rows still current, and rows that a later batch replaced. */
function asOf(run: Run, table: string, columns: string, where: string): string {
  const batch = run.registryBatch;
  return `SELECT ${columns} FROM ${table} t WHERE ${where} AND t.batch_no <= ${batch}
    UNION ALL SELECT ${columns} FROM ${table}_history t WHERE ${where} AND t.batch_no <= ${batch} AND t.superseded_batch > ${batch}`;
}

/** When the registry first heard of the death of person h: a release from before that was about something else. */
const DEATH_RECORDED = `(SELECT min(b.committed_at) FROM registry_batch b WHERE b.batch_no IN (
    SELECT batch_no FROM person WHERE person_id = h.person_id AND death_date IS NOT NULL
    UNION ALL SELECT batch_no FROM person_history WHERE person_id = h.person_id AND death_date IS NOT NULL))`;

export interface KeyRange {
  readonly firstKey: string;
  readonly lastKey: string;
}

interface Answers {
  readonly persons: Buffer;
  readonly awards: Buffer;
  readonly payees: Buffer;
  readonly history: Buffer;
  readonly postings: Buffer;
  readonly suspended: Buffer;
  readonly marks: Buffer;
}

/** Seven set queries, whatever the number of persons; each ordered by person. */
async function ask(client: pg.PoolClient, run: Run, range: KeyRange): Promise<Answers> {
  const between = (column: string): string =>
    `${column} BETWEEN ${client.escapeLiteral(range.firstKey)} AND ${client.escapeLiteral(range.lastKey)}`;
  const copy = (query: string, order = '1'): Promise<Buffer> =>
    copyOut(client, `COPY (${query} ORDER BY ${order}) TO STDOUT`);
  const inScope =
    run.communes === null
      ? 'true'
      : `t.commune_code IN (${run.communes.map((code) => client.escapeLiteral(code)).join(', ')})`;
  const suspensions = asOf(run, 'suspension', 't.award_id, t.from_month, t.to_month', 'true');
  const awards = asOf(run, 'award', 't.person_id, t.award_id, t.category', between('t.person_id'));
  return {
    persons: await copy(
      asOf(
        run,
        'person',
        't.person_id, t.birth_date, t.death_date, t.pension_amount, t.commune_code, t.national_id, t.sex',
        `${between('t.person_id')} AND ${inScope}`,
      ),
    ),
    awards: await copy(
      asOf(
        run,
        'award',
        't.person_id, t.award_id, t.category, t.start_month, t.end_month, t.quantity, t.cared_birth_date, t.decision_date',
        between('t.person_id'),
      ),
    ),
    payees: await copy(
      `SELECT p.person_id, p.from_month, p.channel, p.bank_bin, p.account_no IS NOT NULL, p.payment_point, o.provider
       FROM (${asOf(run, 'payee', 't.person_id, t.from_month, t.channel, t.bank_bin, t.account_no, t.payment_point', `${between('t.person_id')} AND t.from_month <= ${run.month}`)}) p
       LEFT JOIN (${asOf(run, 'payment_point', 't.code, t.provider', 'true')}) o ON o.code = p.payment_point`,
    ),
    history: await copy(
      asOf(
        run,
        'disbursement',
        't.person_id, t.family, t.month, t.amount, t.status, t.paid_on',
        between('t.person_id'),
      ),
    ),
    postings: await copy(
      `SELECT l.person_id, l.family, l.month, l.amount, 'paid', '', l.issue FROM ledger_posting l
       WHERE ${between('l.person_id')} AND l.run_no IN (SELECT run_no FROM run WHERE issue_no <= ${run.issuedRuns})`,
      'l.person_id, l.issue',
    ),
    suspended: await copy(
      `SELECT DISTINCT a.person_id, a.category FROM (${awards}) a JOIN (${suspensions}) s USING (award_id)
       WHERE s.from_month <= ${run.month} AND coalesce(s.to_month, 299912) >= ${run.month}`,
    ),
    marks: await copy(
      `SELECT person_id, 'duplicate' FROM run_duplicate WHERE run_no = ${run.runNo} AND ${between('person_id')}
       UNION ALL SELECT person_id, action FROM (SELECT DISTINCT ON (person_id) person_id, action, at FROM hold_event
         WHERE hold_event_no <= ${run.lastHoldEvent} AND ${between('person_id')} ORDER BY person_id, hold_event_no DESC) h
         WHERE action = 'hold' OR at > coalesce(${DEATH_RECORDED}, '-infinity')`,
    ),
  };
}

function claimantOf(row: readonly string[]): PersonFacts['claimant'] {
  const death = nullable(row[2]);
  return {
    birthMonth: monthOf(row[1] ?? ''),
    deathMonth: death === null ? null : monthOf(death),
    pension: vnd(Number(row[3])),
    communeCode: row[4] ?? '',
  };
}

function signedMonthsOf(rows: readonly string[][]): Map<string, Month> {
  return new Map(
    rows.flatMap((row) => {
      const signed = parseMonth((row[7] ?? '').slice(0, 7));
      return signed === null ? [] : [[readCopyText(row[1] ?? '') ?? '', signed]];
    }),
  );
}

function* factsIn(answers: Answers): Generator<PersonFacts, undefined> {
  const [awards, payees, history] = [byPerson(answers.awards), byPerson(answers.payees), byPerson(answers.history)];
  const [postings, suspended] = [byPerson(answers.postings), byPerson(answers.suspended)];
  const marks = byPerson(answers.marks);
  for (const row of rowsIn(answers.persons)) {
    const key = row[0] ?? '';
    const awardRows = awards(key);
    const markOf = marks(key).map((mark) => mark[1]);
    const claimant = claimantOf(row);
    yield {
      personId: readCopyText(key) ?? '',
      claimant,
      nationalId: nullable(row[5]),
      sex: row[6] ?? '',
      birthDate: row[1] ?? '',
      awards: awardRows.map(awardOf),
      signedMonths: signedMonthsOf(awardRows),
      payees: payees(key).map(payeeOf),
      holds: {
        deathMonth: claimant.deathMonth,
        isDuplicate: markOf.includes('duplicate'),
        officer: markOf.includes('hold') ? 'hold' : markOf.includes('release') ? 'release' : null,
        suspended: new Set(
          suspended(key).flatMap(([, category = '']) => (isCategory(category) ? [familyOf(category)] : [])),
        ),
      },
      issued: issuedOf(history(key), postings(key)),
    };
  }
}

/**
 * The facts of all persons of a range, in the order of their ids, as the registry stood when the run was opened. All rows are
 * read when it resolves; each person is made when the loop asks for it, so that one person at a time stands in memory.
 */
export async function loadFacts(database: Database, run: Run, range: KeyRange): Promise<Iterable<PersonFacts>> {
  const client = await database.pool.connect();
  try {
    return factsIn(await ask(client, run, range));
  } finally {
    client.release();
  }
}
