import { setFlagsFromString } from 'node:v8';
import { makeAwards } from './province/awards.ts';
import { falseLists, readTerritory } from './province/communes.ts';
import { folderRefusal, writeWhole } from './province/folder.ts';
import { makeHistory } from './province/history.ts';
import { readOptions, type Options } from './province/options.ts';
import { makePayees } from './province/payees.ts';
import { payingAccountsCsv } from './province/paying-accounts.ts';
import { makePerson, type World } from './province/people.ts';
import { closingSummary, countDossier, countFaults, newTally, openingSummary } from './province/summary.ts';
import { addDossier, addFalseLists, closeTables, openTables } from './province/tables.ts';

const PROGRESS_EVERY = 100_000;

/** Writes the whole sample, one person after the other, so that memory does not grow with the number of people. */
function makeProvince(options: Options): Record<string, number> {
  const territory = readTerritory();
  const { runMonth, seed } = options;
  const months = { runMonth, firstMonth: runMonth - options.history, lastMonth: runMonth - 1 };
  const world: World = { seed, territory, ...months, falseLists: falseLists(territory, seed) };
  writeWhole(options.out, 'summary.json', openingSummary(options));
  writeWhole(options.out, 'communes.csv', territory.communesCsv);
  writeWhole(options.out, 'payment_points.csv', territory.pointsCsv);
  const payingAccounts = payingAccountsCsv(territory.communes, seed);
  writeWhole(options.out, 'paying_accounts.csv', payingAccounts);
  const tables = openTables(options.out);
  const tally = newTally();
  countFaults(tally, addFalseLists(tables, world));
  for (let number = 1; number <= options.people; number += 1) {
    const person = makePerson(world, number);
    const awards = makeAwards(world, person);
    const payees = makePayees(world, person, awards);
    const dossier = { world, person, awards, payees, history: makeHistory(world, person, awards, payees) };
    addDossier(tables, dossier);
    countDossier(tally, dossier);
    if (number % PROGRESS_EVERY === 0) process.stderr.write(`${number} of ${options.people} people\n`);
  }
  const rows = {
    'communes.csv': territory.communes.length,
    'payment_points.csv': territory.pointsCsv.split('\n').length - 2,
    'paying_accounts.csv': payingAccounts.split('\n').length - 2,
    ...closeTables(tables),
  };
  writeWhole(options.out, 'summary.json', closingSummary(options, rows, tally));
  return rows;
}

function main(args: readonly string[]): number {
  const options = readOptions(args);
  const refusal = typeof options === 'string' ? options : folderRefusal(options.out);
  if (refusal !== null || typeof options === 'string') {
    process.stderr.write(`${String(refusal)}\n`);
    return 2;
  }
  try {
    const rows = makeProvince(options);
    const awards = rows['awards.csv'] ?? 0;
    const paid = rows['disbursements.csv'] ?? 0;
    process.stdout.write(`${options.people} people, ${awards} awards, ${paid} payments of history in ${options.out}\n`);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    process.stderr.write(`The sample could not be written: ${reason}. Check space and rights of ${options.out}.\n`);
    return 1;
  }
}

// Every person is garbage at once: without this the engine lets its nursery grow to more than all the rest of the program.
setFlagsFromString('--optimize-for-size');
process.exitCode = main(process.argv.slice(2));
