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

/** The floor's way to the store: prepared statements on a pool, and transactions without retries. */
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
  async write(sql: string, params: SqlValue[]): Promise<number> {
    return (await execute<ResultSetHeader>(this.pool, sql, params)).affectedRows;
  }

  async transaction<T>(work: (transaction: FloorTransaction) => Promise<T>): Promise<T> {
    const connection = await new Promise<PoolConnection>((resolve, reject) =>
      this.pool.getConnection((error, taken) => (error ? reject(error) : resolve(taken))),
    );
    try {
      await command(connection, 'START TRANSACTION');
      const result = await work(new FloorTransaction(connection));
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
