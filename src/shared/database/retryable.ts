import { setTimeout as delay } from 'node:timers/promises';

/**
 * Server errors after which a transaction may simply be run again as a whole: it was rolled back, or never
 * reached the server.
 */
const RETRYABLE_ERRNOS = new Set([
  1020, // ER_CHECKREAD: record has changed since last read (MariaDB snapshot isolation)
  1047, // ER_UNKNOWN_COM_ERROR: a Galera node that is not ready for queries
  1205, // ER_LOCK_WAIT_TIMEOUT
  1213, // ER_LOCK_DEADLOCK
]);

const LOST_CONNECTION_CODES = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNREFUSED',
]);

interface DriverError {
  errno?: number;
  code?: string;
  query?: string;
}

const MAX_ATTEMPTS = 6;

/**
 * Runs the work until it does not fail with an error that may be retried, six times at the most, with growing pauses.
 * Their jitter keeps two transactions that deadlocked from meeting again at the same moment.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  mayRetry: (error: unknown) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !mayRetry(error)) throw error;
      await delay(Math.random() * 2 ** attempt * 5);
    }
  }
}

/** Whether the server says that it undid the statement and its transaction, which may therefore be run again. */
export function isRolledBack(error: unknown): boolean {
  const { errno } = (error ?? {}) as DriverError;
  return errno !== undefined && RETRYABLE_ERRNOS.has(errno);
}

/**
 * Whether the transaction that failed with this error may be run again. A connection lost during COMMIT is
 * not retryable: the server may have committed, and running again could do the work twice.
 */
export function isRetryable(error: unknown): boolean {
  if (isRolledBack(error)) return true;
  const { code, query } = (error ?? {}) as DriverError;
  return code !== undefined && LOST_CONNECTION_CODES.has(code) && query !== 'COMMIT';
}

/** Whether the error is a unique key that another row already holds (ER_DUP_ENTRY), optionally of the named index. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  const { errno, message } = (error ?? {}) as { errno?: number; message?: string };
  return errno === 1062 && (index === undefined || (message ?? '').includes(index));
}

/** Whether the error is a row that points at another which is not there, or no longer (ER_NO_REFERENCED_ROW). */
export function isMissingReference(error: unknown): boolean {
  const { errno } = (error ?? {}) as { errno?: number };
  return errno === 1452 || errno === 1216;
}
