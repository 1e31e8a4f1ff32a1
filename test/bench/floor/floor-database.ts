import {
  createPool,
  type Pool,
  type PoolConnection,
  type QueryError,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';

export type SqlValue = string | number | boolean | Date | Buffer | null;

/** How often what met a deadlock is sent again. Each time the server has let somebody else through. */
const RETRIES = 20;
const DEADLOCK = 1213;

/** The floor's way to the store: prepared statements on a pool, and transactions; both again after a deadlock. */
export class FloorDatabase {
  private readonly pool: Pool;

  constructor(target: ConnectionTarget, poolSize: number) {
    this.pool = createPool({ ...connectionOptions(target), connectionLimit: poolSize });
    this.pool.on('connection', (connection) => {
      connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    });
  }

  async rows<T>(sql: string, params: SqlValue[]): Promise<T[]> {
    return (await execute<RowDataPacket[]>(this.pool, sql, params)) as T[];
  }

  /** Returns how many rows were written. */
  write(sql: string, params: SqlValue[]): Promise<number> {
    return despiteDeadlocks(
      async () => (await execute<ResultSetHeader>(this.pool, sql, params)).affectedRows,
    );
  }

  /** The work may be run again. */
  transaction<T>(work: (transaction: FloorTransaction) => Promise<T>): Promise<T> {
    return despiteDeadlocks(() => this.attempt(work));
  }

  private async attempt<T>(work: (transaction: FloorTransaction) => Promise<T>): Promise<T> {
    const connection = await new Promise<PoolConnection>((resolve, reject) =>
      this.pool.getConnection((error, taken) => (error ? reject(error) : resolve(taken))),
    );
    try {
      // The driver sends the first statement as soon as this has its answer.
      const begun = command(connection, 'START TRANSACTION');
      const [result] = await Promise.all([work(new FloorTransaction(connection)), begun]);
      await command(connection, 'COMMIT');
      return result;
    } catch (error) {
      await command(connection, 'ROLLBACK');
      throw error;
    } finally {
      connection.release();
    }
  }
}

async function despiteDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let retries = RETRIES; ; retries -= 1) {
    try {
      return await work();
    } catch (error) {
      if ((error as QueryError).errno !== DEADLOCK || retries === 0) throw error;
    }
  }
}

export class FloorTransaction {
  constructor(private readonly connection: PoolConnection) {}

  async rows<T>(sql: string, params: SqlValue[]): Promise<T[]> {
    return (await execute<RowDataPacket[]>(this.connection, sql, params)) as T[];
  }

  async write(sql: string, params: SqlValue[]): Promise<number> {
    return (await execute<ResultSetHeader>(this.connection, sql, params)).affectedRows;
  }
}

/** By callbacks: the driver's own promises note a stack for every statement. */
function execute<R extends RowDataPacket[] | ResultSetHeader>(
  connection: Pool | PoolConnection,
  sql: string,
  params: SqlValue[],
): Promise<R> {
  return new Promise((resolve, reject) => {
    connection.execute<R>(sql, params, (error: QueryError | null, result) =>
      error ? reject(error) : resolve(result),
    );
  });
}

function command(connection: PoolConnection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error) => (error ? reject(error) : resolve()));
  });
}
