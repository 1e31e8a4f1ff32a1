import { ApiProperty } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { Rational } from '../../../../shared/decimals/rational';
import { sayTo } from '../../../../shared/sentences/say';
import { anyResponse } from '../../question-types/api-schemas';
import { summaryOf } from '../../question-types/responses';
import type { AttemptChoice } from '../attempt-choice';
import { ATTEMPTS_CHOSEN } from './attempts-chosen';
import type { ShownResponse } from '../given-responses.repository';
import { UNITS_PER_POINT } from '../mark-sheet';

/** What learners answered to one version of a question, in the same words. */
export class GivenResponseResponse {
  @ApiProperty({ format: 'uuid', description: 'The version of the question that was asked.' })
  versionId: string;

  @ApiProperty({ format: 'uuid', description: 'The revision of its key that graded it.' })
  keyRevisionId: string;

  @ApiProperty({
    allOf: [anyResponse],
    example: 'median',
    description: 'As it was sent; null for no answer.',
  })
  response: unknown;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'The median',
    description: 'What it says, in one line of at most 200 characters; null for no answer.',
  })
  summary: string | null;

  @ApiProperty({ type: 'integer', example: 9, description: 'How many of the attempts gave it.' })
  count: number;

  @ApiProperty({
    format: 'decimal',
    example: '37.5',
    description: 'These in percent of all that asked the question.',
  })
  percentage: string;

  @ApiProperty({ format: 'decimal', example: '2', description: 'Points that it earned, on average.' })
  pointsAwarded: string;

  @ApiProperty({ format: 'decimal', example: '2', description: 'Points that it could earn.' })
  points: string;
}

/** What learners answered to a question. */
export class GivenResponsesResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ format: 'date-time', description: 'When the answers were read.' })
  asOf: Date;

  @ApiProperty(ATTEMPTS_CHOSEN)
  attempts: AttemptChoice;

  @ApiProperty({ type: 'integer', example: 24, description: 'How many of the attempts asked the question.' })
  count: number;

  @ApiProperty({ type: [GivenResponseResponse], description: 'The most frequent ones before others.' })
  responses: GivenResponseResponse[];

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'How many of the attempts gave another response than these.',
  })
  others: number;
}

export function toGivenResponseResponse(
  { given: { count, earned }, question, response }: ShownResponse,
  total: number,
  reader: Pick<Caller, 'locale'>,
): GivenResponseResponse {
  const summary = summaryOf(question.definition, response);
  const mean = Rational.of(earned).over(count).over(UNITS_PER_POINT);
  return {
    ...{ versionId: question.versionId, keyRevisionId: question.keyRevisionId },
    response: response ?? null,
    summary: typeof summary === 'object' && summary !== null ? sayTo(reader, summary) : summary,
    ...{ count, percentage: Rational.of(count).over(total).toPercent(PERCENT_PLACES) },
    ...{ pointsAwarded: mean.toDecimal(POINT_PLACES), points: question.points },
  };
}

const PERCENT_PLACES = 4;
const POINT_PLACES = 4;
