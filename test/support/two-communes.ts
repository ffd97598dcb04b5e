import type { Office as TestOffice } from './office.ts';
import { openOffice } from './office.ts';
import { VILLAGE, paid } from './village.ts';
import { type TestConsole, openConsole } from './console.ts';
import type { Run } from '../../src/store/runs.ts';

/** Names, id numbers and accounts of its people: none may be seen by who has not said why. */
export const TWO_COMMUNES_PERSONAL =
  /Nguyễn Thị Hoa|NGUYEN THI HOA|Trần Văn Bình|Lê Thị Lan|Phạm Thị Mai|Đỗ Văn Chín|024\d{9}|0012345678/;

/** A province of two communes with its console: P1 and P2 live in 07210; P3 (no payee), P4 and P9 (died in July, paid on, an order) in 07228. */
export interface TwoCommunes {
  readonly office: TestOffice;
  readonly web: TestConsole;
  /** November, issued and answered: P1 was paid, P2 came back, P4 did not collect. */
  readonly run: Run;
  close(): Promise<void>;
}

/** Opens it. P2's name would be a script if a page did not escape it. */
export async function openTwoCommunes(): Promise<TwoCommunes> {
  const office = await openOffice();
  await office.load({
    ...VILLAGE,
    persons: [
      ...(VILLAGE.persons ?? []),
      'P9,,Đỗ Văn Chín,1940,M,07228,2026-07-10,0',
      'PX,,<script>alert(1)</script>,1950,M,07210,,0',
    ],
    awards: [
      ...(VILLAGE.awards ?? []),
      'A9,P9,SP75,9/QĐ,2025-07-01,2025-07,,,',
      'AX,PX,SP75,<b>8</b>,2026-01-01,2026-01,,,',
    ],
    disbursements: [...(VILLAGE.disbursements ?? []), ...paid('P9', 'MAIN', ['2026-08', '2026-09'], 500_000)],
    recoveries: ['P9,77/QĐ-TH,MAIN,1000000,200000,2026-11'],
  });
  const run = await office.pay();
  await office.settle(run, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-06,,', '{P4},uncollected,2026-11-20,,']);
  const web = await openConsole(office.at);
  return {
    office,
    web,
    run,
    close: async () => {
      await web.close();
      await office.close();
    },
  };
}
