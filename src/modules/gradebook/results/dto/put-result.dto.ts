import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import { exampleDay, exampleInstant } from '../../../../shared/http/description/example-days';
import {
  IsCalendarDay,
  IsDecimalText,
  IsInstant,
  MayBeLeftOut,
  Text,
} from '../../../../shared/http/field-rules';
import { SCORE_STATUSES, type ScoreStatus } from '../result-value';

/** A learner's whole result for a line item: fields that are left out become empty, unless their description says otherwise. */
export class PutResultDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Within the range of the line item; null for none.',
    example: '17.5',
  })
  @ValidateIf((_dto, value) => value !== null)
  @IsDecimalText({ min: '-1000000', max: '1000000', places: 4 })
  score: string | null;

  @ApiPropertyOptional({
    enum: SCORE_STATUSES,
    description:
      'Without a score `exempt`, `not submitted` or `submitted`, otherwise `fully graded` or `partially graded`. If left out, `fully graded` with a score and `submitted` without.',
    example: 'fully graded',
  })
  @MayBeLeftOut()
  @IsIn(SCORE_STATUSES)
  scoreStatus?: ScoreStatus;

  @ApiPropertyOptional({
    format: 'date',
    description:
      'The day of grading, in the course’s time zone. If left out, that of the present result, and without one today.',
    example: exampleDay('03-29'),
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  scoreDate?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description:
      'When the work came in, which decides whether it is late: not in the future. If left out, that of the present result, such as of the attempt at a quiz; without one, or with null, nobody knows, and nothing is late. It may be sent before the score, with the status `submitted`.',
    example: exampleInstant('03-29T15:20'),
  })
  @IsOptional()
  @IsInstant()
  submittedAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Plain text for the learner.',
    example: 'Clear population and a sound random draw.',
  })
  @IsOptional()
  @Text('lines', { max: 4000 })
  comment?: string | null;
}
