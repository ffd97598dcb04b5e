#!/usr/bin/env node
// Checks a proof of `chitra proof PAYMENT` against the head of the books that an auditor keeps. It uses nothing of the program: only SHA-256,
// the tree of RFC 6962 (section 2.1.1) and an ed25519 signature (RFC 8032), so anybody can read it through or write it again.
//   node check-proof.mjs PROOF.json HEAD.txt    HEAD.txt: a file of OUT/heads, kept by the auditor since the run
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaf = (bytes) => sha256(Buffer.of(0), bytes);
const node = (left, right) => sha256(Buffer.of(1), left, right);

function fail(why) {
  process.stderr.write(`NOT PROVEN / KHÔNG CHỨNG MINH ĐƯỢC: ${why}\n`);
  process.exit(1);
}

/** The root that a leaf and its path lead to; null when the path has not the length that its place asks for. */
function rootOf(hash, { index, size, path }) {
  let [at, last, root] = [index, size - 1, hash];
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  for (const step of path) {
    if (last === 0 || !/^[0-9a-f]{64}$/.test(step)) return null;
    const other = Buffer.from(step, 'hex');
    if (at % 2 === 1 || at === last) {
      root = node(other, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else root = node(root, other);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root.toString('hex') : null;
}

const [proofFile, headFile] = process.argv.slice(2);
if (headFile === undefined) {
  process.stderr.write('usage: node check-proof.mjs PROOF.json HEAD.txt\n');
  process.exit(2);
}
let proof;
try {
  proof = JSON.parse(readFileSync(proofFile, 'utf8'));
} catch {
  fail('the proof cannot be read as JSON');
}
const kept = readFileSync(headFile, 'utf8').replaceAll('\r', '');
if (proof.proof !== 'chitra payment proof 1' || !Array.isArray(proof.entries)) fail('this is no proof of a payment');

// 1. The head is the one that was kept, and it is signed by the key that was kept with it.
const line = (text, name) =>
  text
    .split('\n')
    .find((one) => one.startsWith(`${name} `))
    ?.slice(name.length + 1) ?? '';
if (!kept.startsWith(proof.statement)) fail('the proof is for another head than the one that was kept');
const key = createPublicKey({ key: Buffer.from(line(kept, 'public-key'), 'base64'), format: 'der', type: 'spki' });
if (!verify(null, Buffer.from(proof.statement), key, Buffer.from(line(kept, 'signature'), 'base64')))
  fail('the signature of the kept head is wrong');

// 2. The head follows from the chapter's root, and the block is in the chapter.
const [previous, root, head] = ['previous', 'root', 'head'].map((name) => line(proof.statement, name));
const before = previous === '-' ? '' : previous;
if (sha256(Buffer.from(before, 'hex'), Buffer.from(root, 'hex')).toString('hex') !== head)
  fail('the head does not follow from its root');
if (rootOf(leaf(Buffer.from(proof.block.entry, 'latin1')), proof.block) !== root)
  fail('the block is not in the chapter');

// 3. Every entry is in the block, once, and all are of one person in one run.
const [kind, , , , rows, blockRoot] = proof.block.entry.split('|');
if (kind !== 'posting' || proof.entries.length === 0) fail('the block holds no entries of payments');
const [person, run] = [0, 7].map((cell) => proof.entries[0].row.split('\t')[cell]);
let [amount, last] = [0n, -1];
for (const entry of proof.entries) {
  const cells = entry.row.split('\t');
  const where = `entry ${entry.index + 1}`;
  if (String(entry.size) !== rows) fail(`${where} names another number of rows than its block`);
  if (entry.index <= last) fail(`${where} is named twice`);
  if (cells[0] !== person || cells[7] !== run) fail(`${where} is of another person or run`);
  if (cells[4] !== 'issue' && cells[4] !== 'recovery') fail(`${where} pays nothing`);
  if (rootOf(leaf(Buffer.from(entry.row, 'utf8')), entry) !== blockRoot) fail(`${where} is not in the block`);
  amount += cells[4] === 'recovery' ? -BigInt(cells[14]) : BigInt(cells[14]);
  last = entry.index;
  const what = `${cells[4]} ${cells[1]} ${cells[2]} ${cells[12]} ${cells[14]} VND (${cells[10]}, ${cells[11]})`;
  process.stdout.write(`${where}: ${what}\n`);
}
// The books name the person and the run; which payment number that was, the manifest and the lists say.
process.stdout.write(`PROVEN / ĐÚNG: ${amount} VND to person ${person} in run no. ${run} stand under head ${head}\n`);
