import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import type { Verification } from '../../src/payroll/finding.ts';
import { handBack } from '../../src/payroll/hand-back.ts';
import { provePayment } from '../../src/payroll/prove-payment.ts';
import { verifyBooks } from '../../src/payroll/verify-books.ts';
import { type Run, findRun } from '../../src/store/runs.ts';
import { chitra, runAnswer } from '../support/chitra.ts';
import { aDay, aMonth } from '../support/law.ts';
import { A_STATEMENT, accountStatements } from '../support/bank-answers.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { chanceFrom } from '../support/played-chance.ts';
import { filesOf } from '../support/registry-folder.ts';
import { ROOT } from '../support/source-files.ts';
import { forgeBooks } from '../support/forgery.ts';
import { type Intruder, NAMED, anyTampering, openIntruder } from '../support/tampering.ts';
import { VILLAGE } from '../support/village.ts';

// Another seed or more changes: CHITRA_TAMPERINGS_SEED=7 CHITRA_TAMPERINGS=10000
const SEED = Number(process.env['CHITRA_TAMPERINGS_SEED'] ?? 20_261_124);
const COUNT = Number(process.env['CHITRA_TAMPERINGS'] ?? 1000);
const TEN_MINUTES = 600_000;

let office: Office;
let november: Run;
let december: Run;
let kept: string;

async function command(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await chitra(office.at, ...words);
  if (code !== 0) throw new Error(`chitra ${words.join(' ')}: ${stderr}`);
  return stdout;
}

async function paidMonth(month: string, knownAt: string): Promise<Run> {
  const run = await runAnswer(office.at, 'run', '--month', month, '--known-at', knownAt, '--actor', 'an');
  await command('approve', run.run_id, '--actor', 'binh');
  const found = await findRun(office.context.database, run.run_id);
  if (found === null) throw new Error('the run is gone');
  return found;
}

async function settled(run: Run, outcomes: readonly (readonly [string, string])[]): Promise<void> {
  const rows = await Promise.all(
    outcomes.map(async ([person, what]) => `${await office.endToEndId(run, person)},${what}`),
  );
  const file = join(office.at.out, `${run.runId}.csv`);
  writeFileSync(file, ['end_to_end_id,status,date,amount,reason', ...rows, ''].join('\n'));
  await command('settle', file, '--actor', 'chi');
}

/** Two months with everything in them that books can hold, made by commands: what is not logged would be found. Outcomes name no day: the command asks the clock. */
beforeAll(async () => {
  office = await openOffice({ CHITRA_SHARD_PERSONS: '2' }, false);
  await command('import', filesOf(VILLAGE));
  november = await paidMonth('2026-11', '2026-10-20');
  kept = mkdtempSync(join(tmpdir(), 'chitra-heads-'));
  await settled(november, [
    ['P1', 'returned,,,AC04'],
    ['P2', 'paid,,,'],
    ['P4', 'uncollected,,,'],
  ]);
  const word = ['--status', 'paid', '--date', '2026-11-21', '--actor', 'dung', '--reason', 'biên nhận'];
  await command('correct', await office.endToEndId(november, 'P4'), ...word);
  const paper = ['--reference', 'C2-05a/17', '--commune', '07210', '--provider', '970405', '--date', '2026-11-25'];
  await command('hand-back', '2026-11', ...paper, '--amount', '50000', '--actor', 'an');
  december = await paidMonth('2026-12', '2026-11-24');
  await settled(december, [
    ['P1', 'paid,,,'],
    ['P2', 'paid,,,'],
  ]);
  await command('correct', await office.endToEndId(december, 'P4'), '--status', 'returned', ...word.slice(2));
  await command('confirm', '1', '--actor', 'em');
  const statement = join(office.at.out, 'statement.xml');
  writeFileSync(statement, accountStatements('M1', '2026-12-05', [A_STATEMENT]));
  await command('settle', statement, '--actor', 'chi');
  const heads = join(office.at.out, 'heads');
  for (const name of readdirSync(heads)) copyFileSync(join(heads, name), join(kept, name));
}, TEN_MINUTES);

afterAll(async () => {
  rmSync(kept, { recursive: true, force: true });
  await office.close();
});

function verified(withFiles = true): Promise<Verification> {
  return verifyBooks(office.context, {
    out: withFiles ? office.at.out : null,
    heads: [kept],
    onProgress: () => undefined,
  });
}

describe('books as they were written', () => {
  test('are intact, and the command says what it looked at', async () => {
    const result = await verified();
    expect(result.findings).toEqual([]);
    expect(result.seals).toBe(10);
    expect(result.heads).toBe(4);
    const answer = await chitra(office.at, 'verify', '--json', '--head', kept);
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.stdout)).toMatchObject({ ok: true, first: null, seals: 10, heads: 4, findings: [] });
  });

  test('money handed back is no more than the provider has, and a paper counts once', async () => {
    const paper = { reference: 'C2-05a/18', month: aMonth('2026-12'), communeCode: '07210', provider: '970405' };
    const more = { ...paper, amount: vnd(999_000_000), receivedOn: aDay('2026-12-25'), actor: 'an' };
    expect(refusalOf(await handBack(office.context, more)).code).toBe('more_than_held');
    expect(refusalOf(await handBack(office.context, { ...more, reference: 'C2-05a/17' })).code).toBe('already_entered');
    expect(refusalOf(await handBack(office.context, { ...more, reference: ' ' })).code).toBe('reference_missing');
  });
});

describe('an intruder with all rights', () => {
  let intruder: Intruder;

  beforeAll(async () => {
    intruder = await openIntruder(office);
  });

  afterAll(async () => {
    await intruder.close();
  });

  test(
    `${COUNT} changes of rows: every one is found and named`,
    async () => {
      expect((await verified(false)).findings).toEqual([]);
      const chance = chanceFrom(SEED);
      const missed: string[] = [];
      for (let n = 0; n < COUNT; n++) {
        const tampering = await anyTampering(intruder, chance);
        await intruder.run(tampering.sql);
        const { findings } = await verified(false);
        const isNamed = findings.some(({ code }) => NAMED[tampering.table]?.test(code) === true);
        if (!isNamed)
          missed.push(`${n}: ${tampering.what}: ${findings.map(({ code, where }) => `${code} ${where}`).join('; ')}`);
        await intruder.restore();
      }
      expect(missed).toEqual([]);
      expect((await verified(false)).findings).toEqual([]);
    },
    TEN_MINUTES,
  );

  test('a posting changed is named by person, family, month and event', async () => {
    await intruder.run(
      `UPDATE ledger_posting SET amount = amount + 1 WHERE person_id = 'P2' AND event = 'issue' AND month = 202612`,
    );
    const { findings } = await verified(false);
    expect(findings[0]).toMatchObject({ code: 'posting_changed' });
    expect(findings[0]?.where).toMatch(/P2 MAIN 202612 1 issue 0$/);
    await intruder.restore();
  });

  test('a trigger switched off, one taken away, and a right given are named', async () => {
    await intruder.run('ALTER TABLE ledger_posting DISABLE TRIGGER append_only');
    await intruder.run('DROP TRIGGER append_only ON outcome_event');
    await intruder.run('GRANT UPDATE ON ledger_seal TO chitra_app');
    const { findings } = await verified(false);
    expect(findings.map(({ where }) => where)).toEqual([
      'ledger_posting.append_only',
      'outcome_event.append_only',
      'chitra_app: UPDATE on ledger_seal',
    ]);
    await intruder.run('ALTER TABLE ledger_posting ENABLE TRIGGER append_only');
    await intruder.run('REVOKE UPDATE ON ledger_seal FROM chitra_app');
    await intruder.run(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outcome_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    );
  });

  test('the end of the books cut off, seals included: the kept heads know better', async () => {
    await intruder.run(
      `DELETE FROM ledger_seal WHERE seal_no > 5; DELETE FROM ledger_chapter WHERE chapter_no NOT IN (SELECT chapter_no FROM ledger_seal)`,
    );
    for (const table of ['ledger_block', 'ledger_posting', 'ledger_total'])
      await intruder.run(`DELETE FROM ${table} WHERE chapter_no NOT IN (SELECT chapter_no FROM ledger_chapter)`);
    const { findings } = await verified(false);
    expect(findings.map(({ code }) => code)).toContain('head_differs');
    await intruder.restore();
  });
});

describe('somebody who rewrites the books with all their hashes, and signs them with a key of his own', () => {
  test('has the audit log against him, which he could rewrite as well; and every head that was kept, which he cannot', async () => {
    const intruder = await openIntruder(office);
    await forgeBooks(office, intruder);
    const alone = await verifyBooks(office.context, { out: null, heads: [], onProgress: () => undefined });
    expect(alone.findings.map(({ code }) => code)).toEqual(['key_unknown', 'books_changed_outside']);
    const told = (await verified(false)).findings.filter(({ code }) => code === 'head_differs');
    expect(told).toHaveLength(2);
    expect(told[0]?.message).toContain('rewritten');
    await intruder.restore();
    await intruder.close();
    expect((await verified()).findings).toEqual([]);
  });
});

describe('heads that were kept', () => {
  test('one that is gone, a folder without any and a file that is none are told; the office writes its own again', async () => {
    const codes = async (...heads: readonly string[]): Promise<readonly string[]> => {
      const request = { out: office.at.out, heads, onProgress: () => undefined };
      return (await verifyBooks(office.context, request)).findings.map(({ code }) => code);
    };
    expect(await codes()).toEqual([]);
    expect(await codes(join(kept, 'nowhere'), office.at.out)).toEqual(['head_missing', 'head_missing']);
    expect(await codes(join(ROOT, 'README.md'))).toEqual(['head_differs']);
    rmSync(join(office.at.out, 'heads'), { recursive: true });
    expect(await codes()).toEqual(['head_missing', 'head_missing']);
    for (const run of [november, december]) await command('files', run?.runId ?? '');
    expect(await codes()).toEqual([]);
  });
});

describe('payout files on disk', () => {
  test('a byte changed, a file gone, cut, put in another place or added: each is named', async () => {
    const folder = join(office.at.out, '2026-11', november.runId);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const chance = chanceFrom(SEED);
    for (const path of files) {
      const bytes = readFileSync(path);
      const changed = Buffer.from(bytes);
      const at = chance(bytes.length);
      changed[at] = (changed[at] ?? 0) ^ 1;
      for (const other of [changed, bytes.subarray(0, bytes.length - 1), Buffer.concat([bytes, Buffer.of(10)])]) {
        writeFileSync(path, other);
        expect((await verified()).findings.map(({ code }) => code)).toEqual(['file_changed']);
      }
      renameSync(bytes.length > 0 ? path : path, `${path}.old`);
      expect((await verified()).findings.map(({ code }) => code).sort()).toEqual(['file_missing', 'file_unknown']);
      rmSync(`${path}.old`);
      writeFileSync(path, bytes);
    }
    const answer = await chitra(office.at, 'verify');
    expect(answer.code).toBe(0);
    expect(answer.stdout).toContain('Intact');
  });
});

describe('the proof of a payment', () => {
  const check = (proof: unknown, head: string): ReturnType<typeof spawnSync> => {
    const file = join(kept, '..', `proof-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(proof));
    const answer = spawnSync(process.execPath, [join(ROOT, 'scripts/check-proof.mjs'), file, head], {
      encoding: 'utf8',
    });
    rmSync(file);
    return answer;
  };

  test('is checked by a script that knows nothing of the program, against the kept head', async () => {
    const head = join(kept, readdirSync(kept).find((name) => name.includes(november.runId)) ?? '');
    const proof = granted(await provePayment(office.context, await office.endToEndId(november, 'P1')));
    expect(JSON.stringify(proof.entries[0]).length).toBeLessThan(2048);
    const answer = check(proof, head);
    expect(answer.stderr).toBe('');
    expect(answer.stdout).toContain('PROVEN');
    expect(answer.status).toBe(0);
    const forged = [
      {
        ...proof,
        entries: proof.entries.map((one) => ({
          ...one,
          row: one.row.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
        })),
      },
      { ...proof, entries: proof.entries.map((one) => ({ ...one, index: one.index + 1 })) },
      { ...proof, entries: proof.entries.map((one) => ({ ...one, path: one.path.slice(1) })) },
      { ...proof, entries: [] },
      { ...proof, entries: [...proof.entries, ...proof.entries] },
      { ...proof, block: { ...proof.block, path: [...proof.block.path, 'ab'.repeat(32)] } },
      { ...proof, block: { ...proof.block, entry: proof.block.entry.replace('posting', 'content') } },
      { ...proof, statement: proof.statement.replace(/root \w/, 'root 0') },
    ];
    for (const one of forged) {
      const answer = check(one, head);
      expect([answer.status, String(answer.stdout).includes('PROVEN')]).toEqual([1, false]);
    }
    const other = join(kept, readdirSync(kept).find((name) => name.includes(december.runId)) ?? '');
    expect(check(proof, other).status).toBe(1);
  });

  test('the command refuses what is no issued payment', async () => {
    const answer = await chitra(office.at, 'proof', '2026-11-R01-999999999');
    expect([answer.code, answer.stdout]).toEqual([1, '']);
    expect(answer.stderr).toContain('there is no such payment');
  });
});
