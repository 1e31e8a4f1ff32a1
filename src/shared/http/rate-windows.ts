/** How long a window lasts. */
export const WINDOW_MILLISECONDS = 60_000;

/**
 * Keys of one generation. A window takes some 200 bytes, so a table stays below 40 MB whatever addresses the
 * requests claim to come from.
 */
const MAX_KEYS = 100_000;

/** One caller's minute, which begins with the first request in it. */
interface RateWindow {
  count: number;
  /** In milliseconds since 1970. */
  endsAt: number;
}

/** What is left to a caller after a request. */
export interface Standing {
  isRefused: boolean;
  /** Requests left until the window ends. */
  remaining: number;
  /** Whole seconds until the window ends, from 1. */
  seconds: number;
}

/**
 * Counts by key in windows of a minute. A hit costs the same however many there were: the keys live in two
 * generations, and once a minute the older one, whose windows are all over by then, is dropped as a whole. When
 * more keys come than a generation takes, it is dropped early and the oldest windows are lost; a caller with
 * that many addresses has that many allowances anyway.
 */
export class RateWindows {
  private recent = new Map<string, RateWindow>();
  private older = new Map<string, RateWindow>();
  private turnedAt = 0;

  constructor(private readonly maxKeys = MAX_KEYS) {}

  /** Counts a request unless the limit is reached. `now` is in milliseconds since 1970. */
  hit(key: string, limit: number, now: number): Standing {
    const window = this.window(key, now);
    const isRefused = window.count >= limit;
    if (!isRefused) window.count += 1;
    return {
      isRefused,
      remaining: Math.max(0, limit - window.count),
      seconds: Math.ceil((window.endsAt - now) / 1000),
    };
  }

  /** The key's window, a new one where the last is over. */
  private window(key: string, now: number): RateWindow {
    if (this.recent.size >= this.maxKeys || !isWithinWindow(now - this.turnedAt)) this.turn(now);
    const known = this.recent.get(key) ?? this.older.get(key);
    // After the clock was set back, callers must not be refused for long.
    if (known && isWithinWindow(known.endsAt - now - 1)) return known;
    const window = { count: 0, endsAt: now + WINDOW_MILLISECONDS };
    this.recent.set(key, window);
    return window;
  }

  private turn(now: number): void {
    this.older = this.recent;
    this.recent = new Map();
    this.turnedAt = now;
  }
}

function isWithinWindow(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds < WINDOW_MILLISECONDS;
}
