import type { Database } from './database.ts';

/** Whether the registry knows a person. */
export async function hasPerson(database: Database, personId: string): Promise<boolean> {
  const row = await database.kysely
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The latest event of a person: what an officer decided last. Null: nothing yet. */
export async function lastHoldEvent(database: Database, personId: string): Promise<'hold' | 'release' | null> {
  const row = await database.kysely
    .selectFrom('hold_event')
    .select('action')
    .where('person_id', '=', personId)
    .orderBy('hold_event_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.action ?? null;
}

/** Adds an event; earlier ones stay. */
export async function addHoldEvent(
  database: Database,
  event: { personId: string; action: 'hold' | 'release'; reason: string; actor: string },
): Promise<void> {
  await database.kysely
    .insertInto('hold_event')
    .values({ person_id: event.personId, action: event.action, reason: event.reason, actor: event.actor })
    .execute();
}
