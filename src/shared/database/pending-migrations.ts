import type { MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/** ER_NO_SUCH_TABLE */
const NO_SUCH_TABLE = 1146;

/**
 * Which of the build's migrations, given by name, have not run on the database. One query, of a few dozen rows. Rows of
 * a later build's migrations are ignored: an older build keeps serving while a newer one is deployed.
 *
 * @param query sends a statement to the database
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
