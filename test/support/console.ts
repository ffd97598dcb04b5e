import { readConfig } from '../../src/config.ts';
import { parseDate } from '../../src/domain/month.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import type { Context } from '../../src/payroll/context.ts';
import { findServices, openContext } from '../../src/start.ts';
import { consoleApp } from '../../src/web/app.ts';
import type { Installation } from './chitra.ts';
import { smallFolder } from './registry-folder.ts';

/** The console of an installation, asked without a port, on a read-only context as `chitra serve` opens it. */
export interface TestConsole {
  readonly context: Context;
  readonly app: ReturnType<typeof consoleApp>;
  get(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Opens it; the day is 2026-10-20. */
export async function openConsole(at: Installation, token: string | null = null): Promise<TestConsole> {
  const config = readConfig(at.environment);
  if (!config.ok) throw new Error(config.failure.message);
  const services = await findServices(config.value, { queue: true });
  if (!services.ok) throw new Error(services.failure.message);
  const opened = await openContext({ config: config.value, trail: NO_TRAIL }, services.value, 'read');
  if (!opened.ok) throw new Error(opened.failure.message);
  const today = parseDate('2026-10-20');
  if (today === null) throw new Error('no day');
  const stop = new AbortController();
  const settings = { token, timeZone: 'Asia/Ho_Chi_Minh', today: () => today, stop: stop.signal };
  const app = consoleApp(opened.value.value, settings);
  return {
    context: opened.value.value,
    app,
    get: async (path, init) => app.request(path, init),
    close: async () => {
      stop.abort();
      await opened.value.close();
    },
  };
}

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
