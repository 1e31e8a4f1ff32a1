import { ApiProperty } from '@nestjs/swagger';
import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { AttemptLearnerResponse } from '../../attempts/dto/attempt-facts.response';
import type { ListedRegrade } from '../regrades.repository';

export class RegradedScoreResponse {
  @ApiProperty({
    format: 'decimal',
    example: '7.5',
    description: 'What the questions earn, but for those that wait for a person’s mark.',
  })
  score: string;

  @ApiProperty({ format: 'decimal', example: '10' })
  maxScore: string;

  @ApiProperty({ format: 'decimal', example: '75' })
  percentage: string;
}

/** An attempt whose marks a regrade has changed, or would change. */
export class RegradedAttemptResponse {
  @ApiProperty({ format: 'uuid' })
  attemptId: string;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts the learner’s attempts at the quiz from 1.',
  })
  number: number;

  @ApiProperty({ type: AttemptLearnerResponse })
  user: AttemptLearnerResponse;

  @ApiProperty({ type: RegradedScoreResponse })
  from: RegradedScoreResponse;

  @ApiProperty({ type: RegradedScoreResponse })
  to: RegradedScoreResponse;

  @ApiProperty({
    format: 'decimal',
    example: '-2.5',
    description: 'By how much the score changes, in points, exactly.',
  })
  difference: string;
}

export function toRegradedAttemptResponse(row: ListedRegrade): RegradedAttemptResponse {
  const { attemptId, attemptNumber, userId, givenName, familyName } = row;
  return {
    ...{ attemptId, number: attemptNumber },
    user: { id: userId, givenName: givenName ?? '', familyName: familyName ?? '' },
    from: toScore(row.oldScore, row.oldMaxScore),
    to: toScore(row.newScore, row.newMaxScore),
    difference: Rational.of(row.newScore).minus(row.oldScore).toDecimal(4),
  };
}

function toScore(score: string, maxScore: string): RegradedScoreResponse {
  const max = Rational.of(maxScore);
  const percentage = max.isZero() ? '0' : Rational.of(score).over(max).toPercent(2);
  return { score: plainDecimal(score), maxScore: plainDecimal(maxScore), percentage };
}
