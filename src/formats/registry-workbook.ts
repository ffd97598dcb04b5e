import { type Result, refused } from '../domain/failure.ts';
import type { RawRow } from './registry-rows.ts';
export interface RegistryWorkbook {
  readonly sheets: readonly string[];
  readonly rowsOf: (sheet: string) => AsyncIterable<readonly RawRow[]>;
}
export async function openWorkbook(bytes: Uint8Array): Promise<Result<RegistryWorkbook>> {
  await Promise.resolve();
  return refused('unreadable_workbook', `${bytes.length}`);
}
