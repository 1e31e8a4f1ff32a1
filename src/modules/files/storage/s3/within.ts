import { setTimeout as delay } from 'node:timers/promises';

/** The work was not done in time. */
export class TookTooLong extends Error {
  constructor(milliseconds: number) {
    super(`The storage did not answer within ${milliseconds} ms`);
  }
}

/** Waits so long for the work at most. What it does later, and how it fails then, is ignored. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const waiting = new AbortController();
  const late = delay(milliseconds, undefined, { signal: waiting.signal }).then(() => {
    throw new TookTooLong(milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    waiting.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
