import type { Settings } from '../../config/settings';
import { RateWindows, type Standing } from './rate-windows';

/** Counts what the rate limits bound. Keys are short; instants are in milliseconds since 1970. */
export abstract class RateCounts {
  /** Any request: answered at once, as every request passes here. */
  abstract request(key: string, now: number): Standing;

  /** A try of a password or a mailed token. */
  abstract guess(key: string, now: number): Promise<Standing>;
}

/** The counts of a process that is alone. */
export class OwnRateCounts extends RateCounts {
  private readonly requests = new RateWindows();
  private readonly guesses = new RateWindows();

  constructor(private readonly settings: Settings) {
    super();
  }

  request(key: string, now: number): Standing {
    return this.requests.hit(key, this.settings.rateLimitPerMinute, now);
  }

  async guess(key: string, now: number): Promise<Standing> {
    return this.guesses.hit(key, this.settings.signInLimitPerMinute, now);
  }
}
