import { BaseConnection, ER_LOCK_DEADLOCK, textOf } from './statements';

/**
 * How often each statement was the victim of a deadlock during the work. Deadlocks that a retry resolved count, too.
 */
export async function deadlocksOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const victims: Record<string, number> = {};
  const { query, execute } = BaseConnection.prototype;
  const watched = (send: typeof query) =>
    function (this: unknown, ...args: unknown[]): unknown {
      const done = args.at(-1);
      if (typeof done !== 'function') return send.apply(this, args);
      const note = (error: { errno?: number } | null, ...rest: unknown[]): unknown => {
        if (error?.errno === ER_LOCK_DEADLOCK) victims[textOf(args[0])] = (victims[textOf(args[0])] ?? 0) + 1;
        return (done as (...values: unknown[]) => unknown)(error, ...rest);
      };
      return send.apply(this, [...args.slice(0, -1), note]);
    };
  Object.assign(BaseConnection.prototype, { query: watched(query), execute: watched(execute) });
  try {
    await work();
  } finally {
    Object.assign(BaseConnection.prototype, { query, execute });
  }
  return victims;
}
