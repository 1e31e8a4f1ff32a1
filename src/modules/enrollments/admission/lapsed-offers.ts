import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { AdmissionRepository } from './admission.repository';
import { isOfferOver } from './admission-rules';
import { RequestMails } from './request-mails';
import { RequestsRepository } from './requests.repository';
import { Seats } from './seats';

const A_BATCH = 200;

/** Ends offers that nobody took in time, and offers their seats to those who wait behind, in one transaction for each course. */
@Injectable()
export class LapsedOffers {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly admission: AdmissionRepository,
    private readonly seats: Seats,
    private readonly mails: RequestMails,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Returns how many it ended. */
  async end(): Promise<number> {
    let ended = 0;
    let due;
    do {
      due = await this.requests.dueOffers(this.clock.now(), A_BATCH);
      for (const [courseId, inCourse] of Map.groupBy(due, (each) => each.courseId))
        ended += await this.endIn(
          courseId,
          inCourse.map(({ id }) => id),
        );
    } while (due.length === A_BATCH);
    return ended;
  }

  private async endIn(courseId: string, ids: readonly string[]): Promise<number> {
    return this.transactions.run(async () => {
      const decidedAt = this.clock.now();
      const settings = await this.admission.holdOrMake(courseId, decidedAt);
      let ended = 0;
      for (const id of ids) {
        const held = await this.requests.lock(id);
        // Somebody may have taken it since, or given it back.
        if (held?.state !== 'offered' || !isOfferOver(held, decidedAt)) continue;
        await this.requests.decide(id, { state: 'lapsed', decidedAt, decidedBy: null });
        await this.mails.tell(id, 'lapsed');
        ended += 1;
      }
      if (ended > 0) await this.seats.fill(settings);
      return ended;
    });
  }
}
