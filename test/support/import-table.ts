/** Who may import whom: a folder of src, one of its root files, jobs or scripts. src/README.md shows the same table. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  labels: ['domain', 'labels'],
  formats: ['domain', 'formats'],
  store: ['domain', 'store'],
  queue: ['domain', 'queue'],
  local: ['domain', 'local'],
  config: ['domain'],
  'config-web': ['config', 'domain'],
  clock: ['domain'],
  log: [],
  payroll: ['domain', 'formats', 'store', 'queue', 'log', 'payroll'],
  start: ['domain', 'labels', 'local', 'store', 'queue', 'payroll', 'config', 'log'],
  jobs: ['payroll', 'queue', 'store', 'clock', 'config', 'log', 'jobs'],
  web: ['domain', 'labels', 'formats', 'payroll', 'store', 'config-web', 'log', 'web'],
  cli: ['domain', 'labels', 'payroll', 'store', 'jobs', 'web', 'config', 'config-web', 'clock', 'log', 'start', 'cli'],
  scripts: ['domain', 'formats', 'local', 'store', 'payroll', 'config', 'start', 'scripts'],
};

/** Where an outside package, or a part of Node that reaches outside, comes in. What is not named here nobody imports. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  pg: ['src/store/'],
  kysely: ['src/store/'],
  'pg-copy-streams': ['src/store/bulk.ts'],
  bullmq: ['src/queue/client.ts'],
  ioredis: ['src/queue/client.ts'],
  'csv-parse': ['src/formats/csv.ts'],
  exceljs: ['src/formats/spreadsheet.ts', 'src/formats/registry-workbook.ts'],
  'read-vietnamese-number': ['src/formats/amount-in-words.ts'],
  yaml: ['src/formats/yaml-text.ts'],
  openpgp: ['src/payroll/encrypt-files.ts'],
  pino: ['src/log.ts'],
  hono: ['src/web/'],
  '@hono/node-server': ['src/web/listen.ts'],
  '@fastify/busboy': ['src/web/uploads.ts'],
  'openid-client': ['src/web/access/oidc.ts'],
  '@opentelemetry/api': ['src/web/trace.ts'],
  'node:fs': ['src/store/', 'src/local/', 'src/config.ts', 'src/web/assets.ts'],
  'node:fs/promises': ['src/store/', 'src/local/'],
  'node:http': ['src/web/listen.ts'],
  'node:net': ['src/local/'],
  'node:child_process': ['src/local/', 'src/cli/own-workers.ts', 'src/cli/console-commands.ts'],
  'node:module': ['src/local/'],
  'node:os': ['src/local/', 'jobs/'],
};

/** Parts of Node that only compute: free for all but domain. */
export const QUIET = ['node:buffer', 'node:events', 'node:stream', 'node:stream/promises', 'node:zlib'];
/** Free for all but domain and formats. */
export const EVERYDAY = [...QUIET, 'node:crypto', 'node:path', 'node:timers/promises', 'node:url', 'node:util'];

/** Packages that the owner wants really used, and where. */
export const OWNERS_CHOICE: Readonly<Record<string, string>> = {
  bullmq: 'src/',
  ioredis: 'src/',
  pg: 'src/',
  kysely: 'src/',
  pino: 'src/',
  'csv-parse': 'src/',
  exceljs: 'src/',
  vitest: 'test/',
  '@testcontainers/postgresql': 'test/',
  '@testcontainers/redis': 'test/',
};
