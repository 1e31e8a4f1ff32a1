import { Injectable } from '@nestjs/common';
import { Outbox } from '../../../shared/events/outbox';
import { type RegradedMail, REGRADED } from './regrade-mails';
import type { RegradedPaper } from './regrade-writer';
import { isOtherScore } from './regrading';

/** What learners hear of a regrade and of its reversal. */
@Injectable()
export class RegradeNews {
  constructor(private readonly outbox: Outbox) {}

  /** Learners whose score is another now hear of it when they may see it, in the transaction that is running. */
  async tell({
    activityId,
    papers,
    cause,
  }: Pick<RegradedMail, 'activityId'> & {
    papers: readonly RegradedPaper[];
    cause: NonNullable<RegradedMail['cause']>;
  }): Promise<void> {
    const concerned = papers.filter(({ change }) => isOtherScore(change) && change.before.score !== null);
    const userIds = [...new Set(concerned.map(({ attempt }) => attempt.userId))];
    if (userIds.length === 0) return;
    const mail: RegradedMail = { activityId, userIds, cause };
    await this.outbox.enqueue(REGRADED, mail);
  }
}
