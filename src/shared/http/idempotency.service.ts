import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { storeErrno } from '../database/store-faults';
import { Transactions } from '../database/transactions';
import { asView, viewOf } from './etag';
import { KeyInFlightError, KeyReusedError } from './idempotency.errors';
import { IdempotencyRepository, type KeyedRequest, type StoredRequest } from './idempotency.repository';
import { RunningKeys } from './running-keys';

const KEEP_HOURS = 24;
const SWEEP_EVERY_MILLISECONDS = 60_000;
const LOCK_WAIT_TIMEOUT = 1205;

/** The answer to a request, made now or stored when the request came first. */
export interface OnceAnswer<T> {
  body: T;
  isReplay: boolean;
}

/**
 * Does what a named request asks for once. The claim on the key, the work and the answer are one transaction: they
 * commit together or not at all, so a process that dies leaves nothing behind, and no request can complete a claim that
 * it has lost.
 */
@Injectable()
export class IdempotencyService {
  private readonly running = new RunningKeys();
  private sweptAt = -Infinity;

  constructor(
    private readonly keys: IdempotencyRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * The work may be run again after a deadlock, so it changes nothing outside the store.
   *
   * @throws KeyInFlightError when the first request with the key takes longer than the lock timeout
   * @throws KeyReusedError when the key was used for something else
   */
  async once<T>(request: KeyedRequest, work: () => Promise<T>): Promise<OnceAnswer<T>> {
    const leave = await this.running.enter(request.keyHash.toString('base64'));
    if (!leave) throw new KeyInFlightError();
    try {
      const answer = await this.transactions.run(async () => {
        const stored = await this.claim(request);
        if (stored) return { body: replay<T>(stored), isReplay: true };
        const body = await work();
        await this.complete(request, body);
        return { body, isReplay: false };
      });
      await this.sweep();
      return answer;
    } finally {
      leave();
    }
  }

  /** The request that had the key before, if one had. */
  private async claim(request: KeyedRequest): Promise<StoredRequest | undefined> {
    try {
      if (await this.keys.claim(request, this.clock.now())) return undefined;
      const stored = await this.keys.find(request.keyHash);
      if (stored && !stored.fingerprint.equals(request.fingerprint)) throw new KeyReusedError();
      // A request of the previous build: it is running, or its process died and the claim expires after a minute.
      if (stored?.completedAt === null && stored.lockedUntil <= this.clock.now()) return undefined;
      if (!stored?.completedAt) throw new KeyInFlightError();
      return stored;
    } catch (error) {
      throw storeErrno(error) === LOCK_WAIT_TIMEOUT ? new KeyInFlightError() : error;
    }
  }

  private async complete({ keyHash }: KeyedRequest, body: unknown): Promise<void> {
    const response = body === undefined ? null : JSON.stringify(body);
    await this.keys.complete(keyHash, response, viewOf(body) ?? null, this.clock.now());
  }

  /** Once a minute is enough, and does not have many requests delete the same rows. */
  private async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    if (Math.abs(now - this.sweptAt) < SWEEP_EVERY_MILLISECONDS) return;
    this.sweptAt = now;
    await this.keys.deleteBefore(new Date(now - KEEP_HOURS * 3_600_000));
  }
}

function replay<T>({ response, answerView }: StoredRequest): T {
  const body = (response === null ? undefined : JSON.parse(response)) as T;
  return typeof body === 'object' && body !== null && answerView !== null ? asView(body, answerView) : body;
}
