import type { QueryRunner } from 'typeorm';

/**
 * The steps that migrations are made of. Each is one DDL statement, which the server runs completely or not at all, and
 * each does nothing if it was done before. So a migration that was killed at any point can be run again from its start;
 * `migrate` does so by itself when a step timed out on a lock.
 */

const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci';

/** The change needs a lock: ER_ALTER_OPERATION_NOT_SUPPORTED and ER_ALTER_OPERATION_NOT_SUPPORTED_REASON. */
const NOT_WHILE_OTHERS_WRITE = [1845, 1846];

const ROWS_PER_BATCH = 2000;

/** `definition` is the text between the parentheses: columns, indexes and foreign keys. */
export async function createTable(runner: QueryRunner, table: string, definition: string): Promise<void> {
  await runner.query(`CREATE TABLE IF NOT EXISTS ${table} (${definition}) ${TABLE_OPTIONS}`);
}

export async function dropTable(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`DROP TABLE IF EXISTS ${table}`);
}

/**
 * Adds one column. The old build keeps inserting rows without it while the new one migrates, so a NOT NULL column needs a
 * default.
 */
export async function addColumn(
  runner: QueryRunner,
  table: string,
  column: string,
  type: string,
): Promise<void> {
  if (await hasColumn(runner, table, column)) return;
  await alter(runner, table, `ADD COLUMN ${column} ${type}`);
}

/**
 * Rebuilds the table. Dropped at once, a column would stay in the format of the rows and go on counting toward the largest
 * size of a row, so that a table to which columns are added and dropped often could take no more.
 */
export async function dropColumn(runner: QueryRunner, table: string, column: string): Promise<void> {
  if (await hasColumn(runner, table, column)) await alter(runner, table, `DROP COLUMN ${column}, FORCE`);
}

/** Lets a column be NULL, or no longer: `type` is the whole type with `NULL` or `NOT NULL`. */
export async function changeColumn(
  runner: QueryRunner,
  table: string,
  column: string,
  type: string,
): Promise<void> {
  const wanted = /\bNOT NULL\b/.test(type) ? 'NO' : 'YES';
  const condition = 'table_name = ? AND column_name = ? AND is_nullable = ?';
  if (await finds(runner, 'columns', condition, [table, column, wanted])) return;
  await alter(runner, table, `MODIFY COLUMN ${column} ${type}`);
}

/** Afterwards every INSERT must name the column, so drop a default in a later release than the one that added it. */
export async function dropDefault(runner: QueryRunner, table: string, column: string): Promise<void> {
  await alter(runner, table, `ALTER COLUMN ${column} DROP DEFAULT`);
}

/** `columns` is the text between the parentheses. */
export async function addIndex(
  runner: QueryRunner,
  table: string,
  index: string,
  columns: string,
  { unique = false }: { unique?: boolean } = {},
): Promise<void> {
  if (await hasIndex(runner, table, index)) return;
  await alter(runner, table, `ADD ${unique ? 'UNIQUE ' : ''}INDEX ${index} (${columns})`);
}

/** Gives an index other columns under its name, which the build before may force: by one statement, so it is never missing. */
export async function replaceIndex(
  runner: QueryRunner,
  table: string,
  index: string,
  columns: string,
  { unique = false }: { unique?: boolean } = {},
): Promise<void> {
  await alter(
    runner,
    table,
    `DROP INDEX ${index}, ADD ${unique ? 'UNIQUE ' : ''}INDEX ${index} (${columns})`,
  );
}

/** By one statement, which rebuilds the table. Foreign keys need an index that begins with their columns throughout. */
export async function replacePrimaryKey(runner: QueryRunner, table: string, columns: string): Promise<void> {
  await alter(runner, table, `DROP PRIMARY KEY, ADD PRIMARY KEY (${columns})`);
}

export async function dropIndex(runner: QueryRunner, table: string, index: string): Promise<void> {
  if (await hasIndex(runner, table, index)) await alter(runner, table, `DROP INDEX ${index}`);
}

/**
 * Adds `FOREIGN KEY (column) REFERENCES other (otherColumn)`, which may be followed by ON DELETE and ON UPDATE.
 *
 * A server that checks the existing rows itself blocks writers meanwhile. So the key is added without that check, and the
 * rows are checked afterwards, when no new row can break the key.
 *
 * @throws Error if rows refer to missing rows; the key is removed again then
 */
export async function addForeignKey(
  runner: QueryRunner,
  table: string,
  name: string,
  reference: string,
): Promise<void> {
  const [, column, other, otherColumn] =
    /^FOREIGN KEY \((\w+)\) REFERENCES (\w+) \((\w+)\)/.exec(reference) ?? [];
  if (column === undefined || other === undefined || otherColumn === undefined)
    throw new Error(`A foreign key of one column is FOREIGN KEY (…) REFERENCES … (…), not: ${reference}`);
  if (!(await hasForeignKey(runner, table, name))) {
    await runner.query('SET SESSION foreign_key_checks = 0');
    try {
      await alter(runner, table, `ADD CONSTRAINT ${name} ${reference}`);
    } finally {
      await runner.query('SET SESSION foreign_key_checks = 1');
    }
  }
  const strays = (await runner.query(
    `SELECT 1 FROM ${table} t LEFT JOIN ${other} o ON o.${otherColumn} = t.${column}
     WHERE t.${column} IS NOT NULL AND o.${otherColumn} IS NULL LIMIT 1`,
  )) as unknown[];
  if (strays.length === 0) return;
  await dropForeignKey(runner, table, name);
  throw new Error(
    `Rows of ${table} have a ${column} that is not in ${other}: correct them, then migrate again.`,
  );
}

/**
 * Changes what a foreign key does at a deletion: `reference` says it, and without a word it refuses. Two statements, each
 * skipped if it was done. The old key has kept the rows correct, so they are not checked again: without a check the server
 * changes only its dictionary; with one it would copy the table and block the old build's writes.
 */
export async function changeForeignKey(
  runner: QueryRunner,
  table: string,
  name: string,
  reference: string,
): Promise<void> {
  const rule = /ON DELETE (CASCADE|SET NULL)/.exec(reference)?.[1] ?? 'NO ACTION';
  const condition =
    "table_name = ? AND constraint_name = ? AND REPLACE(delete_rule, 'RESTRICT', 'NO ACTION') <> ?";
  if (await finds(runner, 'referential_constraints', condition, [table, name, rule], 'constraint_schema'))
    await dropForeignKey(runner, table, name);
  await runner.query('SET SESSION foreign_key_checks = 0');
  try {
    await addForeignKey(runner, table, name, reference);
  } finally {
    await runner.query('SET SESSION foreign_key_checks = 1');
  }
}

export async function dropForeignKey(runner: QueryRunner, table: string, name: string): Promise<void> {
  if (await hasForeignKey(runner, table, name)) await alter(runner, table, `DROP FOREIGN KEY ${name}`);
}

/**
 * Changes the rows of a table in batches of 2,000, each a transaction by itself, so that rows are locked only briefly. The
 * statement selects the batch by `key > ? AND key <= ?`. It must be safe to run again.
 *
 * @param key the first column of the primary key
 */
export async function changeInBatches(
  runner: QueryRunner,
  table: string,
  key: string,
  statement: string,
): Promise<void> {
  const next = `SELECT ${key} AS last FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT ?, 1`;
  const end = `SELECT MAX(${key}) AS last FROM ${table}`;
  for (let after: unknown = ''; ;) {
    let [batch] = (await runner.query(next, [after, ROWS_PER_BATCH - 1])) as { last: unknown }[];
    const isLast = batch === undefined;
    if (isLast) [batch] = (await runner.query(end)) as { last: unknown }[];
    if (batch?.last === null || batch === undefined) return;
    await runner.query(statement, [after, batch.last]);
    if (isLast) return;
    after = batch.last;
  }
}

/**
 * Makes all writes to a table fail while it is moved, with an error that the API answers with 503. The old build can still
 * read it. Needs the privilege TRIGGER.
 */
export async function refuseWrites(runner: QueryRunner, table: string): Promise<void> {
  for (const event of ['INSERT', 'UPDATE', 'DELETE']) {
    await runner.query(
      `CREATE TRIGGER IF NOT EXISTS ${triggerOf(table, event)} BEFORE ${event} ON ${table} FOR EACH ROW
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This table takes no writes while it is moved.'`,
    );
  }
}

/**
 * Lets only those writes to a table pass that raise its integer column `mark`, which the build before does not know: its
 * writes get the error of `refuseWrites`. For a table that the new build goes on writing. No row can be deleted but by a
 * foreign key that cascades. Needs the privilege TRIGGER.
 */
export async function refuseOldWrites(runner: QueryRunner, table: string, mark: string): Promise<void> {
  const isOld = {
    INSERT: `NEW.${mark} = 0`,
    UPDATE: `NEW.${mark} = OLD.${mark}`,
    DELETE: 'TRUE',
  };
  for (const [event, condition] of Object.entries(isOld)) {
    await runner.query(
      `CREATE TRIGGER IF NOT EXISTS ${triggerOf(table, event)} BEFORE ${event} ON ${table} FOR EACH ROW
       BEGIN IF ${condition} THEN
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'This table takes no writes while it is moved.';
       END IF; END`,
    );
  }
}

export async function allowWrites(runner: QueryRunner, table: string): Promise<void> {
  for (const event of ['INSERT', 'UPDATE', 'DELETE'])
    await runner.query(`DROP TRIGGER IF EXISTS ${triggerOf(table, event)}`);
}

function triggerOf(table: string, event: string): string {
  return `refuse_${event.toLowerCase()}_${table}`;
}

/** Changes a table without blocking writers. Where the server cannot do that, writers wait, and the operator is informed. */
async function alter(runner: QueryRunner, table: string, change: string): Promise<void> {
  try {
    await runner.query(`ALTER TABLE ${table} ${change}, LOCK=NONE`);
  } catch (error) {
    if (!NOT_WHILE_OTHERS_WRITE.includes((error as { errno?: number }).errno ?? 0)) throw error;
    report(runner, `Writes to ${table} wait until this is done: ${change}`);
    await runner.query(`ALTER TABLE ${table} ${change}`);
  }
}

function report(runner: QueryRunner, message: string): void {
  const { onProgress } = runner.data as { onProgress?: (message: string) => void };
  onProgress?.(message);
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
  schemaColumn = 'table_schema',
): Promise<boolean> {
  const rows = (await runner.query(
    `SELECT 1 FROM information_schema.${view} WHERE ${schemaColumn} = DATABASE() AND ${condition} LIMIT 1`,
    values,
  )) as unknown[];
  return rows.length > 0;
}
