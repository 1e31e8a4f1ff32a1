import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { RepeatedWork } from '../clock/repeated-work';
import { Database } from './database';
import { SearchIndex, type SearchTables } from './search-index';
import { Transactions } from './transactions';

const SWEEP_AFTER_MILLISECONDS = 600_000;

/**
 * The search indexes of all modules. It looks through them from time to time for rows whose text is missing or old: while a new
 * version comes in, processes of the one before write rows and know nothing of the index, and a new version may search in
 * another normal form.
 */
@Injectable()
export class SearchIndexes implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SearchIndexes.name);
  private readonly opened = new Map<SearchTables, SearchIndex>();
  private readonly sweeping = new RepeatedWork(
    () => this.sweep(),
    SWEEP_AFTER_MILLISECONDS,
    (error) => this.logger.warn({ err: error }, 'Search texts could not be brought up to date'),
  );

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  open(tables: SearchTables): SearchIndex {
    let index = this.opened.get(tables);
    if (!index) this.opened.set(tables, (index = new SearchIndex(this.database, tables)));
    return index;
  }

  onApplicationBootstrap(): void {
    // Tests call `sweep` themselves.
    if (this.settings.environment === 'test') return;
    this.sweeping.start();
    this.sweeping.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeping.stop();
  }

  /** Reads all texts, a thousand at a time, and writes those that are missing or old. */
  async sweep(): Promise<void> {
    for (const index of this.opened.values()) {
      for (let after: Buffer | undefined; ;) {
        const { rows, last } = await index.stale(after);
        if (rows.length > 0) await this.transactions.run(() => index.repair(rows));
        if (last === undefined) break;
        after = last;
      }
    }
  }
}
