import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { IsInstant } from '../../../../../shared/http/field-rules';
import { says } from '../../../../../shared/http/field-sentences';
import { sentences } from '../../release.sentences';
import { ItsKind, RulePart } from '../its-kind';

/** Ten years. */
const MOST_DAYS = 3660;
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

export class MomentDto {
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The same instant for everybody.',
    example: '2040-09-10T06:00:00.000Z',
  })
  @IsOptional()
  @IsInstant()
  at?: Date | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: MOST_DAYS,
    description: 'So many days after the first day of the learner in the course. Either this or `at`.',
    example: null,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_DAYS)
  daysAfterStart?: number | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    pattern: TIME_OF_DAY.source,
    description:
      'With `daysAfterStart`: the time of that day in the time zone of the course; left out: 00:00. A time that comes twice on that day is the first of the two, and one that the clocks skip is the first instant after.',
    example: null,
  })
  @IsOptional()
  @Matches(TIME_OF_DAY, says((field) => sentences.timeOfDay({ field })))
  time?: string | null;
}

/** Holds from one moment on, until another: at `from` it does, at `until` no longer. */
export class DateConditionDto extends RulePart {
  @ItsKind('date')
  kind: 'date';

  @ApiPropertyOptional({ type: MomentDto, nullable: true, description: 'Null: from ever.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MomentDto)
  from?: MomentDto | null;

  @ApiPropertyOptional({ type: MomentDto, nullable: true, description: 'Null: for ever.', example: null })
  @IsOptional()
  @ValidateNested()
  @Type(() => MomentDto)
  until?: MomentDto | null;
}
