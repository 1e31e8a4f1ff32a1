import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { TIMELINESS_STATUSES, type TimelinessStatus } from '../late-decision';

/** Ten years. */
const MOST_SECONDS = 315_360_000;

/** All that staff say about the lateness of a result: what is left out follows from the instants. */
export class PutLatenessDto {
  @ApiPropertyOptional({
    enum: TIMELINESS_STATUSES,
    nullable: true,
    description:
      'In place of what follows from the instants: `none` (neither late nor missing), `late` by `lateSeconds`, `missing`, or `extended` (more time was given). Null: what follows from them.',
    example: 'late',
  })
  @IsOptional()
  @IsIn(TIMELINESS_STATUSES)
  status?: TimelinessStatus | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MOST_SECONDS,
    description: 'How late the work came. With the status `late`, and only then.',
    example: 90_000,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_SECONDS)
  lateSeconds?: number | null;

  @ApiPropertyOptional({
    default: false,
    description: 'Lateness takes nothing from the score of this result.',
    example: false,
  })
  @MayBeLeftOut()
  @IsBoolean()
  isWaived?: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 100,
    default: null,
    description:
      'So many grace tokens at most are spent on the result, before those of other work; never more than the learner has left or than lower what is taken. Null: as the late policy says.',
    example: null,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  graceTokens?: number | null;

  @ApiProperty({
    description: 'Plain text, kept in the history, which the learner sees.',
    example: 'The paper was on my desk on Saturday.',
  })
  @Text('lines', { min: 1, max: 4000 })
  reason: string;
}
