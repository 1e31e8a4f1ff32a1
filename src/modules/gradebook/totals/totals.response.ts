import { ApiProperty } from '@nestjs/swagger';
import type { TotalsView } from './totals-view';

/** The four totals of a learner, in percent with at most 2 decimals. */
export class TotalsResponse implements TotalsView {
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'Of what has a score; null while nothing has. Learners get it of posted scores only.',
    example: '84.17',
  })
  current: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'With 0 for everything that has no score.',
    example: '42.08',
  })
  final: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'As `current`, of the scores that the learner may see.',
    example: '84.17',
  })
  postedCurrent: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'As `final`, without the scores that the learner may not see yet.',
    example: '42.08',
  })
  postedFinal: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the course’s scheme calls `current`; null without a scheme.',
    example: 'B',
  })
  grade: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The same for `final`.', example: 'F' })
  finalGrade: string | null;
}
