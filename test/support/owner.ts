import pg from 'pg';

/** Runs a statement as the user of the database's address, beside the program. */
export async function ownerOf(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
