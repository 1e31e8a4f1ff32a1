import { InvalidError } from '../../../shared/errors/domain-error';

const MINUTES = 10;
const MOST = 1000;

/** What was refused a moment ago in this process, so that the work that led to it is not done again for each request. */
export class Refusals {
  private readonly refused = new Map<string, { error: InvalidError; until: number }>();

  /** The result of the work, or the InvalidError that it threw within the last ten minutes. */
  async remember<T>(key: string, now: Date, work: () => Promise<T>): Promise<T> {
    const earlier = this.refused.get(key);
    if (earlier && earlier.until > now.getTime()) throw earlier.error;
    this.refused.delete(key);
    try {
      return await work();
    } catch (error) {
      if (error instanceof InvalidError) this.add(key, error, now);
      throw error;
    }
  }

  private add(key: string, error: InvalidError, now: Date): void {
    const [oldest] = this.refused.keys();
    if (this.refused.size >= MOST && oldest !== undefined) this.refused.delete(oldest);
    this.refused.set(key, { error, until: now.getTime() + MINUTES * 60_000 });
  }
}
