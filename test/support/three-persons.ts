import { smallFolder } from './registry-folder.ts';

/** Names, ids, numbers and accounts that stand in the registry below and must stand nowhere in the console. */
export const PERSONAL = [
  'NGUOI-1',
  'NGUOI-2',
  'NGUOI-3',
  '024170012345',
  'Hoàng Yến',
  'HOANG YEN',
  'Trần Bình',
  '0012345678',
];

/**
 * Three persons in one commune, books from September 2026. By the law known on 2026-10-20 November pays:
 * NGUOI-1 (severe disability, 1.5 x 540,000, bank): 810,000 current, 60,000 for October (750,000 was paid), 810,000 for September;
 * NGUOI-2 (social pension, post): 540,000 current, 540,000 for October, 540,000 for September again, which came back;
 * NGUOI-3 (severe disability) has no account: 3 x 810,000 wait.
 */
export function threePersons(): string {
  return smallFolder({
    persons: [
      'NGUOI-1,024170012345,Hoàng Yến,1970-05-06,F,07210,,0',
      'NGUOI-2,,Trần Bình,1940,M,07210,,0',
      'NGUOI-3,,Lê Canh,1970,M,07210,,0',
    ],
    awards: [
      'A1,NGUOI-1,SA6N,12/QĐ,2024-01-15,2024-02,,1,',
      'A2,NGUOI-2,SP75,13/QĐ,2025-06-15,2025-07,,,',
      'A3,NGUOI-3,SA6N,14/QĐ,2024-01-15,2024-02,,1,',
    ],
    suspensions: [],
    payees: ['NGUOI-1,2024-02,bank,970405,0012345678,HOANG YEN,,,', 'NGUOI-2,2025-07,post,,,,PP1,,'],
    disbursements: [
      'D1,NGUOI-1,MAIN,2026-10,750000,2026-10-05,bank,paid',
      'D2,NGUOI-2,MAIN,2026-09,540000,2026-09-05,post,returned',
    ],
    recoveries: [],
    refunds: [],
    merges: [],
    stays: [],
  });
}
