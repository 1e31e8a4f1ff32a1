import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import type { TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { ClsService } from 'nestjs-cls';
import { isRetryable, withRetries } from './retryable';

const AFTER_COMMIT = Symbol('afterCommit');

type Callback = () => void;

/** Opens transactions for services. Repositories reach the running one through `Database`. */
@Injectable()
export class Transactions {
  constructor(
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
    private readonly cls: ClsService,
  ) {}

  /**
   * Runs the work in a transaction: the one already running, or a new one (READ COMMITTED).
   *
   * A new one that meets a deadlock, a lock timeout or a lost connection is run again as a whole, up to six
   * times with growing, jittered pauses, so the work must not change anything outside the store.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.cls.isActive() && this.host.isTransactionActive()) return work();
    return this.cls.run({ ifNested: 'inherit' }, () => this.runWithRetries(work));
  }

  /** Calls back once the running transaction has committed; at once when there is none. */
  afterCommit(callback: Callback): void {
    const waiting = this.cls.isActive() ? this.cls.get<Callback[] | undefined>(AFTER_COMMIT) : undefined;
    if (waiting && this.host.isTransactionActive()) waiting.push(callback);
    else callback();
  }

  private runWithRetries<T>(work: () => Promise<T>): Promise<T> {
    return withRetries(async () => {
      const callbacks: Callback[] = [];
      this.cls.set(AFTER_COMMIT, callbacks);
      const result = await this.host.withTransaction(work);
      callbacks.forEach((callback) => callback());
      return result;
    }, isRetryable);
  }
}
