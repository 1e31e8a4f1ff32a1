import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../../src/shared/database/data-source';

/** What a run is called, and how the names of its databases begin: nothing else is ever dropped. */
const DATABASE_OF_A_RUN = /^(stoa_test_[0-9a-z]{8,9}_\d+)_w\d+/;

/** As many of the databases of dead runs as one run removes. */
const MOST_SWEPT = 200;

/**
 * One run of the suite on a database server: it makes databases as it likes, and leaves none behind. While it lives it
 * holds a lock of its name on the server, so that others can tell its databases from those of a run that was killed.
 */
export class TestRun {
  private constructor(
    readonly name: string,
    private readonly connection: Connection,
  ) {}

  static newName(): string {
    return `stoa_test_${Date.now().toString(36)}_${process.pid}`;
  }

  /**
   * Removes what killed runs have left. The database that the target names need not exist and is not touched.
   *
   * @throws Error in words for who runs the tests, if the user may not make databases
   */
  static async open(server: ConnectionTarget, name = TestRun.newName()): Promise<TestRun> {
    const connection = await connectTo(server);
    const run = new TestRun(name, connection);
    try {
      await connection.query('SET SESSION wait_timeout = 86400');
      await connection.query('SELECT GET_LOCK(?, 0)', [name]);
      await run.tryOut(server.user);
      await run.sweep();
      return run;
    } catch (error) {
      await connection.end();
      throw error;
    }
  }

  /** Drops the databases of this run. */
  async close(): Promise<void> {
    await this.drop((await this.databases()).filter((database) => runOf(database) === this.name));
    await this.connection.end();
  }

  private async tryOut(user: string): Promise<void> {
    try {
      await this.connection.query(`CREATE DATABASE ${this.name}_w0`);
      await this.connection.query(`DROP DATABASE ${this.name}_w0`);
    } catch (error) {
      throw new Error(
        `The user of TEST_DATABASE_URL must be allowed to make and drop databases: GRANT ALL PRIVILEGES ON \`stoa\\_test\\_%\`.* TO '${user}'@…; the server says: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  private async sweep(): Promise<void> {
    const dead: string[] = [];
    for (const database of (await this.databases()).slice(0, MOST_SWEPT)) {
      const owner = runOf(database)!;
      const [[row]] = await this.connection.query<RowDataPacket[]>('SELECT IS_FREE_LOCK(?) AS isFree', [
        owner,
      ]);
      if (row?.['isFree'] === 1) dead.push(database);
    }
    await this.drop(dead);
  }

  private async databases(): Promise<string[]> {
    const [rows] = await this.connection.query<RowDataPacket[]>(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'stoa\\_test\\_%' ORDER BY schema_name",
    );
    return rows.map((row) => String(row['name'])).filter((name) => runOf(name) !== undefined);
  }

  private async drop(databases: string[]): Promise<void> {
    for (const database of databases) await this.connection.query(`DROP DATABASE IF EXISTS ${database}`);
  }
}

/** A connection to the server, to none of its databases. */
export function connectTo(server: ConnectionTarget): Promise<Connection> {
  return createConnection({ ...connectionOptions(server), database: undefined });
}

function runOf(database: string): string | undefined {
  return DATABASE_OF_A_RUN.exec(database)?.[1];
}
