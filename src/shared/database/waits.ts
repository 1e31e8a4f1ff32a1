import type { Settings } from '../../config/settings';

/** How long the store may keep somebody waiting, in milliseconds. */
export interface Waits {
  /** For a connection; and for a transaction that must be run again, from its beginning to the last time. */
  patience: number;
  /** For the answer to one statement. Then its connection is given up. */
  statement: number;
}

/** Of a request: somebody waits for its answer. */
export function requestWaits(settings: Settings): Waits {
  return {
    patience: settings.databaseWaitSeconds * 1000,
    statement: settings.databaseStatementSeconds * 1000,
  };
}

/** Of work that nobody waits for, such as an import: it outlasts a failover, and its statements are long. */
export const BACKGROUND_WAITS: Waits = { patience: 180_000, statement: 180_000 };
