import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { factsFor } from '../../review/review-rules';
import type { ListedAttempt } from '../attempt-records';
import {
  AttemptFactsResponse,
  AttemptLearnerResponse,
  type Seen,
  toAttemptFacts,
} from './attempt-facts.response';

/** Who deleted an attempt, when and why. */
class AttemptDeletionResponse {
  @ApiProperty({ format: 'date-time', example: '2026-03-10T09:00:00.000Z' })
  at: Date;

  @ApiProperty({ type: AttemptLearnerResponse, nullable: true })
  by: AttemptLearnerResponse | null;

  @ApiProperty({ type: String, nullable: true, example: 'Started by mistake' })
  reason: string | null;
}

/** An attempt in a list. */
export class AttemptSummaryResponse extends AttemptFactsResponse {
  @ApiProperty({ type: AttemptLearnerResponse })
  learner: AttemptLearnerResponse;

  @ApiPropertyOptional({ type: AttemptDeletionResponse, description: 'Of one that staff deleted.' })
  deletion?: AttemptDeletionResponse;
}

export function toAttemptSummaryResponse(
  attempt: ListedAttempt,
  { viewer, now }: Seen,
): AttemptSummaryResponse {
  const { userId: id, givenName, familyName } = attempt;
  const shown = factsFor(viewer, attempt.review, { ...attempt, submittedAt: attempt.endedAt }, now);
  return {
    ...{ ...toAttemptFacts(attempt, attempt, shown, now), learner: { id, givenName, familyName } },
    ...(attempt.deletion ? { deletion: attempt.deletion } : {}),
  };
}
