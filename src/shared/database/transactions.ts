import { Injectable } from '@nestjs/common';
import { Connections, SNAPSHOT } from './connections';
import { withRetries } from './retries';
import { isRefused, storeFault } from './store-faults';

/** Opens transactions for services. Repositories reach the running one through `Database`. */
@Injectable()
export class Transactions {
  constructor(private readonly connections: Connections) {}

  /**
   * Runs the work in a transaction: the one already running, or a new one (READ COMMITTED).
   *
   * A new one that meets a deadlock, a lock timeout or a lost connection is run again as a whole, with growing,
   * jittered pauses, until DATABASE_WAIT_SECONDS are over. So the work must change nothing outside the database. Only
   * errors that the database driver reports count: a broken upload looks like a lost connection but is none.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.connections.transaction) return work();
    const { result, waiting } = await withRetries(
      () => this.connections.begin(work),
      mayRunAgain,
      this.connections.waits.patience,
    );
    waiting.forEach((callback) => callback());
    return result;
  }

  /**
   * Runs reads that all see the store as it is at their beginning. As `run`, they may be run again as a whole, and what they do outside
   * the database must allow that. Never within a transaction, whose reads see what others have written since.
   */
  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    if (this.connections.transaction) throw new Error('A snapshot cannot begin within a transaction.');
    const { result } = await withRetries(
      () => this.connections.begin(work, SNAPSHOT),
      mayRunAgain,
      this.connections.waits.patience,
    );
    return result;
  }

  /** Calls back once the running transaction has committed; at once when there is none. */
  afterCommit(callback: () => void): void {
    const { transaction } = this.connections;
    if (transaction) transaction.waiting.push(callback);
    else callback();
  }

  /**
   * Gathers things for the end of the running transaction: right before it commits, the work is done once, with all of them. What it
   * locks is so locked last, and what follows from many changes is written with the same statements as from one.
   *
   * @param work the same function each time
   */
  gatherForEnd<Item>(work: (gathered: Item[]) => Promise<void>, items: readonly Item[]): void {
    const { transaction } = this.connections;
    if (!transaction) throw new Error('There is no transaction at whose end this could be done.');
    const gathered = transaction.ending.get(work) ?? [];
    gathered.push(...items);
    transaction.ending.set(work, gathered);
  }

  /** Runs work outside the running transaction: it outlives it, or must be kept even if it rolls back. */
  outside<T>(work: () => T): T {
    return this.connections.outside(work);
  }

  /** As `outside`, for work that no request waits for, such as an operation: it may wait minutes for the database. */
  inBackground<T>(work: () => T): T {
    return this.connections.inBackground(work);
  }
}

/** True if the transaction left nothing: the server rolled it back, or the connection was lost before the commit. */
function mayRunAgain(error: unknown): boolean {
  return isRefused(error) || storeFault(error) === 'lost';
}
