import type { QueryRunner } from 'typeorm';

/**
 * The steps that migrations are made of. Each is one DDL statement, which the server does whole or not at all, and each
 * does nothing where it was done before. So a migration that was killed at any point can be run again from its start.
 */

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci';

/** `definition` is what stands between the parentheses: columns, indexes and foreign keys. */
export async function createTable(runner: QueryRunner, table: string, definition: string): Promise<void> {
  await runner.query(`CREATE TABLE IF NOT EXISTS ${table} (${definition}) ${TABLE_OPTIONS}`);
}

export async function dropTable(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`DROP TABLE IF EXISTS ${table}`);
}

/**
 * Adds one column. While a new build migrates, the old one goes on adding rows without it, so a column that is NOT NULL
 * needs a default.
 */
export async function addColumn(
  runner: QueryRunner,
  table: string,
  column: string,
  type: string,
): Promise<void> {
  if (await hasColumn(runner, table, column)) return;
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

export async function dropColumn(runner: QueryRunner, table: string, column: string): Promise<void> {
  if (await hasColumn(runner, table, column))
    await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
}

/** `columns` is what stands between the parentheses. */
export async function addIndex(
  runner: QueryRunner,
  table: string,
  index: string,
  columns: string,
  { unique = false }: { unique?: boolean } = {},
): Promise<void> {
  if (await hasIndex(runner, table, index)) return;
  await runner.query(`ALTER TABLE ${table} ADD ${unique ? 'UNIQUE ' : ''}INDEX ${index} (${columns})`);
}

export async function dropIndex(runner: QueryRunner, table: string, index: string): Promise<void> {
  if (await hasIndex(runner, table, index)) await runner.query(`ALTER TABLE ${table} DROP INDEX ${index}`);
}

/** `reference` is what follows the name: `FOREIGN KEY (course_id) REFERENCES courses (id)`. */
export async function addForeignKey(
  runner: QueryRunner,
  table: string,
  name: string,
  reference: string,
): Promise<void> {
  if (await hasForeignKey(runner, table, name)) return;
  await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${reference}`);
}

export async function dropForeignKey(runner: QueryRunner, table: string, name: string): Promise<void> {
  if (await hasForeignKey(runner, table, name))
    await runner.query(`ALTER TABLE ${table} DROP FOREIGN KEY ${name}`);
}

function hasColumn(runner: QueryRunner, table: string, column: string): Promise<boolean> {
  return finds(runner, 'columns', 'table_name = ? AND column_name = ?', [table, column]);
}

function hasIndex(runner: QueryRunner, table: string, index: string): Promise<boolean> {
  return finds(runner, 'statistics', 'table_name = ? AND index_name = ?', [table, index]);
}

function hasForeignKey(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const condition = "table_name = ? AND constraint_name = ? AND constraint_type = 'FOREIGN KEY'";
  return finds(runner, 'table_constraints', condition, [table, name]);
}

async function finds(
  runner: QueryRunner,
  view: string,
  condition: string,
  values: string[],
): Promise<boolean> {
  const rows = (await runner.query(
    `SELECT 1 FROM information_schema.${view} WHERE table_schema = DATABASE() AND ${condition} LIMIT 1`,
    values,
  )) as unknown[];
  return rows.length > 0;
}
