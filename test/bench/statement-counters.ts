import type { Connection, RowDataPacket } from 'mysql2/promise';

/** What the database server has done, by its own counters. */
export interface StatementCounts {
  /** Statements that clients sent, transaction statements included, the preparing of statements not. */
  statements: number;
  /** Rows that the storage engine was asked for, by key, by scan or out of a sort's buffer. */
  rowsRead: number;
}

const ROW_COUNTERS = ['key', 'first', 'last', 'next', 'prev', 'rnd', 'rnd_next', 'rnd_deleted', 'retry'].map(
  (name) => `Handler_read_${name}`,
);
// Index entries that MariaDB looks at inside the engine, and those of them that it hands on, which the others count.
// MySQL has no such counters.
const [LOOKED_AT, HANDED_ON] = ['Handler_icp_attempts', 'Handler_icp_match'] as const;
const NAMES = [
  ...['Questions', 'Com_stmt_prepare', 'Com_stmt_close', 'Com_stmt_reset'],
  ...[...ROW_COUNTERS, LOOKED_AT, HANDED_ON],
];

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
      rowsRead: ROW_COUNTERS.reduce(
        (sum, name) => sum + valueOf(name),
        valueOf(LOOKED_AT) - valueOf(HANDED_ON),
      ),
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
