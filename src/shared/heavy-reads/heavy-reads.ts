import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { FairLine } from './fair-line';
import { ClientGoneError, HeavyReadsBusyError } from './heavy-reads.errors';
import type { HeavyRequest } from './heavy-request';

/** A computation. It looks at the signal between its statements: it aborts when nobody waits for the result any more. */
export type HeavyWork<T> = (abandoned: AbortSignal) => Promise<T>;

/** Somebody who waits for a computation. */
interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

interface Computation {
  /** What it computes; undefined when it is for one request alone. */
  key: string | undefined;
  /** Whose turn it takes: the person who asked first. */
  person: string;
  /** It goes on with an answer that has begun, so it cannot be refused. */
  isPromised: boolean;
  work: HeavyWork<unknown>;
  /** In monotonic milliseconds. */
  startedAt: number | undefined;
  waiting: Set<Waiting>;
  abandoned: AbortController;
}

/** At most this share of the pool's connections serves heavy reads, one each. */
const POOL_SHARE = 1 / 3;
const LONGEST_RETRY_SECONDS = 30;

/**
 * A lane for reads over whole courses: a few at a time in each process, so that the daily flows find connections and
 * processor time; the others wait in a fair line. Requests for the same thing share one computation, and nothing is kept
 * when it has ended.
 *
 * **A caller sees what was written before they asked.** A request shares a computation only if that began after the request
 * had arrived. One that comes later waits for the next, which is again shared by all who came in the meantime. So no result
 * is older than the request that it answers, whichever process took the write.
 *
 * Callers check permissions themselves, each for their own request, before they come here.
 */
@Injectable()
export class HeavyReads {
  private readonly places: number;
  private readonly patience: number;
  private readonly line: FairLine<Computation>;
  private readonly running = new Set<Computation>();
  /** Of each key, the computation that was asked for last. */
  private readonly latest = new Map<string, Computation>();
  /** Of the last computation, in milliseconds. */
  private lastDuration = 1000;

  constructor(@Inject(SETTINGS) settings: Settings) {
    const fromPool = Math.max(1, Math.floor(settings.databasePoolSize * POOL_SHARE));
    this.places = Math.min(settings.heavyReadsAtOnce, fromPool);
    this.patience = settings.heavyReadWaitSeconds * 1000;
    this.line = new FairLine(settings.heavyReadsWaiting);
  }

  /**
   * The result of the work, which may be shared with other requests of the same key.
   *
   * @param key names what is computed and all that it depends on: course, parameters, language, the present day. Two callers
   *   with the same key must be allowed to see the same.
   * @throws HeavyReadsBusyError when the line is full, or the work could not begin in time
   */
  share<T>(request: HeavyRequest, key: string, work: HeavyWork<T>): Promise<T> {
    const latest = this.latest.get(key);
    const joined = latest && this.mayJoin(latest, request) ? latest : undefined;
    return this.wait(request, joined ?? this.computation(request, work, key), this.patience) as Promise<T>;
  }

  /**
   * As `share`, for a piece of an answer that only this request gets.
   *
   * @param hasBegun an answer that has begun cannot become 503, so its later pieces wait as long as it takes
   */
  piece<T>(request: HeavyRequest, work: HeavyWork<T>, hasBegun: boolean): Promise<T> {
    const computation = { ...this.computation(request, work), isPromised: hasBegun };
    return this.wait(request, computation, hasBegun ? Infinity : this.patience) as Promise<T>;
  }

  private mayJoin({ startedAt, abandoned }: Computation, { arrivedAt }: HeavyRequest): boolean {
    return !abandoned.signal.aborted && (startedAt === undefined || startedAt >= arrivedAt);
  }

  private computation(request: HeavyRequest, work: HeavyWork<unknown>, key?: string): Computation {
    return {
      ...{ key, work, person: request.person, isPromised: false },
      startedAt: undefined,
      waiting: new Set(),
      abandoned: new AbortController(),
    };
  }

  private wait({ gone }: HeavyRequest, computation: Computation, patience: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (gone.aborted) return reject(new ClientGoneError());
      const leave = (error: Error): void => {
        this.leave(computation, waiting);
        waiting.reject(error);
      };
      const onGone = (): void => leave(new ClientGoneError());
      const timer =
        patience === Infinity
          ? undefined
          : setTimeout(() => {
              if (computation.startedAt === undefined) leave(this.busy());
            }, patience);
      const settle = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', onGone);
      };
      const waiting: Waiting = {
        resolve: (result) => (settle(), resolve(result)),
        reject: (error) => (settle(), reject(error)),
      };
      gone.addEventListener('abort', onGone);
      const isNew = computation.waiting.size === 0;
      computation.waiting.add(waiting);
      if (isNew) this.enter(computation);
    });
  }

  private enter(computation: Computation): void {
    const { key, person, isPromised } = computation;
    const dropped = this.line.enter(person, computation, isPromised);
    if (dropped !== computation && key !== undefined) this.latest.set(key, computation);
    if (dropped) this.finish(dropped, ({ reject }) => reject(this.busy()));
    this.startNext();
  }

  /** Whoever leaves last takes the computation out of the line, or tells it to stop. */
  private leave(computation: Computation, waiting: Waiting): void {
    computation.waiting.delete(waiting);
    if (computation.waiting.size > 0) return;
    computation.abandoned.abort();
    this.line.leave(computation.person, computation);
    this.forget(computation);
  }

  private startNext(): void {
    while (this.running.size < this.places) {
      const next = this.line.next((waiting) => !this.isRunning(waiting.key));
      if (!next) return;
      void this.run(next);
    }
  }

  private async run(computation: Computation): Promise<void> {
    computation.startedAt = performance.now();
    this.running.add(computation);
    try {
      const result = await computation.work(computation.abandoned.signal);
      this.lastDuration = performance.now() - computation.startedAt;
      this.finish(computation, ({ resolve }) => resolve(result));
    } catch (error) {
      this.finish(computation, ({ reject }) => reject(error as Error));
    } finally {
      this.running.delete(computation);
      this.startNext();
    }
  }

  private finish(computation: Computation, tell: (waiting: Waiting) => void): void {
    this.forget(computation);
    for (const waiting of computation.waiting) tell(waiting);
    computation.waiting.clear();
  }

  private forget(computation: Computation): void {
    const { key } = computation;
    if (key !== undefined && this.latest.get(key) === computation) this.latest.delete(key);
  }

  /** The same thing is not computed twice at a time: the one that waits is for all who have come since. */
  private isRunning(key: string | undefined): boolean {
    return key !== undefined && [...this.running].some((running) => running.key === key);
  }

  private busy(): HeavyReadsBusyError {
    const milliseconds = ((this.line.size + 1) * this.lastDuration) / this.places;
    return new HeavyReadsBusyError(
      Math.min(LONGEST_RETRY_SECONDS, Math.max(1, Math.ceil(milliseconds / 1000))),
    );
  }
}
