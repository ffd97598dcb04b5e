import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Result } from '../src/domain/failure.ts';
import { removeLocalServices, useLocalServices } from '../src/local/services.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { schemaText } from './schema/schema-text.ts';

/** Writes migrations/schema.sql from a PostgreSQL that is started for it, migrated, read and removed again. */
const FILE = fileURLToPath(new URL('../migrations/schema.sql', import.meta.url));

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

async function dump(databaseUrl: string): Promise<void> {
  valueOf(await migrate(databaseUrl));
  const database = valueOf(await openDatabase(databaseUrl, 1));
  try {
    const client = await database.pool.connect();
    writeFileSync(FILE, await schemaText(client));
    client.release();
  } finally {
    await database.close();
  }
}

const home = mkdtempSync(join(tmpdir(), 'chitra-schema-'));
// Where root runs this, PostgreSQL runs as another account and must come here.
chmodSync(home, 0o755);
try {
  const services = valueOf(await useLocalServices(home, { postgres: true, redis: false }));
  try {
    await dump(services.databaseUrl);
    process.stdout.write(`${FILE}\n`);
  } finally {
    await services.release();
  }
  valueOf(await removeLocalServices(home));
} finally {
  rmSync(home, { recursive: true, force: true });
}
