import { ApiProperty } from '@nestjs/swagger';
import { TERM_CUTS, type TermCut } from '../../../courses';

/** What staff have done with the clock of an attempt. */
export class AttemptClockResponse {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'Since when staff have paused it, so that no answer counts; null: it is not paused.',
  })
  pausedAt: Date | null;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'For how long, in seconds, its clock has stood in pauses that are over. Its end is later by as much.',
  })
  restedSeconds: number;

  @ApiProperty({
    type: 'integer',
    example: 300,
    description: 'What staff have added to its end, in seconds.',
  })
  extendedSeconds: number;

  @ApiProperty({
    enum: TERM_CUTS,
    nullable: true,
    example: null,
    description:
      '`hard_close`: the quiz closes for everybody at one instant, and takes some of that time away; null: nothing does.',
  })
  cutBy: TermCut | null;
}
