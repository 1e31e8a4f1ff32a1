import type { Connection, RowDataPacket } from 'mysql2/promise';

/** What the database server has done, by its own counters. */
export interface StatementCounts {
  /** Statements that clients sent, transaction statements included, the preparing of statements not. */
  statements: number;
  /** Rows that the storage engine was asked for, by key, by scan or out of a sort's buffer. */
  rowsRead: number;
}

const ROW_COUNTERS = [
  ...['key', 'first', 'last', 'next', 'prev', 'rnd', 'rnd_next', 'rnd_deleted', 'retry'].map(
    (name) => `Handler_read_${name}`,
  ),
  // Index entries that MariaDB passes over inside the engine, which the others do not count. MySQL has no such counter.
  'Handler_icp_attempts',
];
const NAMES = ['Questions', 'Com_stmt_prepare', 'Com_stmt_close', 'Com_stmt_reset', ...ROW_COUNTERS];

/** Reads the server's counters on a connection of the bench's own, and knows what that itself adds to them. */
export class StatementCounters {
  private constructor(
    private readonly connection: Connection,
    private readonly own: StatementCounts,
  ) {}

  static async on(connection: Connection): Promise<StatementCounters> {
    const counters = new StatementCounters(connection, { statements: 0, rowsRead: 0 });
    await counters.read();
    const [before, after] = [await counters.read(), await counters.read()];
    return new StatementCounters(connection, difference(before, after));
  }

  /** The counts so far, to be compared with a later reading by `since`. */
  async read(): Promise<StatementCounts> {
    const names = NAMES.map((name) => `'${name}'`).join(', ');
    const [rows] = await this.connection.query<RowDataPacket[]>(
      `SHOW GLOBAL STATUS WHERE Variable_name IN (${names})`,
    );
    const values = new Map(
      rows.map((row) => [String(row['Variable_name']).toLowerCase(), Number(row['Value'])]),
    );
    const valueOf = (name: string): number => values.get(name.toLowerCase()) ?? 0;
    return {
      statements: valueOf('Questions'),
      rowsRead: ROW_COUNTERS.reduce((sum, name) => sum + valueOf(name), 0),
    };
  }

  /** What others have asked of the server since the earlier reading. */
  async since(before: StatementCounts): Promise<StatementCounts> {
    return difference(this.own, difference(before, await this.read()));
  }
}

function difference(before: StatementCounts, after: StatementCounts): StatementCounts {
  return { statements: after.statements - before.statements, rowsRead: after.rowsRead - before.rowsRead };
}
