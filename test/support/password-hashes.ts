import { createHook } from 'node:async_hooks';

/** Counts the computations that the password hasher has given to the threads of Node.js, from its creation until `stop`. */
export class HashCount {
  private begun = 0;
  private readonly hook = createHook({
    init: (_id, type) => {
      // The line below this callback and Node's own is the one that called the native library.
      if (type !== 'PROMISE' && /\bpassword-hasher\.ts/.test(new Error().stack?.split('\n')[3] ?? ''))
        this.begun += 1;
    },
  }).enable();

  get count(): number {
    return this.begun;
  }

  stop(): void {
    this.hook.disable();
  }
}

/** How many password hashes are computed during the work. */
export async function hashesDuring(work: () => Promise<unknown>): Promise<number> {
  const hashes = new HashCount();
  try {
    await work();
  } finally {
    hashes.stop();
  }
  return hashes.count;
}
