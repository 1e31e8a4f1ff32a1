import { setTimeout as delay } from 'node:timers/promises';

const FIRST_PAUSE_MILLISECONDS = 10;
const LONGEST_PAUSE_MILLISECONDS = 500;

/**
 * Runs the work, and repeats it after errors that may be retried until the patience (in milliseconds) is used up. The
 * pauses grow; their jitter keeps two transactions that deadlocked from colliding again at the same moment.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  mayRetry: (error: unknown) => boolean,
  patience: number,
): Promise<T> {
  const deadline = performance.now() + patience;
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
    try {
      return await work();
    } catch (error) {
      const milliseconds = Math.random() * pause;
      if (performance.now() + milliseconds > deadline || !mayRetry(error)) throw error;
      await delay(milliseconds);
    }
  }
}
