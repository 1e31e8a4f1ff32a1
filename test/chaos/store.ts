import type { Connection } from 'mysql2/promise';
import type { ConnectionTarget } from '../../src/shared/database/data-source';
import type { GaleraStore } from './galera/galera-store';
import type { PlainStore } from './plain-store';

/** A database, or several that must hold the same, and what stands between them and the application. */
export interface Store {
  readonly description: string;
  /** Where the application connects to. */
  readonly target: ConnectionTarget;
  /** Past every proxy, to each server that must hold all that was acknowledged; the caller ends the connections. */
  copies(): Promise<{ name: string; connection: Connection }[]>;
  stop(): Promise<void>;
}

export type ChaosStore = PlainStore | GaleraStore;
