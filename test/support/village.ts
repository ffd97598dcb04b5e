import type { RegistryTable } from '../../src/formats/registry-tables.ts';

/** Amounts that were paid month by month, as a line of disbursements.csv each. */
export function paid(person: string, family: string, months: readonly string[], amount: number): string[] {
  return months.map(
    (month) => `${person}-${family}-${month},${person},${family},${month},${amount},${month}-05,post,paid`,
  );
}

export const JULY_TO_OCTOBER = ['2026-07', '2026-08', '2026-09', '2026-10'];

/**
 * Two communes and four people. Hoa (P1, severe disability, 1.5) and Bình (P2, social pension, 1.0) were paid by the old standard
 * since July; Lan (P3, especially severe, 2.0) too, but has no payee now; Mai (P4, single poor parent of one child, 1.0) too.
 */
export const VILLAGE: Readonly<Partial<Record<RegistryTable, readonly string[]>>> = {
  communes: ['07210,Phường Bắc Giang,ward,24,', '07228,Phường Đa Mai,ward,24,'],
  payment_points: ['PP1,Bưu điện Bắc Giang,07210,VNPOST', 'PP2,Bưu điện Đa Mai,07228,VNPOST'],
  persons: [
    'P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,,0',
    'P2,024040012346,Trần Văn Bình,1940-02-03,M,07210,,0',
    'P3,024180012347,Lê Thị Lan,1980-01-01,F,07228,,0',
    'P4,024190012348,Phạm Thị Mai,1990-01-01,F,07228,,0',
  ],
  awards: [
    'A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,,,',
    'A2,P2,SP75,2/QĐ,2025-07-01,2025-07,,,',
    'A3,P3,SA6D,3/QĐ,2024-01-15,2024-02,,,',
    'A4,P4,SA4,4/QĐ,2024-01-15,2024-02,,1,',
  ],
  payees: [
    'P1,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,',
    'P2,2025-07,post,,,,PP1,,',
    'P4,2024-02,post,,,,PP2,,',
  ],
  disbursements: [
    ...paid('P1', 'MAIN', JULY_TO_OCTOBER, 750_000),
    ...paid('P2', 'MAIN', JULY_TO_OCTOBER, 500_000),
    ...paid('P3', 'MAIN', JULY_TO_OCTOBER, 1_000_000),
    ...paid('P4', 'MAIN', JULY_TO_OCTOBER, 500_000),
  ],
};
