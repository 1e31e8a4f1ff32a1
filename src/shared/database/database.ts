import { Injectable } from '@nestjs/common';
import type { ResultSetHeader, RowDataPacket } from 'mysql2';
import type { Columns, Insert } from './columns-of';
import type { Use } from './connection-pool';
import { Connections } from './connections';
import { insertStatement } from './insert-text';
import { readInSlices } from './row-slices';
import type { SqlValue } from './sql-value';

export type { SqlValue };

/**
 * Rows that a prepared INSERT takes at most. Each number of rows is a statement of its own, and connections keep
 * `MOST_PREPARED_STATEMENTS` of all: papers of a quiz are prepared, and what imports write is not.
 */
const MOST_PREPARED_ROWS = 32;

/** As SqlValue, and lists: a list for `IN (?)`, a list of lists for the rows of `VALUES ?`. */
export type TextValue = SqlValue | SqlValue[] | SqlValue[][];

/** Takes the rows of a statement one by one. */
export interface RowReader<T> {
  add(row: T): void;
}

/** The result of a write: rows that matched or were inserted, and rows whose values changed. */
export interface WriteResult {
  affectedRows: number;
  changedRows: number;
}

/**
 * Named SQL for repositories: hot paths, set-based reads and imports (decision 21 says what uses TypeORM instead).
 * Everything runs inside the transaction that is running, if one is.
 */
@Injectable()
export class Database {
  constructor(private readonly connections: Connections) {}

  /**
   * Reads rows with a prepared statement: for a text that is always the same. Use `query` for lists of values.
   *
   * @param columns what the SELECT lists as `columns.sql`: rows then have its type, and ids in them are text. Without it
   *   nothing checks that rows are a T, and ids in them are bytes.
   */
  async rows<T>(sql: string, params: SqlValue[] = [], columns?: Columns<T>): Promise<T[]> {
    return toRows(await this.prepared<RowDataPacket[]>(sql, params, 'read'), columns);
  }

  /** The first row, or undefined. */
  async row<T>(sql: string, params: SqlValue[] = [], columns?: Columns<T>): Promise<T | undefined> {
    return (await this.rows(sql, params, columns))[0];
  }

  /**
   * As `rows`, but hands the rows to a reader one by one as they arrive, so that memory does not grow with their number, and
   * lets other requests go on after every few hundred. Returns the reader that has read all.
   *
   * @param begin makes a reader; again, when the statement has to be sent again
   */
  async eachRow<T, Reader extends RowReader<T>>(
    sql: string,
    params: SqlValue[],
    columns: Columns<T>,
    begin: () => Reader,
  ): Promise<Reader> {
    const values = bindable(params);
    return this.connections.sendWithRetries<Reader>((connection, done) => {
      const reader = begin();
      readInSlices(
        connection,
        connection.execute(sql, values),
        (row) => reader.add(columns.toRow(row)),
        (error) => done(error, reader),
      );
    }, 'read');
  }

  /** Writes with a prepared statement. */
  async run(sql: string, params: SqlValue[] = []): Promise<WriteResult> {
    return writeResult(await this.prepared<ResultSetHeader>(sql, params, 'write'));
  }

  /** Reads rows with the values escaped into the text by the driver: `IN (?)` takes an array (never empty). */
  async query<T>(sql: string, params: TextValue[] = [], columns?: Columns<T>): Promise<T[]> {
    return toRows(await this.text<RowDataPacket[]>(sql, params, 'read'), columns);
  }

  /** Writes with the values escaped into the text by the driver: for `IN (?)` and multi-row statements. */
  async execute(sql: string, params: TextValue[] = []): Promise<WriteResult> {
    return writeResult(await this.text<ResultSetHeader>(sql, params, 'write'));
  }

  /**
   * Inserts all rows with one statement; nothing happens for an empty list.
   * `onDuplicate` is what follows `ON DUPLICATE KEY UPDATE`, e.g. `title = VALUES(title)`.
   */
  async insertMany(
    table: string,
    columns: readonly string[],
    rows: SqlValue[][],
    onDuplicate?: string,
  ): Promise<WriteResult> {
    if (rows.length === 0) return { affectedRows: 0, changedRows: 0 };
    if (rows.length > MOST_PREPARED_ROWS) {
      const update = onDuplicate === undefined ? '' : ` ON DUPLICATE KEY UPDATE ${onDuplicate}`;
      return this.execute(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?${update}`, [rows]);
    }
    // Few rows give few texts, so a prepared statement saves the server the parsing, and the driver the escaping.
    const { sql, values } = insertStatement(table, columns, rows, onDuplicate);
    return this.run(sql, values);
  }

  /** As `insertMany`, for rows as their entity describes them. */
  async insert<Row>(insert: Insert<Row>, rows: readonly Row[], onDuplicate?: string): Promise<WriteResult> {
    const values = rows.map((row) => insert.valuesOf(row));
    return this.insertMany(insert.table, insert.columns, values, onDuplicate);
  }

  private prepared<R extends RowDataPacket[] | ResultSetHeader>(
    sql: string,
    params: SqlValue[],
    use: Use,
  ): Promise<R> {
    const values = bindable(params);
    return this.connections.sendWithRetries(
      (connection, done) => connection.execute<R>(sql, values, done),
      use,
    );
  }

  private text<R extends RowDataPacket[] | ResultSetHeader>(
    sql: string,
    params: TextValue[],
    use: Use,
  ): Promise<R> {
    return this.connections.sendWithRetries(
      (connection, done) => connection.query<R>(sql, params, done),
      use,
    );
  }
}

function toRows<T>(rows: RowDataPacket[], columns: Columns<T> | undefined): T[] {
  return columns ? columns.toRows(rows) : (rows as T[]);
}

function writeResult({ affectedRows, changedRows }: ResultSetHeader): WriteResult {
  return { affectedRows, changedRows };
}

/** The driver sends numbers as doubles, which LIMIT refuses; whole numbers go as text, which every context takes. */
function bindable(params: SqlValue[]): SqlValue[] {
  return params.map((value) =>
    typeof value === 'number' && Number.isInteger(value) ? String(value) : value,
  );
}
