import type { Pool, PoolConnection } from 'mysql2';
import { Deadlines } from './deadlines';
import { driverError, isOfWrongServer, StatementTimeout, storeFault } from './store-faults';
import { OutcomeUnknownError, StoreBusyError } from './store.errors';
import { Turnstile } from './turnstile';
import type { Waits } from './waits';

type Done<R> = (error: Error | null, result: R) => void;

/** Sends something to the server on a connection. */
export type Statement<R> = (connection: PoolConnection, done: Done<R>) => void;

/** Called with a connection or an error. */
type Taker = (
  ...outcome: [error: Error, connection: undefined] | [error: null, connection: PoolConnection]
) => void;

/** What a connection is for. A write may have to wait for a lock; a read never does. */
export type Use = 'read' | 'write';

/** A connection that was idle for longer is pinged before it is used. */
const IDLE_MILLISECONDS = 5_000;
const PING_MILLISECONDS = 1_000;

/** Share of the pool that writes and transactions may hold, so that reads find a connection while those wait for locks. */
const WRITERS_SHARE = 0.8;

/**
 * The driver's pool with deadlines: for getting a connection, and for the result of each statement. A connection that
 * does not answer is closed, and so are those that have been idle since before then, because whatever froze one (a proxy,
 * a lost server) may have frozen them all. Opening a new one takes milliseconds.
 *
 * Written with callbacks: every statement of every request passes here, and a promise takes longer than each of the steps.
 */
export class ConnectionPool {
  private readonly writers: Turnstile;
  private readonly deadlines = new Deadlines();
  /** When each connection last answered, in monotonic milliseconds. */
  private readonly answeredAt = new WeakMap<PoolConnection, number>();
  /** Connections that have not answered since then are closed before use: another one froze after it. */
  private distrustBefore = -Infinity;
  /** Connections that have not answered since then are pinged before use, even after a short idle time. */
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
  send<R>(statement: Statement<R>, use: Use, waits: Waits): Promise<R> {
    return new Promise((resolve, reject) => {
      this.enter(use, waits, (refusal, connection) => {
        if (refusal) return reject(refusal);
        this.ask(connection, statement, waits, (error, result) => {
          if (error && isOfWrongServer(error)) connection.destroy();
          this.giveBack(connection, use);
          if (!error) resolve(result);
          else
            reject(use === 'write' && storeFault(error) === 'lost' ? new OutcomeUnknownError(error) : error);
        });
      });
    });
  }

  /**
   * Takes a connection; always return it with `giveBack`.
   *
   * @throws StoreBusyError when no connection comes free in time
   */
  take(use: Use, waits: Waits): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      this.enter(use, waits, (error, connection) => (error ? reject(error) : resolve(connection)));
    });
  }

  giveBack(connection: PoolConnection, use: Use): void {
    this.taken -= 1;
    this.givenBackAt = performance.now();
    connection.release();
    if (use === 'write') this.writers.leave();
  }

  /** Rejects with a StatementTimeout when there is no result in time; the connection is closed then. */
  answer<R>(connection: PoolConnection, statement: Statement<R>, waits: Waits): Promise<R> {
    // Not the driver's promises, which capture a stack for every statement: that takes longer than sending it.
    return new Promise((resolve, reject) => {
      this.ask(connection, statement, waits, (error, result) => (error ? reject(error) : resolve(result)));
    });
  }

  /**
   * For how many milliseconds all connections have been in use and none was given back. Every statement has a deadline,
   * so a value far beyond it means that the process has lost its connections.
   */
  get stuckMilliseconds(): number {
    return this.taken < this.size ? 0 : performance.now() - this.givenBackAt;
  }

  private enter(use: Use, { patience }: Waits, taker: Taker): void {
    const deadline = performance.now() + patience;
    if (use === 'read') return this.find(deadline, taker);
    const find = (): void =>
      this.find(deadline, (...outcome) => {
        if (outcome[0]) this.writers.leave();
        taker(...outcome);
      });
    const turn = this.writers.enter(patience);
    if (turn) turn.then(find, (error: Error) => taker(error, undefined));
    else find();
  }

  private find(deadline: number, taker: Taker): void {
    const wait = this.deadlines.add(deadline, () => taker(new StoreBusyError(), undefined));
    this.pool.getConnection((error, connection) => {
      const isLate = !this.deadlines.remove(wait);
      if (error) return isLate ? undefined : taker(driverError(error), undefined);
      if (isLate) return connection.release();
      const now = performance.now();
      const answeredAt = this.answeredAt.get(connection) ?? now;
      if (answeredAt < this.distrustBefore) {
        connection.destroy();
        this.find(deadline, taker);
      } else if (answeredAt > Math.max(this.askBefore, now - IDLE_MILLISECONDS)) this.hand(connection, taker);
      else
        this.lives(connection).then(
          (isAlive) => (isAlive ? this.hand(connection, taker) : this.find(deadline, taker)),
          (error: Error) => taker(error, undefined),
        );
    });
  }

  private hand(connection: PoolConnection, taker: Taker): void {
    this.taken += 1;
    taker(null, connection);
  }

  private ask<R>(
    connection: PoolConnection,
    statement: Statement<R>,
    { statement: milliseconds }: Waits,
    done: Done<R>,
  ): void {
    const sentAt = performance.now();
    const wait = this.deadlines.add(sentAt + milliseconds, () => {
      this.distrustBefore = Math.max(this.distrustBefore, sentAt);
      this.askBefore = performance.now();
      connection.destroy();
      done(new StatementTimeout(milliseconds), undefined as R);
    });
    try {
      statement(connection, (error, result) => {
        if (!this.deadlines.remove(wait)) return;
        if (!error) this.answeredAt.set(connection, performance.now());
        done(error && driverError(error), result);
      });
    } catch (error) {
      // The driver throws for some values before it sends anything.
      if (this.deadlines.remove(wait)) done(error as Error, undefined as R);
    }
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
