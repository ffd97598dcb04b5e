import type { Client } from './database.ts';

/** A commune by code and name. */
export interface CommuneName {
  readonly code: string;
  readonly name: string;
}

const VIETNAMESE = new Intl.Collator('vi', { numeric: true });

/** By name as it is ordered in Viet Nam, without the word for its kind, then by code. */
export function byCommuneName(a: CommuneName, b: CommuneName): number {
  const own = (name: string): string => name.replace(/^(?:Phường|Xã|Đặc khu|Thị trấn)\s+/u, '');
  return VIETNAMESE.compare(own(a.name), own(b.name)) || (a.code < b.code ? -1 : 1);
}

/** The communes that a session sees, by name. */
export async function listCommunes(client: Pick<Client, 'query'>): Promise<readonly CommuneName[]> {
  const { rows } = await client.query<CommuneName>('SELECT code, name FROM commune');
  return rows.toSorted(byCommuneName);
}
