import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { type LateDecision, TIMELINESS_STATUSES, type TimelinessStatus } from '../late-decision';
import type { ShownLateness } from '../shown-score';

namedEnum('TimelinessStatus', TIMELINESS_STATUSES);

/** What there is to say about when work came in. */
export class LatenessResponse implements ShownLateness {
  @ApiProperty({
    enum: TIMELINESS_STATUSES,
    description:
      '`late` (it came after the due date that counts for the learner), `missing` (it is due, expected, and did not come), `extended` (staff gave more time), or `none`.',
    example: 'late',
  })
  status: TimelinessStatus;

  @ApiProperty({ description: 'Staff have set the status.', example: false })
  isByHand: boolean;

  @ApiProperty({
    type: 'integer',
    description: 'How many seconds it is late; 0: it is not.',
    example: 90_000,
  })
  seconds: number;

  @ApiProperty({
    format: 'decimal',
    description: 'Points that the late policy of the course takes from the entered score.',
    example: '2',
  })
  deducted: string;

  @ApiProperty({ description: 'Without the floor of the policy it would take more.', example: false })
  isAtFloor: boolean;

  @ApiProperty({ description: 'Staff have waived what lateness takes.', example: false })
  isWaived: boolean;

  @ApiProperty({
    type: 'integer',
    description:
      'How many grace tokens of the learner are spent on it; for work that waits for a score, kept for it.',
    example: 1,
  })
  graceTokens: number;

  @ApiProperty({
    type: 'integer',
    description: 'What the tokens leave of `seconds`: the late policy counts it.',
    example: 3600,
  })
  countedSeconds: number;
}

/** What staff said of a result. */
export class LateDecisionResponse implements LateDecision {
  @ApiProperty({
    enum: TIMELINESS_STATUSES,
    nullable: true,
    description: 'Null: what follows from the instants.',
    example: 'late',
  })
  status: TimelinessStatus | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'For `late`.', example: 90_000 })
  lateSeconds: number | null;

  @ApiProperty({ description: 'Lateness takes nothing from the score.', example: false })
  isWaived: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'So many grace tokens at most are spent on it; null: as the late policy says.',
    example: null,
  })
  graceTokens: number | null;
}

/** What staff said of the lateness of a result, before and after. */
export class LatenessChangeResponse {
  @ApiProperty({ type: LateDecisionResponse })
  from: LateDecisionResponse;

  @ApiProperty({ type: LateDecisionResponse })
  to: LateDecisionResponse;
}
