import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolConnection } from 'mysql2';
import type { Settings } from '../../config/settings';
import { ConnectionPool, type Statement, type Use } from './connection-pool';
import { withRetries } from './retries';
import { isOfWrongServer, isRefused, storeFault } from './store-faults';
import { OutcomeUnknownError } from './store.errors';
import { BACKGROUND_WAITS, requestWaits, type Waits } from './waits';

/** A transaction and its connection, which nothing else uses until the transaction ends. */
export interface RunningTransaction {
  connection: PoolConnection;
  /** Callbacks for after the commit. */
  waiting: (() => void)[];
  /** What is done right before the commit, each once for all that was gathered for it. */
  ending: Map<Ending, unknown[]>;
  hasEnded: boolean;
}

/** Work for the end of a transaction, with what was gathered for it. */
export type Ending = (gathered: never[]) => Promise<void>;

/** How a transaction begins. */
export interface Beginning {
  use: Use;
  opening: readonly string[];
}

const WRITING: Beginning = { use: 'write', opening: ['START TRANSACTION'] };
/** All its reads see one instant, that of its beginning. */
export const SNAPSHOT: Beginning = {
  use: 'read',
  opening: [
    'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
  ],
};

/** What the running code belongs to. */
interface Context {
  waits: Waits;
  transaction?: RunningTransaction;
}

/** After this the connection is closed instead, which makes the server roll back by itself. */
const ROLLBACK_WAITS: Waits = { patience: 0, statement: 2_000 };

/**
 * The pool and the running transaction. An AsyncLocalStorage carries the transaction through every await, so
 * repositories need not pass a connection on. It uses the driver directly: TypeORM's way to a connection and to BEGIN
 * takes a large part of the time of a short transaction.
 */
export class Connections {
  private readonly contexts = new AsyncLocalStorage<Context>();
  private readonly requestContext: Context;
  private readonly pool: ConnectionPool;

  constructor(pool: Pool, settings: Settings) {
    this.pool = new ConnectionPool(pool, settings.databasePoolSize);
    this.requestContext = { waits: requestWaits(settings) };
  }

  /** The transaction that the calling code is in, if any. */
  get transaction(): RunningTransaction | undefined {
    return this.context.transaction;
  }

  /** How long the calling code waits for the database. */
  get waits(): Waits {
    return this.context.waits;
  }

  /** Sends a statement, inside the running transaction if there is one. */
  send<R>(statement: Statement<R>, use: Use): Promise<R> {
    const { transaction, waits } = this.context;
    if (!transaction) return this.pool.send(statement, use, waits);
    // Another transaction may use its connection by now, and this statement would become part of that one.
    if (transaction.hasEnded)
      throw new Error('A statement came after the end of its transaction: await it inside.');
    return this.pool.answer(transaction.connection, statement, waits);
  }

  /**
   * As `send`, with retries for a statement outside a transaction, until the patience of `waits` is used up: a read is sent
   * again after any fault, a write only where the server refused it.
   */
  async sendWithRetries<R>(statement: Statement<R>, use: Use): Promise<R> {
    const mayRetry = (error: unknown): boolean =>
      isRefused(error) || (use === 'read' && storeFault(error) === 'lost');
    const { transaction, waits } = this.context;
    try {
      return await (transaction
        ? this.send(statement, use)
        : withRetries(() => this.send(statement, use), mayRetry, waits.patience));
    } catch (error) {
      // The driver's stack ends in its parser; this one names the repository method.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }

  /**
   * Runs the work in a new transaction on a connection of its own. When the work throws, rolls back and rethrows.
   *
   * @throws OutcomeUnknownError when the connection broke during the commit
   */
  async begin<T>(
    work: () => Promise<T>,
    { use, opening } = WRITING,
  ): Promise<{ result: T; waiting: RunningTransaction['waiting'] }> {
    const { waits } = this.context;
    const connection = await this.pool.take(use, waits);
    const transaction: RunningTransaction = {
      ...{ connection, waiting: [], hasEnded: false },
      ending: new Map(),
    };
    try {
      for (const command of opening) await this.command(connection, command, waits);
      const result = await this.contexts.run({ waits, transaction }, async () => {
        const done = await work();
        await endOf(transaction);
        return done;
      });
      await this.commit(connection, waits);
      return { result, waiting: transaction.waiting };
    } catch (error) {
      await this.abandon(connection, error);
      throw error;
    } finally {
      transaction.hasEnded = true;
      this.pool.giveBack(connection, use);
    }
  }

  /** Runs the work as if no transaction were running. */
  outside<T>(work: () => T): T {
    return this.within(this.waits, work);
  }

  /** As `outside`, for work that no request waits for. */
  inBackground<T>(work: () => T): T {
    return this.within(BACKGROUND_WAITS, work);
  }

  /** Runs the work outside any transaction, with waits of its own. */
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
      // Unless the server refused the commit, it may have committed before the error.
      throw isRefused(error) ? error : new OutcomeUnknownError(error);
    }
  }

  /** Rolls back. A connection whose state is unknown is closed, so that nothing else uses it. */
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

/** Work of the end may gather more. */
async function endOf({ ending }: RunningTransaction): Promise<void> {
  while (ending.size > 0) {
    const all = [...ending];
    ending.clear();
    for (const [work, gathered] of all) await work(gathered as never[]);
  }
}
