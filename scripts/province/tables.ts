import type { SampleAward } from './awards.ts';
import { dayText, monthText } from './calendar.ts';
import { addRow, closeFile, openFile, type OpenFile } from './folder.ts';
import type { CommuneFault } from './faults.ts';
import { foundBy, foundInCommune } from './found-by.ts';
import type { History } from './history.ts';
import type { SamplePayee } from './payees.ts';
import type { SamplePerson, World } from './people.ts';
import { randomFor, between } from './random.ts';

const HEADINGS = {
  persons: 'person_id,national_id,full_name,birth_date,sex,commune_code,death_date,pension_amount',
  awards: 'award_id,person_id,category,decision_no,decision_date,start_month,end_month,quantity,cared_birth_date',
  suspensions: 'award_id,from_month,to_month,decision_no,reason',
  payees:
    'person_id,from_month,channel,bank_bin,account_no,account_name,payment_point,collector_name,collector_national_id',
  disbursements: 'reference,person_id,family,month,amount,paid_on,channel,status',
  recoveries: 'person_id,decision_no,family,total,monthly_amount,from_month',
  planted: 'person_id,what,control,commune_code',
  persons_before: 'person_id,national_id,full_name,birth_date,sex,commune_code,death_date,pension_amount',
} as const;

/** The open files of one sample and the running numbers of payment references, by month of payment. */
export interface Tables {
  readonly persons: OpenFile;
  readonly awards: OpenFile;
  readonly suspensions: OpenFile;
  readonly payees: OpenFile;
  readonly disbursements: OpenFile;
  readonly recoveries: OpenFile;
  readonly planted: OpenFile;
  /** Persons whose row was edited since, as they stood before. */
  readonly persons_before: OpenFile;
  readonly references: Map<number, number>;
}

const DECISIONS = 7;

/** Opens all files of the folder that grow with the number of people. */
export function openTables(folder: string): Tables {
  const open = (name: keyof typeof HEADINGS): OpenFile => openFile(folder, `${name}.csv`, HEADINGS[name]);
  return {
    persons: open('persons'),
    awards: open('awards'),
    suspensions: open('suspensions'),
    payees: open('payees'),
    disbursements: open('disbursements'),
    recoveries: open('recoveries'),
    planted: open('planted'),
    persons_before: open('persons_before'),
    references: new Map(),
  };
}

/** Closes them; answers the number of rows of each file, headings not counted. */
export function closeTables(tables: Tables): Record<string, number> {
  const { references, ...files } = tables;
  references.clear();
  const rows: Record<string, number> = {};
  for (const [name, file] of Object.entries(files)) {
    closeFile(file);
    rows[`${name}.csv`] = file.rows;
  }
  return rows;
}

function monthOrNothing(month: number | null): string {
  return month === null ? '' : monthText(month);
}

function addAwards(tables: Tables, world: World, person: SamplePerson, awards: readonly SampleAward[]): void {
  const random = randomFor(world.seed, person.number, DECISIONS);
  for (const [at, award] of awards.entries()) {
    const decisionNo = `${between(random, 1, 2400)}/QĐ-UBND`;
    const decided = dayText(award.decided, between(random, 1, 28));
    const caredBirth = award.caredBirth === null ? '' : dayText(award.caredBirth, between(random, 1, 28));
    const months = `${monthText(award.start)},${monthOrNothing(award.end)}`;
    const quantity = award.quantity === 0 ? '' : award.quantity;
    const key = `${awardId(person, at)},${person.id},${award.category}`;
    addRow(tables.awards, `${key},${decisionNo},${decided},${months},${quantity},${caredBirth}`);
  }
}

function awardId(person: SamplePerson, at: number): string {
  return `QD${person.id.slice(2)}-${at + 1}`;
}

function addPayees(tables: Tables, person: SamplePerson, payees: readonly SamplePayee[]): void {
  for (const payee of payees) {
    const { bin, account, accountName, point, collector, collectorId } = payee;
    const head = `${person.id},${monthText(payee.from)},${payee.channel}`;
    addRow(tables.payees, `${head},${bin},${account},${accountName},${point},${collector},${collectorId}`);
  }
}

function addHistory(tables: Tables, world: World, person: SamplePerson, history: History): void {
  for (const row of history.rows) {
    const running = (tables.references.get(row.paidIn) ?? 0) + 1;
    tables.references.set(row.paidIn, running);
    const reference = `LS-${monthText(row.paidIn)}-${String(running).padStart(6, '0')}`;
    const amount = `${row.family},${monthText(row.month)},${row.amount}`;
    const paid = `${dayText(row.paidIn, row.day)},${row.channel},${row.status}`;
    addRow(tables.disbursements, `${reference},${person.id},${amount},${paid}`);
  }
  const { suspension, recovery } = history;
  if (suspension) {
    const months = `${monthText(suspension.from)},${monthOrNothing(suspension.to)}`;
    const reason = person.number % 2 === 0 ? 'Chờ xác minh nơi cư trú' : 'Không nhận tiền 3 tháng liên tục';
    addRow(tables.suspensions, `${awardId(person, 0)},${months},${(person.number % 900) + 1}/QĐ-TĐC,${reason}`);
  }
  if (recovery) {
    const decision = `${person.id},${(person.number % 900) + 1}/QĐ-TH,${recovery.family}`;
    addRow(tables.recoveries, `${decision},${recovery.total},${recovery.monthly},${monthText(world.runMonth)}`);
  }
}

/** All that is known of one person, and the world it stands in. */
export interface Dossier {
  readonly world: World;
  readonly person: SamplePerson;
  readonly awards: readonly SampleAward[];
  readonly payees: readonly SamplePayee[];
  readonly history: History;
}

/** Writes the rows of one person to all files. */
export function addDossier(tables: Tables, dossier: Dossier): void {
  const { world, person, awards, payees, history } = dossier;
  const rowBorn = (born: string): string =>
    `${person.id},${person.nationalId},${person.name},${born},${person.sex},${person.commune.code},${person.deathText},${person.pension}`;
  addRow(tables.persons, rowBorn(person.birthText));
  if (person.earlierBirthText !== null) addRow(tables.persons_before, rowBorn(person.earlierBirthText));
  addAwards(tables, world, person, awards);
  addPayees(tables, person, payees);
  addHistory(tables, world, person, history);
  const on = { person, awards, isPaid: history.rows.length > 0, runMonth: world.runMonth };
  for (const fault of history.planted) addRow(tables.planted, `${person.id},${fault},${foundBy(fault, on)},`);
}

/** Writes down what is false about whole communes, before anybody of them. */
export function addFalseLists(tables: Tables, { falseLists }: World): readonly CommuneFault[] {
  const { unchanged, allCollected } = falseLists;
  const rows = [
    ['unchanged_list', unchanged],
    ['all_collected', allCollected],
  ] as const;
  for (const [fault, commune] of rows) addRow(tables.planted, `,${fault},${foundInCommune(fault)},${commune}`);
  return rows.map(([fault]) => fault);
}
