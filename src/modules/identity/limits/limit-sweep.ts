import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { RepeatedWork } from '../../../shared/clock/repeated-work';
import { KnownNetworksRepository } from './known-networks.repository';
import { RateCountsRepository } from './rate-counts.repository';

const SWEEP_AFTER_MILLISECONDS = 60_000;
const ROWS_A_STATEMENT = 1_000;
const NETWORKS_KNOWN_DAYS = 90;

/** Deletes counts whose window is over, and networks not used for 90 days, since both are personal data. */
@Injectable()
export class LimitSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LimitSweep.name);
  private readonly sweeping = new RepeatedWork(
    () => this.sweep(),
    SWEEP_AFTER_MILLISECONDS,
    (error) => this.logger.warn({ err: error }, 'Old counts could not be deleted'),
  );

  constructor(
    private readonly counts: RateCountsRepository,
    private readonly networks: KnownNetworksRepository,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    // Tests call `sweep` themselves.
    if (this.settings.environment !== 'test') this.sweeping.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeping.stop();
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
