import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { FreshDatabase } from './database.ts';
import { databaseUrlForTests } from './services.ts';

async function atServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: await databaseUrlForTests(), application_name: 'chitra test' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database in which nobody ever migrated. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  const name = `chitra_empty_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await atServer(`CREATE DATABASE ${name}`);
  const url = new URL(await databaseUrlForTests());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => atServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
