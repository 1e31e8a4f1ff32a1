import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../../../config/config.module';
import type { Settings } from '../../../../../config/settings';
import { BackgroundWork } from '../../../../../shared/clock/background-work';
import { Clock } from '../../../../../shared/clock/clock';
import { DuePublications } from './due-publications';
import { ScheduledPublicationsRepository } from './scheduled-publications.repository';

/** At most a quarter more, so that nothing waits for five seconds. */
const SWEEP_AFTER_MILLISECONDS = 3_000;
const COURSES_A_BATCH = 100;

/**
 * Publishes drafts whose instant has come in courses to which nobody comes. Any number of processes may sweep at once: each course is a
 * transaction, and one that another process holds is left to it.
 */
@Injectable()
export class PublicationSweep extends BackgroundWork {
  constructor(
    private readonly schedules: ScheduledPublicationsRepository,
    private readonly publications: DuePublications,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      isAtStart: true,
      logFailure: (logger, error) => logger.warn({ err: error }, 'Due drafts could not be looked for'),
    });
  }

  protected override work(): Promise<number> {
    return this.sweep();
  }

  /** Publishes all that is due, and returns how many it did. One that cannot be published keeps no other back. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    let settled = 0;
    let batch: string[] = [];
    do {
      batch = await this.schedules.due(now, COURSES_A_BATCH, batch.at(-1));
      settled += await this.settleEach(batch);
    } while (batch.length === COURSES_A_BATCH);
    return settled;
  }

  private async settleEach(courseIds: readonly string[]): Promise<number> {
    let settled = 0;
    for (const courseId of courseIds) {
      try {
        if (await this.publications.settle(courseId, { skipLocked: true })) settled += 1;
      } catch (error) {
        this.logger.error({ err: error, courseId }, 'These drafts could not be published at their instant');
      }
    }
    return settled;
  }
}
