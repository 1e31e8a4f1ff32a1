import type { Settings } from '../../config/settings';
import type { Clock } from '../clock/clock';
import type { WorkerMessage } from '../workers/worker-channel';
import { OwnRateCounts, RateCounts } from './rate-counts';
import { type RateWindow, RateWindows, type Standing } from './rate-windows';

const TELL_AFTER_MILLISECONDS = 100;
/** Far longer than a busy primary takes, and no longer than somebody who signs in will wait. */
const PATIENCE_MILLISECONDS = 1_000;

/** From a worker: a try, to be counted and judged; or how many requests of whom it has let in since it last told. */
export type RateNews =
  { kind: 'guess'; id: number; key: string } | { kind: 'requests'; counts: [key: string, count: number][] };

/** From the primary: where the try stands; or the windows, over all workers, of those that were told of. */
export type RateAnswer =
  | { kind: 'guess judged'; id: number; standing: Standing }
  | { kind: 'requests counted'; windows: [key: string, window: RateWindow][] };

/** The primary's side: the counts over all workers. */
export class RateCountKeeper {
  private readonly requests = new RateWindows();
  private readonly guesses = new RateWindows();

  constructor(private readonly settings: Settings) {}

  /** What to answer the worker; undefined to a message that is about something else. */
  answer(message: RateNews | WorkerMessage, now: number): RateAnswer | undefined {
    if (isNews(message, 'guess')) {
      const standing = this.guesses.hit(message.key, this.settings.signInLimitPerMinute, now);
      return { kind: 'guess judged', id: message.id, standing };
    }
    if (isNews(message, 'requests')) {
      const windows = message.counts.map(([key, count]): [string, RateWindow] => {
        const window = this.requests.window(key, now);
        window.count += count;
        return [key, window];
      });
      return { kind: 'requests counted', windows };
    }
    return undefined;
  }
}

/**
 * A worker's side. Tries are judged by the primary, so that their limit is exact; a few milliseconds are nothing
 * beside a password hash. Other requests are judged here and told to the primary in batches, which answers with the
 * counts over all workers: what a caller gets beyond the limit by spreading over workers is what they let in within
 * one batch.
 *
 * Should the primary not answer, the worker judges tries by its own count: a limit a worker is still a limit, and
 * nobody is kept from signing in.
 */
export class SharedRateCounts extends RateCounts {
  private readonly requests = new RateWindows();
  private readonly own: OwnRateCounts;
  private untold = new Map<string, number>();
  private isTelling = false;
  private readonly asked = new Map<number, (standing: Standing) => void>();
  private lastId = 0;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly tell: (news: RateNews) => void,
    private readonly patienceMilliseconds = PATIENCE_MILLISECONDS,
  ) {
    super();
    this.own = new OwnRateCounts(settings);
  }

  request(key: string, now: number): Standing {
    const standing = this.requests.hit(key, this.settings.rateLimitPerMinute, now);
    if (!standing.isRefused) {
      this.untold.set(key, (this.untold.get(key) ?? 0) + 1);
      if (!this.isTelling) this.tellSoon();
    }
    return standing;
  }

  async guess(key: string, now: number): Promise<Standing> {
    return (await this.judgement(key)) ?? this.own.guess(key, now);
  }

  /** Takes what the primary says; anything else is not for here. */
  receive(message: RateAnswer | WorkerMessage): void {
    if (isAnswer(message, 'guess judged')) this.asked.get(message.id)?.(message.standing);
    if (isAnswer(message, 'requests counted')) this.take(message.windows);
  }

  /** Undefined when the primary does not answer in time. */
  private judgement(key: string): Promise<Standing | undefined> {
    const id = (this.lastId += 1);
    return new Promise<Standing | undefined>((resolve) => {
      const giveUp = setTimeout(() => resolve(undefined), this.patienceMilliseconds);
      this.asked.set(id, (standing) => {
        clearTimeout(giveUp);
        resolve(standing);
      });
      this.tell({ kind: 'guess', id, key });
    }).finally(() => this.asked.delete(id));
  }

  /** One batch at a time: the answer to it holds all that was told, so what is untold comes on top. */
  private tellSoon(): void {
    this.isTelling = true;
    setTimeout(() => {
      const counts = [...this.untold];
      this.untold = new Map();
      this.tell({ kind: 'requests', counts });
    }, TELL_AFTER_MILLISECONDS).unref();
  }

  private take(windows: [string, RateWindow][]): void {
    const now = this.clock.now().getTime();
    for (const [key, { count, endsAt }] of windows)
      Object.assign(this.requests.window(key, now), { count: count + (this.untold.get(key) ?? 0), endsAt });
    this.isTelling = false;
    if (this.untold.size > 0) this.tellSoon();
  }
}

function isNews<K extends RateNews['kind']>(
  message: WorkerMessage,
  kind: K,
): message is Extract<RateNews, { kind: K }> {
  return message.kind === kind;
}

function isAnswer<K extends RateAnswer['kind']>(
  message: WorkerMessage,
  kind: K,
): message is Extract<RateAnswer, { kind: K }> {
  return message.kind === kind;
}
