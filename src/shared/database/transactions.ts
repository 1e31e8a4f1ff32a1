import { Injectable } from '@nestjs/common';
import { Connections } from './connections';
import { isRetryable, withRetries } from './retryable';

/** Opens transactions for services. Repositories reach the running one through `Database`. */
@Injectable()
export class Transactions {
  constructor(private readonly connections: Connections) {}

  /**
   * Runs the work in a transaction: the one already running, or a new one (READ COMMITTED).
   *
   * A new one that meets a deadlock, a lock timeout or a lost connection is run again as a whole, up to six
   * times with growing, jittered pauses, so the work must not change anything outside the store.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.connections.transaction) return work();
    const { result, waiting } = await withRetries(() => this.connections.begin(work), isRetryable);
    waiting.forEach((callback) => callback());
    return result;
  }

  /** Calls back once the running transaction has committed; at once when there is none. */
  afterCommit(callback: () => void): void {
    const { transaction } = this.connections;
    if (transaction) transaction.waiting.push(callback);
    else callback();
  }

  /** Does work that is none of the running transaction's: it goes on after it, or must stand whatever becomes of it. */
  outside<T>(work: () => T): T {
    return this.connections.outside(work);
  }
}
