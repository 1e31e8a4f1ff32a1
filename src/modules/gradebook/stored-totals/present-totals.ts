import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { TotalsNotReadyError } from './stored-totals.errors';
import { StoredTotalsRepository } from './stored-totals.repository';
import { TotalsKeeper } from './totals-keeper';
import { TotalsRefreshes } from './totals-refreshes';

/** How many results are read for a view that finds older totals: some hundred milliseconds' work. Beyond that an operation computes them. Tests make it fewer. */
export const AT_ONCE = { cells: 15_000 };

/** Has all stored totals of a course be those of now, for views of whole courses. */
@Injectable()
export class PresentTotals {
  constructor(
    private readonly stored: StoredTotalsRepository,
    private readonly keeper: TotalsKeeper,
    private readonly refreshes: TotalsRefreshes,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * The version of the structure by which all totals of the course, or of one of its periods, are stored. Where few are older or have not been computed yet, they are
   * now. Two statements where there are none.
   *
   * Throws TotalsNotReadyError where there are many: an operation of the caller computes them.
   */
  async ofCourse(courseId: string, periodId: string | null, requestedBy: string): Promise<number> {
    const { version, items } = await this.keeper.settled(courseId);
    const most = Math.max(1, Math.floor(AT_ONCE.cells / Math.max(items, 1)));
    const older = await this.stored.older(courseId, {
      ...{ version, now: this.clock.now(), after: null, limit: most + 1, periodId },
    });
    if (older.length === 0) return version;
    if (older.length > most) {
      await this.refreshes.start(courseId, await this.stored.titleOf(courseId), requestedBy);
      throw new TotalsNotReadyError();
    }
    await this.transactions.run(() => this.keeper.refresh(courseId, older));
    return version;
  }
}
