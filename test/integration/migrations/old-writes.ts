import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';
import { tablesOf } from '../../releases/sql-dump';
import { ER_LOCK_DEADLOCK } from '../../support/statements';

const MOST_TRIES = 5;

/** A row of a table as the build before wrote it: with the columns that it knew, and no others. */
interface OldRow {
  table: string;
  columns: string[];
  values: unknown[];
  /** Its columns of the primary key. */
  key: string[];
}

/**
 * The writes of a build that knows nothing of later migrations. For each table it takes one row out of the way and puts
 * it back, in a transaction that is undone: the row can be added since it was there, and nothing is changed.
 */
export class OldWriter {
  private constructor(
    private readonly connection: Connection,
    private readonly rows: OldRow[],
  ) {}

  /** Learns the columns of today: to be called before what comes later. */
  static async open(target: ConnectionTarget): Promise<OldWriter> {
    const connection = await createConnection(connectionOptions(target));
    await connection.query(
      "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'",
    );
    const rows: OldRow[] = [];
    for (const table of await tablesOf(connection))
      if (table !== 'migrations') rows.push(await rowOf(connection, table));
    return new OldWriter(connection, rows);
  }

  get tables(): number {
    return this.rows.length;
  }

  /** One write to each table. Returns what was refused. */
  async writeAll(): Promise<string[]> {
    const refused: string[] = [];
    for (const row of this.rows) {
      try {
        await this.writeAgainAfterDeadlocks(row);
      } catch (error) {
        refused.push(`${row.table}: ${(error as Error).message}`);
      }
    }
    return refused;
  }

  close(): Promise<void> {
    return this.connection.end();
  }

  /** As every build does: one of two that wait for each other is rolled back, and MySQL finds such pairs among migrations. */
  private async writeAgainAfterDeadlocks(row: OldRow): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.write(row);
      } catch (error) {
        if ((error as { errno?: number }).errno !== ER_LOCK_DEADLOCK || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async write({ table, columns, values, key }: OldRow): Promise<void> {
    const { connection } = this;
    const where = key.map((column) => `${column} = ?`).join(' AND ');
    const keys = key.map((column) => values[columns.indexOf(column)]);
    await connection.query('START TRANSACTION');
    try {
      // Others point at the row; while it is away nobody else looks.
      await connection.query('SET SESSION foreign_key_checks = 0');
      await connection.query(`DELETE FROM ${table} WHERE ${where}`, keys);
      await connection.query('SET SESSION foreign_key_checks = 1');
      await connection.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (?)`, [values]);
      const set = columns.map((column) => `${column} = ?`).join(', ');
      await connection.query(`UPDATE ${table} SET ${set} WHERE ${where}`, [...values, ...keys]);
    } finally {
      await connection.query('ROLLBACK');
      await connection.query('SET SESSION foreign_key_checks = 1');
    }
  }
}

async function rowOf(connection: Connection, table: string): Promise<OldRow> {
  const [[row]] = await connection.query<RowDataPacket[]>(`SELECT * FROM ${table} LIMIT 1`);
  if (row === undefined) throw new Error(`The school of the release has no row in ${table}.`);
  const [key] = await connection.query<RowDataPacket[]>(
    `SELECT column_name AS name FROM information_schema.key_column_usage
     WHERE table_schema = DATABASE() AND table_name = ? AND constraint_name = 'PRIMARY'`,
    [table],
  );
  return {
    table,
    columns: Object.keys(row),
    values: Object.values(row) as unknown[],
    key: key.map(({ name }) => String(name)),
  };
}
