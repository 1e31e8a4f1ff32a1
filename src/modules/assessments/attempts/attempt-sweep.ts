import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { BackgroundWork } from '../../../shared/clock/background-work';
import { Clock } from '../../../shared/clock/clock';
import { AttemptEnds } from './attempt-ends';
import { AttemptEndsRepository, type RunOut } from './attempt-ends.repository';

const SWEEP_AFTER_MILLISECONDS = 5_000;
const ATTEMPTS_A_BATCH = 200;

/**
 * Ends attempts whose time is up and whom nobody looks at. Readers and writers of an attempt do not wait for this. Any number of
 * processes may sweep at once: each attempt is a transaction, and one that another process holds is left to it.
 */
@Injectable()
export class AttemptSweep extends BackgroundWork {
  constructor(
    private readonly repository: AttemptEndsRepository,
    private readonly ends: AttemptEnds,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      isAtStart: true,
      logFailure: (logger, error) => logger.warn({ err: error }, 'Attempts that ran out could not be ended'),
    });
  }

  protected override work(): Promise<number> {
    return this.sweep();
  }

  /** Ends all that have run out, and returns how many. One that cannot be ended keeps no other back. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    let ended = 0;
    let batch: RunOut[] = [];
    do {
      batch = await this.repository.runOut(now, ATTEMPTS_A_BATCH, batch.at(-1));
      ended += await this.endEach(batch);
    } while (batch.length === ATTEMPTS_A_BATCH);
    return ended;
  }

  private async endEach(attempts: readonly RunOut[]): Promise<number> {
    let ended = 0;
    for (const { id } of attempts) {
      try {
        if (await this.ends.settle(id, { skipLocked: true })) ended += 1;
      } catch (error) {
        this.logger.error({ err: error, attemptId: id }, 'This attempt could not be ended');
      }
    }
    return ended;
  }
}
