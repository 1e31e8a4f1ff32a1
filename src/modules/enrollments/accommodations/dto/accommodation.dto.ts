import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleInstant } from '../../../../shared/http/description/example-days';
import { EXAMPLE_COURSE_ID } from '../../../../shared/http/description/example-ids';
import { IsDecimalText, IsId, IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { PRESENTATION_NEEDS, type PresentationNeed } from '../needs';

namedEnum('PresentationNeed', PRESENTATION_NEEDS);

/** In code points. */
export const LONGEST_REASON = 2000;

class NeedsDto {
  @ApiPropertyOptional({
    type: String,
    example: '1.5',
    description: 'Time limits are multiplied by it, and rounded up to whole seconds.',
  })
  @MayBeLeftOut()
  @IsDecimalText({ min: '1', max: '10', places: 2 })
  timeFactor?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 1440,
    example: 0,
    description: 'Minutes that are added to time limits, after the factor.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1440)
  minutesAdded?: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 100, example: 1 })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(100)
  extraAttempts?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 365,
    example: 2,
    description: "Days of the course's calendar that due dates and closing dates come later.",
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(365)
  daysAdded?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 600,
    example: 20,
    description: 'Minutes for which the clock of an attempt may rest in all.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(600)
  restBreakMinutes?: number;

  @ApiPropertyOptional({ enum: PRESENTATION_NEEDS, isArray: true, example: ['large_print', 'quiet_room'] })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(PRESENTATION_NEEDS.length)
  @ArrayUnique()
  @IsIn(PRESENTATION_NEEDS, { each: true })
  presentation?: PresentationNeed[];

  @ApiPropertyOptional({
    format: 'date-time',
    example: exampleInstant('03-01T00:00'),
    description: 'In force from this instant on; from now on if it is left out of a new one.',
  })
  @MayBeLeftOut()
  @IsInstant()
  validFrom?: Date;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('08-01T00:00'),
    description: 'In force before this instant; null: without an end.',
  })
  @IsOptional()
  @IsInstant()
  validUntil?: Date | null;
}

/** What is needed, and why. */
export class ReasonedNeedsDto extends NeedsDto {
  @ApiProperty({ description: 'Why. For approvers only: nobody else reads it.', example: 'Certificate seen' })
  @Text('lines', { min: 1, max: LONGEST_REASON })
  reason: string;
}

export class CreateAccommodationDto extends ReasonedNeedsDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_COURSE_ID,
    description: 'The course in which it counts; null: all courses. It cannot be changed.',
  })
  @IsOptional()
  @IsId()
  courseId?: string | null;
}

/** What to change; whatever is left out stays as it is. */
export class UpdateAccommodationDto extends NeedsDto {
  @ApiPropertyOptional({
    description: 'Why. For approvers only: nobody else reads it.',
    example: 'Certificate renewed',
  })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_REASON })
  reason?: string;
}

/** Request bodies to try out. */
export const ACCOMMODATION_EXAMPLES: ExampleBodies = {
  everywhere: {
    summary: 'Half as much time again, in all courses',
    value: {
      timeFactor: '1.5',
      restBreakMinutes: 20,
      presentation: ['large_print'],
      validFrom: exampleInstant('03-01T00:00'),
      reason: 'Certificate seen',
    },
  },
  oneCourse: {
    summary: 'Two days more, in one course, until summer',
    value: {
      courseId: EXAMPLE_COURSE_ID,
      daysAdded: 2,
      extraAttempts: 1,
      validFrom: exampleInstant('03-01T00:00'),
      validUntil: exampleInstant('08-01T00:00'),
      reason: 'Family care',
    },
  },
};
export const ACCOMMODATION_CHANGE_EXAMPLES: ExampleBodies = {
  nothing: { summary: 'Nothing', value: {} },
};
