import {
  createPool,
  type Pool,
  type PoolConnection,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';

export type SqlValue = string | number | boolean | Date | Buffer | null;

/** The floor's way to the store: prepared statements on a pool, and transactions without retries. */
export class FloorDatabase {
  private readonly pool: Pool;

  constructor(target: ConnectionTarget, poolSize: number) {
    this.pool = createPool({ ...connectionOptions(target), connectionLimit: poolSize });
    this.pool.on('connection', (connection) => {
      void connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    });
  }

  async rows<T>(sql: string, params: SqlValue[]): Promise<T[]> {
    const [rows] = await this.pool.execute<RowDataPacket[]>(sql, params);
    return rows as T[];
  }

  /** Returns how many rows were written. */
  async write(sql: string, params: SqlValue[]): Promise<number> {
    const [header] = await this.pool.execute<ResultSetHeader>(sql, params);
    return header.affectedRows;
  }

  async transaction<T>(work: (transaction: FloorTransaction) => Promise<T>): Promise<T> {
    const connection = await this.pool.getConnection();
    try {
      await connection.beginTransaction();
      const result = await work(new FloorTransaction(connection));
      await connection.commit();
      return result;
    } catch (error) {
      await connection.rollback();
      throw error;
    } finally {
      connection.release();
    }
  }
}

export class FloorTransaction {
  constructor(private readonly connection: PoolConnection) {}

  async rows<T>(sql: string, params: SqlValue[]): Promise<T[]> {
    const [rows] = await this.connection.execute<RowDataPacket[]>(sql, params);
    return rows as T[];
  }

  async write(sql: string, params: SqlValue[]): Promise<number> {
    const [header] = await this.connection.execute<ResultSetHeader>(sql, params);
    return header.affectedRows;
  }
}
