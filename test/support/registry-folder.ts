import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLE_FORMS, type RegistryTable, REGISTRY_TABLES } from '../../src/formats/registry-tables.ts';

/** A small registry: one commune, one payment point, two persons and what belongs to them. Lines without header. */
export const SMALL_REGISTRY: Readonly<Record<RegistryTable, readonly string[]>> = {
  communes: ['07210,Phường Bắc Giang,ward,24,"Phường A, Phường B"'],
  payment_points: ['PP1,Bưu điện Bắc Giang,07210,VNPOST'],
  persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,,0', 'P2,,Trần Văn Bình,1940,M,07210,,0'],
  awards: ['A1,P1,SA6N,12/QĐ,2024-01-15,2024-02,,1,', 'A2,P2,SP75,13/QĐ,2025-06-15,2025-07,,,'],
  suspensions: ['A1,2026-05,2026-06,3/QĐ,vắng mặt'],
  payees: ['P1,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,', 'P2,2025-07,post,,,,PP1,,'],
  disbursements: [
    'D1,P1,MAIN,2026-10,750000,2026-10-05,bank,paid',
    'D2,P2,MAIN,2026-09,500000,2026-09-05,post,returned',
  ],
  recoveries: ['P1,9/QĐ,MAIN,540000,100000,2026-12'],
  refunds: ['PT1,P1,MAIN,2026-10,50000,2026-11-20'],
  merges: ['P2,'],
  stays: ['P1,2026-05,07210,0'],
  budgets: ['07210,MAIN,2026,12000000000,5/QĐ'],
  paying_accounts: ['07210,970405,2600999000001,UBND phường Bắc Giang,1012345,yes'],
};

/** The file of a table with its header and these lines. */
export function fileText(table: RegistryTable, lines: readonly string[]): string {
  return [TABLE_FORMS[table].columns.map(({ name }) => name).join(','), ...lines, ''].join('\n');
}

/** Writes files into a new temporary folder; answers the folder. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-registry-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'out'));
  return folder;
}

/** A folder with the small registry, some files replaced. */
export function smallFolder(changes: Partial<Record<RegistryTable, readonly string[]>> = {}): string {
  return folderOf(
    Object.fromEntries(
      REGISTRY_TABLES.map((table) => [`${table}.csv`, fileText(table, changes[table] ?? SMALL_REGISTRY[table])]),
    ),
  );
}

/** A folder with these lines (without header) of registry files; answers its path. */
export function filesOf(lines: Readonly<Partial<Record<RegistryTable, readonly string[]>>>): string {
  const files = REGISTRY_TABLES.flatMap((table) => {
    const rows = lines[table];
    return rows === undefined ? [] : [[`${table}.csv`, fileText(table, rows)] as const];
  });
  return folderOf(Object.fromEntries(files));
}
