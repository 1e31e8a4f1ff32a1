import type { MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/** ER_NO_SUCH_TABLE */
const NO_SUCH_TABLE = 1146;

/**
 * Which of the build's migrations, given by their names, have not run on a store. One query, of a few dozen rows. Rows of
 * a later build's migrations do not count: an older build goes on serving while a newer one is being brought in.
 *
 * @param query sends a statement to the store
 */
export async function pendingMigrations(
  query: (sql: string) => Promise<{ name: string }[]>,
  needed: readonly string[],
): Promise<string[]> {
  const done = new Set((await rowsOf(query)).map(({ name }) => name));
  return needed.filter((name) => !done.has(name));
}

async function rowsOf(query: (sql: string) => Promise<{ name: string }[]>): Promise<{ name: string }[]> {
  try {
    return await query('SELECT name FROM migrations');
  } catch (error) {
    if ((error as { errno?: number }).errno === NO_SUCH_TABLE) return [];
    throw error;
  }
}
