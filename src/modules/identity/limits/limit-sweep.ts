import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { BackgroundWork } from '../../../shared/clock/background-work';
import { Clock } from '../../../shared/clock/clock';
import { KnownNetworksRepository } from './known-networks.repository';
import { RateCountsRepository } from './rate-counts.repository';

const SWEEP_AFTER_MILLISECONDS = 60_000;
const ROWS_A_STATEMENT = 1_000;
const NETWORKS_KNOWN_DAYS = 90;

/** Deletes counts whose window is over, and networks not used for 90 days, since both are personal data. */
@Injectable()
export class LimitSweep extends BackgroundWork {
  constructor(
    private readonly counts: RateCountsRepository,
    private readonly networks: KnownNetworksRepository,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      logFailure: (logger, error) => logger.warn({ err: error }, 'Old counts could not be deleted'),
    });
  }

  protected override work(): Promise<void> {
    return this.sweep();
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    const unused = new Date(now.getTime() - NETWORKS_KNOWN_DAYS * 86_400_000);
    await untilNoneIsLeft(() => this.counts.deleteOver(now, ROWS_A_STATEMENT));
    await untilNoneIsLeft(() => this.networks.deleteUnusedSince(unused, ROWS_A_STATEMENT));
  }
}

async function untilNoneIsLeft(deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) === ROWS_A_STATEMENT);
}
