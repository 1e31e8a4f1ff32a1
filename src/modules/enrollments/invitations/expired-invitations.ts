import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { AdmissionRepository } from '../admission/admission.repository';
import { Seats } from '../admission/seats';
import { invitationState } from './invitation-rules';
import { InvitationsRepository } from './invitations.repository';

const A_BATCH = 200;

/** Stores that invitations are over, and gives the seats that they held to those who wait, in one transaction for each course. */
@Injectable()
export class ExpiredInvitations {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly admission: AdmissionRepository,
    private readonly seats: Seats,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Returns how many it stored. */
  async store(): Promise<number> {
    let stored = 0;
    let due;
    do {
      due = await this.invitations.due(this.clock.now(), A_BATCH);
      for (const [courseId, inCourse] of Map.groupBy(due, (each) => each.courseId))
        stored += await this.storeIn(
          courseId,
          inCourse.map(({ id }) => id),
        );
    } while (due.length === A_BATCH);
    return stored;
  }

  private async storeIn(courseId: string, ids: readonly string[]): Promise<number> {
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const settings = await this.admission.holdOrMake(courseId, now);
      let stored = 0;
      for (const id of ids) {
        const held = await this.invitations.lock(id);
        // Somebody may have answered it since, or sent it again.
        if (held?.state !== 'pending' || invitationState(held, now) !== 'expired') continue;
        await this.invitations.decide(id, { state: 'expired', decidedAt: now, decidedBy: null });
        stored += 1;
      }
      if (stored > 0) await this.seats.fill(settings);
      return stored;
    });
  }
}
