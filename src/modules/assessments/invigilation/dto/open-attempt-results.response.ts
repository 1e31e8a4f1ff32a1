import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TERM_CUTS, type TermCut } from '../../../courses';
import { cutOf } from '../../attempts/lifecycle';
import { endingRules } from '../../attempts/rules-in-force';
import type { OpenAttempt } from '../../attempts/open-attempts-ends.repository';
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from '../open-attempt-steps';

/** What has become of one of the attempts that were to be changed. All but the first two are there for open attempts only. */
export class OpenAttemptResultResponse {
  @ApiProperty({ format: 'uuid' })
  attemptId: string;

  @ApiProperty({
    enum: ATTEMPT_OUTCOMES,
    example: 'done',
    description:
      '`unchanged`: it was so already. `time_up`: its time was up. `not_open`: it is no open attempt at this quiz.',
  })
  outcome: AttemptOutcome;

  @ApiPropertyOptional({ format: 'uuid', description: 'The learner.' })
  userId?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, example: null })
  pausedAt?: Date | null;

  @ApiPropertyOptional({ type: 'integer', example: 240 })
  restedSeconds?: number;

  @ApiPropertyOptional({ type: 'integer', example: 600 })
  extendedSeconds?: number;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:55:00.000Z',
    description: 'When answering ends now; null: never by itself, or not while the attempt is paused.',
  })
  endsAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:55:00.000Z',
  })
  handInBy?: Date | null;

  @ApiPropertyOptional({
    enum: TERM_CUTS,
    nullable: true,
    example: null,
    description:
      '`hard_close`: the quiz closes for everybody at one instant, and takes some of the time away that pauses and staff gave.',
  })
  cutBy?: TermCut | null;
}

export class OpenAttemptResultsResponse {
  @ApiProperty({
    type: [OpenAttemptResultResponse],
    description: 'One for each attempt that was named, in their order; otherwise one for each open attempt.',
  })
  results: OpenAttemptResultResponse[];
}

/** @param attemptIds those that were named; undefined: all that are open */
export function toOpenAttemptResults(
  attemptIds: readonly string[] | undefined,
  changes: readonly { attempt: OpenAttempt; outcome: AttemptOutcome }[],
): OpenAttemptResultsResponse {
  const results = changes.map(({ attempt, outcome }): OpenAttemptResultResponse => {
    const { id: attemptId, userId, pausedAt, restedSeconds, extendedSeconds, endsAt, handInBy } = attempt;
    return {
      ...{ attemptId, outcome, userId, pausedAt, restedSeconds, extendedSeconds, endsAt, handInBy },
      cutBy: cutOf(attempt, endingRules(attempt.inForce, attempt)),
    };
  });
  if (!attemptIds) return { results };
  const byId = new Map(results.map((result) => [result.attemptId, result]));
  return {
    results: attemptIds.map((attemptId) => byId.get(attemptId) ?? { attemptId, outcome: 'not_open' }),
  };
}
