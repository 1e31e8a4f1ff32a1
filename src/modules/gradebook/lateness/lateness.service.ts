import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { dayIn } from '../../../shared/time/zoned-time';
import { LateSecondsError, NotHandedInError, NothingToWaiveError } from '../gradebook.errors';
import { isExempt, isHandedIn } from '../line-items/due';
import { LineItemsService } from '../line-items/line-items.service';
import type { ResultResponse } from '../results/dto/result.response';
import { ResultRecorder } from '../results/result-recorder';
import type { ResultValue } from '../results/result-value';
import type { ResultSlot } from '../results/results.repository';
import { ResultsService } from '../results/results.service';
import type { PutLatenessDto } from './dto/put-lateness.dto';
import type { LateDecision } from './late-decision';

/** What staff say about the lateness of single results. */
@Injectable()
export class LatenessService {
  constructor(
    private readonly lineItems: LineItemsService,
    private readonly results: ResultsService,
    private readonly recorder: ResultRecorder,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets all that is said about one result, which keeps its value; where there is none yet, one says that nothing was handed in. Totals
   * follow at once.
   *
   * Throws LateSecondsError, NotHandedInError for lateness of what did not come, and NothingToWaiveError for a result without a score.
   */
  async put(
    caller: Caller,
    lineItemId: string,
    userId: string,
    dto: PutLatenessDto,
    version: ExpectedVersion,
  ): Promise<ResultResponse> {
    const { item } = await this.lineItems.ofLearner(
      caller,
      { lineItemId, learnerId: userId },
      'grades.record',
    );
    const decision = decisionIn(dto);
    return this.transactions.run(async () => {
      await this.lineItems.holdOpen(item, { userId, by: caller.userId });
      const now = this.clock.now();
      await this.recorder.decideLateness(
        () => this.results.slotOf(lineItemId, userId),
        (slot) => {
          const { stored } = slot;
          if (isStale(version, stored?.value && stored.version)) throw new StaleVersionError('result');
          refuseUnfit(decision, stored?.value);
          const placeholder = notSubmitted(slot, caller.userId, now);
          return { decision, placeholder, by: caller.userId, reason: dto.reason, at: now };
        },
      );
      return this.results.forStaff(lineItemId, userId);
    });
  }
}

function decisionIn({
  status = null,
  lateSeconds = null,
  isWaived = false,
  graceTokens = null,
}: PutLatenessDto): LateDecision {
  if ((status === 'late') !== (lateSeconds !== null)) throw new LateSecondsError();
  return { status, lateSeconds, isWaived, graceTokens };
}

function refuseUnfit({ status, isWaived }: LateDecision, value: ResultValue | undefined): void {
  if (status === 'late' && (!isHandedIn(value) || isExempt(value))) throw new NotHandedInError();
  if (isWaived && (value?.score ?? null) === null) throw new NothingToWaiveError();
}

/** A quiz's stays the quiz's, so that the next attempt takes its place. */
function notSubmitted({ isQuiz, timeZone }: ResultSlot, by: string, now: Date): ResultValue {
  return {
    ...{ score: null, scoreStatus: 'not submitted', scoreDate: dayIn(now, timeZone), submittedAt: null },
    ...{ comment: null, attemptId: null, operationId: null, recordedBy: by },
    source: isQuiz ? 'quiz' : 'instructor',
  };
}
