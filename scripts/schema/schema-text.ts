import type { Client } from '../../src/store/database.ts';
import { COLUMNS, CONSTRAINTS, DOMAINS, FUNCTIONS, INDEXES, RIGHTS, TABLES, TRIGGERS, VIEWS } from './questions.ts';

const HEAD = `-- The schema after all migrations, read back from PostgreSQL's catalogues: to look things up and to compare, never to run.
-- Written by: node scripts/dump-schema.ts. A test compares it with a freshly migrated database.`;

type Asked = Pick<Client, 'query'>;

async function lines(client: Asked, question: string, values: readonly string[] = []): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(question, [...values]);
  return rows.map((row) => row.line);
}

async function tableText(client: Asked, table: string): Promise<string> {
  const body = [...(await lines(client, COLUMNS, [table])), ...(await lines(client, CONSTRAINTS, [table]))];
  const after = [...(await lines(client, INDEXES, [table])), ...(await lines(client, TRIGGERS, [table]))];
  return [`CREATE TABLE ${table} (`, body.join(',\n'), ');', ...after].join('\n');
}

/** The schema of a database as text: the same for the same schema, whoever owns it and whichever PostgreSQL (15 to 18) keeps it. */
export async function schemaText(client: Asked): Promise<string> {
  await client.query('SET search_path = public');
  const tables = [];
  for (const table of await lines(client, TABLES)) tables.push(await tableText(client, table));
  const parts = [
    HEAD,
    (await lines(client, DOMAINS)).join('\n'),
    ...(await lines(client, FUNCTIONS)),
    ...tables,
    ...(await lines(client, VIEWS)),
    ['-- Rights of everybody but the owner.', ...(await lines(client, RIGHTS))].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
