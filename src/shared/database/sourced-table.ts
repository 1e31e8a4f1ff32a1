import type { Database, SqlValue } from './database';
import { fromBinary, toBinary } from './ids';
import { ownIdIn } from './own-sourced-ids';

/** A row that comes, or can come, from the school's information system. */
export type Sourced<T> = T & {
  id: string;
  /** Its id in the school's information system; null for a row that was created in Stoa. */
  sourcedId: string | null;
};

/** A stored row and its wanted values. */
export interface SourcedChange<T> {
  stored: Sourced<T>;
  wanted: Sourced<T>;
}

/** Rows of one table for roster imports: read and written many at once, by the school's ids. */
export interface SourcedRows<T extends object> {
  readonly table: string;
  /**
   * SQL for the active rows of the table `t`. `{today}` stands for the day in the time zone of the course `c`, which is
   * joined then.
   */
  readonly active: string;
  /** Whether any row came from the school's information system. */
  holdsSourced(): Promise<boolean>;
  /**
   * The rows with one of the sourcedIds, and those of whose ids Stoa has made one (`sourcedIdOf`): use `bySourcedId` to tell which is
   * which. One query, and a second one if there are ids of the latter form. Unknown ids are left out.
   */
  find(sourcedIds: readonly string[]): Promise<Sourced<T>[]>;
  /** Locks the rows until the transaction ends, and returns them as they are once locked. */
  lock(ids: readonly string[]): Promise<Sourced<T>[]>;
  /** Inserts the rows. If a unique key is taken, none is inserted. */
  insert(rows: readonly Sourced<T>[], now: Date): Promise<void>;
  /** Writes the wanted values. If a unique key is taken, none is written. */
  update(changes: readonly SourcedChange<T>[], now: Date): Promise<void>;
}

export interface CopiedColumns<T> {
  columns: readonly string[];
  /** The values for each of the rows, locked until the transaction ends. */
  read(rows: readonly Sourced<T>[]): Promise<SqlValue[][]>;
}

export interface SourcedTableOptions<T> {
  table: string;
  /** SQL for the active rows of the table `t`, see SourcedRows; by default all rows are active. */
  active?: string;
  /** The column of each field. */
  columns: { [Field in keyof T]: string };
  /** Fields that hold ids, which are BINARY(16) in the database. */
  ids: readonly (keyof T)[];
  /** Further columns of a new row. */
  whenAdded?: (now: Date) => Record<string, SqlValue>;
  /** Values that a new row copies from other tables. Code that changes the originals must update the copies. */
  copied?: CopiedColumns<T>;
  /** What else `ON DUPLICATE KEY UPDATE` sets on a changed row. */
  whenChanged?: string;
  /** Read-only fields of a joined table. The table itself has the alias `t`. */
  joined?: { sql: string; columns: Partial<{ [Field in keyof T]: string }> };
}

/** Named SQL for tables with a `sourced_id`: an import reads and writes batches of rows with one statement each. */
export class SourcedTable<T extends object> implements SourcedRows<T> {
  readonly table: string;
  readonly active: string;
  private readonly select: string;
  private readonly written: (keyof T & string)[];
  private readonly isId: ReadonlySet<PropertyKey>;

  constructor(
    private readonly database: Database,
    private readonly options: SourcedTableOptions<T>,
  ) {
    const { table, active = 'TRUE', columns, joined, ids } = options;
    this.table = table;
    this.active = active;
    const read = Object.entries<string>(columns).map(([field, column]) =>
      joined !== undefined && field in joined.columns ? `${column} AS ${field}` : `t.${column} AS ${field}`,
    );
    this.select = `SELECT t.id, t.sourced_id AS sourcedId, ${read.join(', ')} FROM ${table} t ${joined?.sql ?? ''}`;
    this.written = (Object.keys(columns) as (keyof T & string)[]).filter(
      (field) => joined === undefined || !(field in joined.columns),
    );
    this.isId = new Set(ids);
  }

  async holdsSourced(): Promise<boolean> {
    const rows = await this.database.rows(
      `SELECT 1 FROM ${this.options.table} WHERE sourced_id IS NOT NULL LIMIT 1`,
    );
    return rows.length > 0;
  }

  async find(sourcedIds: readonly string[]): Promise<Sourced<T>[]> {
    const found = await this.where('t.sourced_id IN (?)', sourcedIds);
    const known = new Set(found.map(({ id }) => id));
    const own = sourcedIds.flatMap((sourcedId) => ownIdIn(sourcedId) ?? []).filter((id) => !known.has(id));
    return own.length === 0 ? found : [...found, ...(await this.where('t.id IN (?)', own.map(toBinary)))];
  }

  async lock(ids: readonly string[]): Promise<Sourced<T>[]> {
    if (ids.length === 0) return [];
    const keys = ids.map(toBinary);
    // In one order, so that two transactions wait for each other rather than deadlock; and without the join, whose rows
    // must not be locked.
    await this.database.query(`SELECT id FROM ${this.options.table} WHERE id IN (?) ORDER BY id FOR UPDATE`, [
      keys,
    ]);
    return this.where('t.id IN (?)', keys);
  }

  /** Rows that meet a condition with one `?`, which takes the values; none for no values. */
  async where(condition: string, values: readonly SqlValue[] | readonly SqlValue[][]): Promise<Sourced<T>[]> {
    if (values.length === 0) return [];
    const rows = await this.database.query<Record<string, unknown>>(`${this.select} WHERE ${condition}`, [
      values as SqlValue[],
    ]);
    return rows.map((row) => this.toFields(row));
  }

  async insert(rows: readonly Sourced<T>[], now: Date): Promise<void> {
    await this.write(rows, now, { copies: await this.options.copied?.read(rows) });
  }

  async update(changes: readonly SourcedChange<T>[], now: Date): Promise<void> {
    const assignments = ['sourced_id', ...this.columnsOf(this.written)].map(
      (column) => `${column} = VALUES(${column})`,
    );
    const { whenChanged, copied } = this.options;
    await this.write(
      changes.map(({ wanted }) => wanted),
      now,
      {
        // Each id exists, and the primary key is checked first: every row is an update, by its id.
        onDuplicate: [...assignments, ...(whenChanged === undefined ? [] : [whenChanged])].join(', '),
        // So these values are ignored and the columns keep theirs; but an INSERT must name them.
        copies: copied && changes.map(() => copied.columns.map(() => '')),
      },
    );
  }

  /** Leaves out columns that are NULL in all new rows: building the statement takes most of the time. */
  private async write(
    rows: readonly Sourced<T>[],
    now: Date,
    { copies, onDuplicate }: { copies?: SqlValue[][]; onDuplicate?: string },
  ): Promise<void> {
    const added = this.options.whenAdded?.(now) ?? {};
    const constants = Object.values(added);
    const bytesOf = rememberedBytes();
    const fields =
      onDuplicate === undefined
        ? this.written.filter((field) => rows.some((row) => row[field] !== null))
        : this.written;
    await this.database.insertMany(
      this.options.table,
      [
        ...['id', 'sourced_id', ...this.columnsOf(fields), ...Object.keys(added)],
        ...(this.options.copied?.columns ?? []),
      ],
      rows.map((row, index) => {
        const values: SqlValue[] = [toBinary(row.id), row.sourcedId];
        for (const field of fields)
          values.push(this.isId.has(field) ? bytesOf(row[field]) : toSql(row[field]));
        values.push(...constants, ...(copies?.[index] ?? []));
        return values;
      }),
      onDuplicate,
    );
  }

  private columnsOf(fields: (keyof T)[]): string[] {
    return fields.map((field) => this.options.columns[field]);
  }

  private toFields(row: Record<string, unknown>): Sourced<T> {
    for (const field of this.isId) {
      const value = row[field as string];
      if (value !== null) row[field as string] = fromBinary(value as Buffer);
    }
    row['id'] = fromBinary(row['id'] as Buffer);
    // The columns were selected by the names of the fields.
    return row as Sourced<T>;
  }
}

/** Converts ids with a cache: neighboring rows often refer to the same id. */
function rememberedBytes(): (id: unknown) => Buffer | null {
  const known = new Map<unknown, Buffer | null>([[null, null]]);
  return (id) => {
    let bytes = known.get(id);
    if (bytes === undefined) known.set(id, (bytes = toBinary(id as string)));
    return bytes;
  };
}

/** Fields other than ids hold values that the driver takes. */
function toSql(value: unknown): SqlValue {
  return value as SqlValue;
}
