import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import { BackgroundWork } from '../clock/background-work';
import { Database } from './database';
import { SearchIndex, type SearchTables } from './search-index';
import { StoreMarks } from './store-marks';
import { Transactions } from './transactions';

/** Each process asks so often whether a sweep is due, and one of them makes it. */
export const SWEEP_AFTER_MILLISECONDS = 600_000;

/**
 * The search indexes of all modules. It looks through them from time to time for rows whose text is missing or old: while a new
 * version comes in, processes of the one before write rows and know nothing of the index, and a new version may search in
 * another normal form.
 */
@Injectable()
export class SearchIndexes extends BackgroundWork {
  private readonly opened = new Map<SearchTables, SearchIndex>();

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly marks: StoreMarks,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      logFailure: (logger, error) =>
        logger.warn({ err: error }, 'Search texts could not be brought up to date'),
      isAtStart: true,
    });
  }

  open(tables: SearchTables): SearchIndex {
    let index = this.opened.get(tables);
    if (!index) this.opened.set(tables, (index = new SearchIndex(this.database, tables)));
    return index;
  }

  protected override work(): Promise<void> {
    return this.sweepIfDue();
  }

  /** Sweeps, unless this or another process has begun to within the last ten minutes. */
  async sweepIfDue(): Promise<void> {
    if (await this.marks.claim('search_sweep', SWEEP_AFTER_MILLISECONDS)) await this.sweep();
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
