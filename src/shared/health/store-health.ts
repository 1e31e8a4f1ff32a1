import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { Connections } from '../database/connections';
import { Database } from '../database/database';
import { pendingMigrations } from '../database/pending-migrations';
import type { Waits } from '../database/waits';
import { UnavailableError } from '../errors/domain-error';
import { sentences } from './health.sentences';

/** Orchestrators check readiness again soon, so a check waits less than a request does. */
const CHECK_WAITS: Waits = { patience: 1_500, statement: 1_500 };

/**
 * Changes nothing and locks nothing, and is refused by a server that takes no writes. The id is of the column's own type:
 * a number would be compared with every row there is, which strict servers refuse.
 */
const WRITE_OF_NOTHING = "UPDATE outbox_messages SET failures = failures WHERE id = X'00'";

/** Injection token: the names of the migrations that this build needs. */
export const NEEDED_MIGRATIONS = Symbol('NEEDED_MIGRATIONS');

/** Whether the store can serve requests. */
@Injectable()
export class StoreHealth {
  /** Schemas only grow, so what was found once need not be looked for again. */
  private isMigrated = false;

  constructor(
    private readonly connections: Connections,
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(NEEDED_MIGRATIONS) private readonly neededMigrations: readonly string[],
  ) {}

  /** @throws UnavailableError where the database cannot be reached, takes no writes, or lacks a migration of this build. */
  async requireReady(): Promise<void> {
    await this.connections.within(CHECK_WAITS, async () => {
      if (!this.isMigrated) await this.requireMigrated();
      // As a read, so that it finds a connection when all that may write wait for locks.
      await this.connections.send((server, done) => server.query(WRITE_OF_NOTHING, done), 'read');
    });
  }

  /** @throws UnavailableError when all connections have been held for too long without one coming free. */
  requireUnstuck(): void {
    if (this.connections.stuckMilliseconds > this.settings.databaseStuckSeconds * 1000) throw stuck();
  }

  private async requireMigrated(): Promise<void> {
    const pending = await pendingMigrations((sql) => this.database.rows(sql), this.neededMigrations);
    if (pending.length > 0) throw schemaBehind();
    this.isMigrated = true;
  }
}

export function stuck(): UnavailableError {
  return new UnavailableError('server.stuck', sentences.stuck());
}

export function schemaBehind(): UnavailableError {
  return new UnavailableError('server.schema_behind', sentences.schemaBehind());
}
