import type { RegistryTable } from '../../src/formats/registry-tables.ts';
import { JULY_TO_OCTOBER, paid } from './village.ts';

const PEOPLE: readonly (readonly [id: string, name: string, bin: string, account: string])[] = [
  ['P1', 'Nguyễn Thị Hoa', '970405', '2600000000001'],
  ['P2', 'Ðỗ Văn Đức', '970405', '2600000000002'],
  ['P3', 'H’Hen Niê', '970415', '100000000003'],
  ['P4', 'Trần Văn Bình', '970418', '43210000000004'],
  ['P5', 'Lê Thị Lan', '970415', '100000000005'],
  ['P6', 'Phạm Ałan', '970436', '0351000000006'],
  ['P7', 'Bùi Thị Mai', '970999', '0000000007'],
];

/** Seven people paid to accounts. The first ward has accounts at VietinBank (main) and Agribank, the second (P5 to P7 live there) at VietinBank. */
export const BANK_TOWN: Readonly<Partial<Record<RegistryTable, readonly string[]>>> = {
  communes: ['07210,Phường Bắc Giang,ward,24,', '07228,Phường Đa Mai,ward,24,', '07246,Xã Xuân Lương,commune,24,'],
  persons: [
    ...PEOPLE.map(
      ([id, name], at) => `${id},02419000000${at},${name},1990-01-0${at + 1},F,${at < 4 ? '07210' : '07228'},,0`,
    ),
    'P8,024190000009,Vũ Thị Thu,1990-02-02,F,07246,,0',
  ],
  awards: [...PEOPLE.map(([id]) => id), 'P8'].map((id) => `A${id},${id},SA6N,1/QĐ,2024-01-15,2024-02,,,`),
  payees: [
    ...PEOPLE.map(([id, name, bin, account]) => `${id},2024-02,bank,${bin},${account},${name},,,`),
    'P8,2024-02,bank,970405,2600000000008,VU THI THU,,,',
  ],
  disbursements: [...PEOPLE.map(([id]) => id), 'P8'].flatMap((id) => paid(id, 'MAIN', JULY_TO_OCTOBER, 750_000)),
  paying_accounts: [
    '07210,970405,2600999000001,UBND phường Bắc Giang,1007210,no',
    '07210,970415,112000000777,UBND phường Bắc Giang,1007210,yes',
    '07228,970415,112000000888,UBND phường Đa Mai,,yes',
  ],
};
