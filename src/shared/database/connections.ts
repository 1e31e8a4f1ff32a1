import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolConnection } from 'mysql2';
import type { DataSource } from 'typeorm';

/** A transaction from its beginning on. It keeps its connection to itself until it ends. */
export interface RunningTransaction {
  connection: PoolConnection;
  /** What to call once it has committed. */
  waiting: (() => void)[];
  hasEnded: boolean;
}

type Done<R> = (error: Error | null, result: R) => void;

/** Something to send to the server on a connection of the pool, or on the one of a transaction. */
export type Statement<R> = (connection: Pool | PoolConnection, done: Done<R>) => void;

/**
 * The pool, and the transaction that is running: it follows the code through every await, so that repositories need
 * not hand a connection on. Straight on the driver, because TypeORM's way to a connection and to BEGIN takes a good part
 * of the time of a short transaction.
 */
@Injectable()
export class Connections {
  private readonly running = new AsyncLocalStorage<RunningTransaction>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of the code that asks, if it is inside one. */
  get transaction(): RunningTransaction | undefined {
    return this.running.getStore();
  }

  /** Sends a statement, inside the running transaction if there is one. */
  send<R>(statement: Statement<R>): Promise<R> {
    const { transaction } = this;
    if (!transaction) return resultOf(this.pool, statement);
    // Its connection may be another's by now, who would find this statement in her transaction.
    if (transaction.hasEnded)
      throw new Error('A statement came after the end of its transaction: await it inside.');
    return resultOf(transaction.connection, statement);
  }

  /** Does the work in a new transaction on a connection of its own. Rolls back when it fails, and throws what it threw. */
  async begin<T>(work: () => Promise<T>): Promise<{ result: T; waiting: RunningTransaction['waiting'] }> {
    const connection = await new Promise<PoolConnection>((resolve, reject) =>
      this.pool.getConnection((error, taken) => (error ? reject(error) : resolve(taken))),
    );
    const transaction: RunningTransaction = { connection, waiting: [], hasEnded: false };
    try {
      await command(connection, 'START TRANSACTION');
      const result = await this.running.run(transaction, work);
      await command(connection, 'COMMIT');
      connection.release();
      return { result, waiting: transaction.waiting };
    } catch (error) {
      await command(connection, 'ROLLBACK').then(
        () => connection.release(),
        // Whatever state it is in, nobody else should get it.
        () => connection.destroy(),
      );
      throw error;
    } finally {
      transaction.hasEnded = true;
    }
  }

  /** Does the work as if no transaction were running. */
  outside<T>(work: () => T): T {
    return this.running.exit(work);
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { pool: Pool }).pool;
  }
}

/** The driver's own promises note a stack for every statement, which takes longer than sending it. */
function resultOf<R>(connection: Pool | PoolConnection, statement: Statement<R>): Promise<R> {
  return new Promise((resolve, reject) => {
    statement(connection, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** A failed COMMIT carries its name, since the server may have committed all the same. */
async function command(connection: PoolConnection, query: string): Promise<void> {
  try {
    await resultOf(connection, (server, done) => server.query(query, done));
  } catch (error) {
    throw Object.assign(error as Error, { query });
  }
}
