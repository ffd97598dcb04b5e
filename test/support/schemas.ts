import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = process.env['ISO20022_SCHEMAS'] ?? '';
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;

if (FOLDER !== '' && !hasXmllint && process.env['CI'] === 'true')
  throw new Error('ISO20022_SCHEMAS is set, but xmllint is not installed: apt-get install libxml2-utils');

/** Why messages cannot be held against the published schema of a version here; null: they can. */
export function schemaMissing(name: string): string | null {
  if (FOLDER === '') return 'ISO20022_SCHEMAS names no folder of schemas (they are not part of the project)';
  if (!hasXmllint) return 'xmllint is not installed';
  return existsSync(join(FOLDER, `${name}.xsd`)) ? null : `ISO20022_SCHEMAS has no ${name}.xsd`;
}

/** What xmllint says of a message by the published schema; empty: it is valid. */
export function schemaFaults(name: string, xml: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'chitra-xml-')), 'message.xml');
  writeFileSync(path, xml);
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', join(FOLDER, `${name}.xsd`), path], {
    encoding: 'utf8',
  });
  return status === 0 ? '' : stderr.replaceAll(path, 'message.xml');
}
