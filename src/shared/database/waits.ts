import type { Settings } from '../../config/settings';

/** How long code waits for the database, in milliseconds. */
export interface Waits {
  /** For a connection, and for all runs of a transaction that is retried, from the first start to the last. */
  patience: number;
  /** For the result of one statement. After it the connection is closed. */
  statement: number;
}

/** For requests, whose callers wait for the response. */
export function requestWaits(settings: Settings): Waits {
  return {
    patience: settings.databaseWaitSeconds * 1000,
    statement: settings.databaseStatementSeconds * 1000,
  };
}

/** For work that no caller waits for, such as an import: it survives a failover, and its statements are long. */
export const BACKGROUND_WAITS: Waits = { patience: 180_000, statement: 180_000 };
