import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolConnection } from 'mysql2';
import type { Settings } from '../../config/settings';
import { ConnectionPool, type Statement, type Use } from './connection-pool';
import { withRetries } from './retries';
import { isOfWrongServer, isRefused, storeFault } from './store-faults';
import { OutcomeUnknownError } from './store.errors';
import { BACKGROUND_WAITS, requestWaits, type Waits } from './waits';

/** A transaction from its beginning on. It keeps its connection to itself until it ends. */
export interface RunningTransaction {
  connection: PoolConnection;
  /** What to call once it has committed. */
  waiting: (() => void)[];
  hasEnded: boolean;
}

/** What the code that runs is part of. */
interface Context {
  waits: Waits;
  transaction?: RunningTransaction;
}

/** A rollback that takes longer is the server's own business: without its connection, it rolls back. */
const ROLLBACK_WAITS: Waits = { patience: 0, statement: 2_000 };

/**
 * The pool, and the transaction that is running: it follows the code through every await, so that repositories need
 * not hand a connection on. Straight on the driver, because TypeORM's way to a connection and to BEGIN takes a good part
 * of the time of a short transaction.
 */
export class Connections {
  private readonly contexts = new AsyncLocalStorage<Context>();
  private readonly requestContext: Context;
  private readonly pool: ConnectionPool;

  constructor(pool: Pool, settings: Settings) {
    this.pool = new ConnectionPool(pool, settings.databasePoolSize);
    this.requestContext = { waits: requestWaits(settings) };
  }

  /** Of the code that asks, if it is inside one. */
  get transaction(): RunningTransaction | undefined {
    return this.context.transaction;
  }

  /** How long the code that asks may be kept waiting. */
  get waits(): Waits {
    return this.context.waits;
  }

  /** Sends a statement, inside the running transaction if there is one. */
  send<R>(statement: Statement<R>, use: Use): Promise<R> {
    const { transaction, waits } = this.context;
    if (!transaction) return this.pool.send(statement, use, waits);
    // Its connection may be somebody else's by now, who would find this statement in their transaction.
    if (transaction.hasEnded)
      throw new Error('A statement came after the end of its transaction: await it inside.');
    return this.pool.answer(transaction.connection, statement, waits);
  }

  /**
   * As `send`. Outside a transaction, where a statement is a transaction by itself, it is sent again for as long as the
   * code that asks may be kept waiting: a read in any case, a write where the server refused it.
   */
  async sendWithRetries<R>(statement: Statement<R>, use: Use): Promise<R> {
    const mayRetry = (error: unknown): boolean =>
      !this.transaction && (isRefused(error) || (use === 'read' && storeFault(error) === 'lost'));
    try {
      return await withRetries(() => this.send(statement, use), mayRetry, this.waits.patience);
    } catch (error) {
      // The driver's stack ends in its parser; from here on it tells which repository method asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }

  /**
   * Does the work in a new transaction on a connection of its own. Rolls back when it fails, and throws what it threw.
   *
   * @throws OutcomeUnknownError when the connection broke during the commit
   */
  async begin<T>(work: () => Promise<T>): Promise<{ result: T; waiting: RunningTransaction['waiting'] }> {
    const { waits } = this.context;
    const connection = await this.pool.take('write', waits);
    const transaction: RunningTransaction = { connection, waiting: [], hasEnded: false };
    try {
      await this.command(connection, 'START TRANSACTION', waits);
      const result = await this.contexts.run({ waits, transaction }, work);
      await this.commit(connection, waits);
      return { result, waiting: transaction.waiting };
    } catch (error) {
      await this.abandon(connection, error);
      throw error;
    } finally {
      transaction.hasEnded = true;
      this.pool.giveBack(connection, 'write');
    }
  }

  /** Does the work as if no transaction were running. */
  outside<T>(work: () => T): T {
    return this.within(this.waits, work);
  }

  /** As `outside`, for work that no request waits for. */
  inBackground<T>(work: () => T): T {
    return this.within(BACKGROUND_WAITS, work);
  }

  /** Does the work outside any transaction, with other waits than those of a request. */
  within<T>(waits: Waits, work: () => T): T {
    return this.contexts.run({ waits }, work);
  }

  /** As `ConnectionPool.stuckMilliseconds`. */
  get stuckMilliseconds(): number {
    return this.pool.stuckMilliseconds;
  }

  private async commit(connection: PoolConnection, waits: Waits): Promise<void> {
    try {
      await this.command(connection, 'COMMIT', waits);
    } catch (error) {
      // Anything but a refusal may have come after the server had committed.
      throw isRefused(error) ? error : new OutcomeUnknownError(error);
    }
  }

  /** Whatever state the connection is in, nobody else should get it. */
  private async abandon(connection: PoolConnection, error: unknown): Promise<void> {
    if (error instanceof OutcomeUnknownError || isOfWrongServer(error)) return connection.destroy();
    await this.command(connection, 'ROLLBACK', ROLLBACK_WAITS).catch(() => connection.destroy());
  }

  private command(connection: PoolConnection, query: string, waits: Waits): Promise<unknown> {
    return this.pool.answer(connection, (server, done) => server.query(query, done), waits);
  }

  private get context(): Context {
    return this.contexts.getStore() ?? this.requestContext;
  }
}
