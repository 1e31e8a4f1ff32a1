import type { Pool, PoolConnection } from 'mysql2';
import { driverError, isOfWrongServer, StatementTimeout, storeFault } from './store-faults';
import { OutcomeUnknownError, StoreBusyError } from './store.errors';
import { Turnstile } from './turnstile';
import type { Waits } from './waits';

/** Something to send to the server on a connection. */
export type Statement<R> = (
  connection: PoolConnection,
  done: (error: Error | null, result: R) => void,
) => void;

/** What a connection is for. A write may have to wait for a lock; a read never does. */
export type Use = 'read' | 'write';

/** A connection that has idled this long is asked whether it lives before it is used. */
const IDLE_MILLISECONDS = 5_000;
const PING_MILLISECONDS = 1_000;

/** Of the pool, which writes and transactions may hold: however long they wait for locks, reads find a connection. */
const WRITERS_SHARE = 0.8;

/**
 * The driver's pool, with an end to every wait: for a connection, and for the answer to each statement. A connection
 * that does not answer is given up, and with it those that have idled since before, because whatever froze one (a proxy,
 * a server that is gone) may have frozen them all. Making a new one takes milliseconds.
 */
export class ConnectionPool {
  private readonly writers: Turnstile;
  /** When each connection last answered, in monotonic milliseconds. */
  private readonly answeredAt = new WeakMap<PoolConnection, number>();
  /** Idle connections that have not answered since then are not trusted: something froze after it. */
  private distrustBefore = -Infinity;
  /** Those that have not answered since then are asked whether they live, however short they have idled. */
  private askBefore = -Infinity;
  private taken = 0;
  private givenBackAt = performance.now();

  constructor(
    private readonly pool: Pool,
    private readonly size: number,
  ) {
    this.writers = new Turnstile(Math.max(1, Math.floor(size * WRITERS_SHARE)));
  }

  /**
   * Sends one statement on a connection of its own.
   *
   * @throws OutcomeUnknownError when the connection broke after a write was sent
   */
  async send<R>(statement: Statement<R>, use: Use, waits: Waits): Promise<R> {
    const connection = await this.take(use, waits);
    try {
      return await this.answer(connection, statement, waits);
    } catch (error) {
      if (isOfWrongServer(error)) connection.destroy();
      throw use === 'write' && storeFault(error) === 'lost' ? new OutcomeUnknownError(error) : error;
    } finally {
      this.giveBack(connection, use);
    }
  }

  /** @throws StoreBusyError when no connection comes free in time. Give it back in any case. */
  async take(use: Use, { patience }: Waits): Promise<PoolConnection> {
    const deadline = performance.now() + patience;
    if (use === 'write') {
      const turn = this.writers.enter(patience);
      if (turn) await turn;
    }
    try {
      for (;;) {
        const connection = await this.connection(deadline);
        const answeredAt = this.answeredAt.get(connection) ?? performance.now();
        const askBefore = Math.max(this.askBefore, performance.now() - IDLE_MILLISECONDS);
        if (answeredAt < this.distrustBefore) connection.destroy();
        else if (answeredAt > askBefore || (await this.lives(connection))) {
          this.taken += 1;
          return connection;
        }
      }
    } catch (error) {
      if (use === 'write') this.writers.leave();
      throw error;
    }
  }

  giveBack(connection: PoolConnection, use: Use): void {
    this.taken -= 1;
    this.givenBackAt = performance.now();
    connection.release();
    if (use === 'write') this.writers.leave();
  }

  /** Rejects with a StatementTimeout when the answer takes longer than it may; the connection is gone then. */
  answer<R>(
    connection: PoolConnection,
    statement: Statement<R>,
    { statement: milliseconds }: Waits,
  ): Promise<R> {
    // Not the driver's promises, which note a stack for every statement: that takes longer than sending it.
    return new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const timer = setTimeout(() => {
        this.distrustBefore = Math.max(this.distrustBefore, sentAt);
        this.askBefore = performance.now();
        connection.destroy();
        reject(new StatementTimeout(milliseconds));
      }, milliseconds);
      statement(connection, (error, result) => {
        clearTimeout(timer);
        if (error) return reject(driverError(error));
        this.answeredAt.set(connection, performance.now());
        resolve(result);
      });
    });
  }

  /**
   * For how many milliseconds all connections have been held and none was given back. Every statement has its deadline,
   * so when this grows far beyond it, the process has lost them.
   */
  get stuckMilliseconds(): number {
    return this.taken < this.size ? 0 : performance.now() - this.givenBackAt;
  }

  private connection(deadline: number): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(
        () => {
          isLate = true;
          reject(new StoreBusyError());
        },
        Math.max(0, deadline - performance.now()),
      );
      this.pool.getConnection((error, connection) => {
        clearTimeout(timer);
        if (error) reject(driverError(error));
        else if (isLate) connection.release();
        else resolve(connection);
      });
    });
  }

  private async lives(connection: PoolConnection): Promise<boolean> {
    try {
      await this.answer<void>(connection, (server, done) => server.ping((error) => done(error, undefined)), {
        patience: 0,
        statement: PING_MILLISECONDS,
      });
      return true;
    } catch (error) {
      if (storeFault(error) === undefined) throw error;
      connection.destroy();
      return false;
    }
  }
}
