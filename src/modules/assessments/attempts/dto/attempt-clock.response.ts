import { ApiProperty } from '@nestjs/swagger';
import { TERM_CUTS, type TermCut } from '../../../courses';
import { isResting, type RestClock, restedBy } from '../../rests/rests';

/** What staff, and its learner in rest breaks, have done with the clock of an attempt. */
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
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description:
      'Since when the learner has taken a rest break, so that no answer counts; null: they do not rest.',
  })
  restingSince: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description:
      'When that rest ends if the learner does not go on before. `endsAt` and `handInBy` are for a rest until then.',
  })
  restsUntil: Date | null;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'For how long, in seconds, the learner has rested in all, this rest included. The end is later by as much.',
  })
  restSeconds: number;

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

/** @param at the present instant, or the end of the attempt */
export function toRestResponse(
  attempt: RestClock & { endsAt: Date | null },
  { isOpen, at }: { isOpen: boolean; at: Date },
): Pick<AttemptClockResponse, 'restingSince' | 'restsUntil' | 'restSeconds'> {
  const rests = isOpen && isResting(attempt, at);
  return {
    restingSince: rests ? attempt.restBeganAt : null,
    restsUntil: rests ? attempt.restEndsAt : null,
    restSeconds: Math.floor(restedBy(attempt, at) / 1000),
  };
}
