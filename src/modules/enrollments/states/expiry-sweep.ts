import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { BackgroundWork } from '../../../shared/clock/background-work';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { daysOnEarth } from '../../../shared/time/days-on-earth';
import { dayIn } from '../../../shared/time/zoned-time';
import { hasEnded, stateInForce } from '../../courses';
import { EnrollmentChanges } from './enrollment-changes';
import { BY_RULE } from './enrollment-sources';
import { type EndingEnrollment, ExpiryRepository } from './expiry.repository';
import { ended, type EndingState } from './moves';

/** At most a quarter more, so that nothing waits for five seconds. */
const SWEEP_AFTER_MILLISECONDS = 3_000;
const ENROLLMENTS_A_BATCH = 200;

/**
 * Stores that access periods are over: as `expired`, or as `completed` where the course was over first. Nobody waits for it: `stateInForce` knows by the days. It makes the move that others hear
 * of, once for each end, however many processes sweep: an enrollment is locked, and looked at again, before it is changed.
 */
@Injectable()
export class ExpirySweep extends BackgroundWork {
  constructor(
    private readonly expiry: ExpiryRepository,
    private readonly changes: EnrollmentChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      isAtStart: true,
      logFailure: (logger, error) =>
        logger.warn({ err: error }, 'Expired enrollments could not be looked for'),
    });
  }

  protected override work(): Promise<number> {
    return this.sweep();
  }

  /** Stores all whose days are over, and returns how many it did. */
  async sweep(): Promise<number> {
    let stored = 0;
    let batch: EndingEnrollment[] = [];
    do {
      const { last } = daysOnEarth(this.clock.now());
      batch = await this.expiry.ending(last, ENROLLMENTS_A_BATCH, batch.at(-1));
      const over = batch.filter((enrollment) => hasEnded(enrollment, this.today(enrollment)));
      // Of one course at a time, as all other changes of enrollments are.
      for (const inCourse of Map.groupBy(over, ({ courseId }) => courseId).values())
        stored += await this.end(inCourse);
    } while (batch.length === ENROLLMENTS_A_BATCH);
    return stored;
  }

  private async end(enrollments: readonly EndingEnrollment[]): Promise<number> {
    const byId = new Map(enrollments.map((enrollment) => [enrollment.id, enrollment]));
    const moves = await this.transactions.run(() =>
      this.changes.change(
        enrollments,
        (before) => {
          const seen = byId.get(before.id);
          // Somebody may have given it another end since.
          if (seen === undefined || !hasEnded(before, this.today(seen))) return before;
          return ended(before, this.endOf({ ...seen, ...before }), this.today(seen));
        },
        { by: BY_RULE },
      ),
    );
    return moves.length;
  }

  private endOf(enrollment: EndingEnrollment): EndingState {
    const { courseStatus: status, courseEnd: endDate } = enrollment;
    const inForce = stateInForce(enrollment, { status, endDate }, this.today(enrollment));
    return inForce === 'completed' ? inForce : 'expired';
  }

  private today({ timeZone }: EndingEnrollment): string {
    return dayIn(this.clock.now(), timeZone);
  }
}
