import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { BackgroundWork } from '../../../shared/clock/background-work';
import { ExpiredInvitations } from '../invitations/expired-invitations';
import { LapsedOffers } from './lapsed-offers';

/** At most a quarter more, so that no seat waits for five seconds. */
const SWEEP_AFTER_MILLISECONDS = 3_000;

/**
 * Gives seats on that are held for people who let their time pass. Whoever is late is refused by the instant, and not by the sweep; however
 * many processes sweep, each end is stored once, since what is over is locked, and looked at again, before it is changed.
 */
@Injectable()
export class AdmissionSweep extends BackgroundWork {
  constructor(
    private readonly invitations: ExpiredInvitations,
    private readonly offers: LapsedOffers,
    @Inject(SETTINGS) settings: Settings,
  ) {
    super(settings, {
      milliseconds: SWEEP_AFTER_MILLISECONDS,
      isAtStart: true,
      logFailure: (logger, error) =>
        logger.warn({ err: error }, 'Seats of late people could not be given on'),
    });
  }

  protected override work(): Promise<number> {
    return this.sweep();
  }

  /** Returns how many invitations and offers were over. */
  async sweep(): Promise<number> {
    return (await this.invitations.store()) + (await this.offers.end());
  }
}
