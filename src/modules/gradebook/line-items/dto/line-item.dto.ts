import { ApiPropertyOptional, ApiProperty, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { exampleDay, exampleInstant } from '../../../../shared/http/description/example-days';
import {
  IsCalendarDay,
  IsDecimalText,
  IsId,
  IsInstant,
  MayBeLeftOut,
  Text,
} from '../../../../shared/http/field-rules';

const SCORES = { min: '-1000000', max: '1000000', places: 4 };

/** Something that instructors grade by hand. */
export class CreateLineItemDto {
  @ApiProperty({ description: 'Plain text.', example: 'Survey plan' })
  @Text('line', { max: 255 })
  title: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Plain text: what is to be done.',
    example: 'On one page: your question, the population, and how you will draw the sample.',
  })
  @IsOptional()
  @Text('lines', { max: 10_000 })
  description?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'The day on which learners get the task.',
    example: exampleDay('03-12'),
  })
  @IsOptional()
  @IsCalendarDay()
  assignDate?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'Due at the end of this day (23:59:59.999) in the course’s time zone. Or send `dueAt`.',
    example: exampleDay('03-30'),
  })
  @IsOptional()
  @IsCalendarDay()
  dueDate?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Due at this instant, in place of `dueDate`.',
    example: exampleInstant('03-30T16:00'),
  })
  @IsOptional()
  @IsInstant()
  dueAt?: Date | null;

  @ApiPropertyOptional({
    description: 'The least score. If left out, that of a new line item is 0.',
    example: '0',
  })
  @MayBeLeftOut()
  @IsDecimalText(SCORES)
  resultValueMin?: string;

  @ApiProperty({ description: 'The greatest score, above the least.', example: '20' })
  @IsDecimalText(SCORES)
  resultValueMax: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'One of the categories that `GET /v1/courses/{courseId}/grade-rules` lists; null: none.',
    example: null,
  })
  @IsOptional()
  @IsId()
  categoryId?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The grading period to which it belongs for everybody, whenever it is due; one of those that `GET /v1/courses/{courseId}/grade-rules` lists. Null: that in which it is due for each learner, or the last one where it has no due date.',
    example: null,
  })
  @IsOptional()
  @IsId()
  periodId?: string | null;

  @ApiPropertyOptional({
    format: 'decimal',
    default: '1',
    example: '1',
    description: 'How much it counts in its category, where that weighs its items.',
  })
  @MayBeLeftOut()
  @IsDecimalText({ min: '0', max: '500', places: 4 })
  weight?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'decimal',
    default: null,
    description:
      'Where its category is `natural`: its weight in percent, of which the others share the rest by their points. Null: it has its part of the points.',
    example: null,
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '500', places: 4 })
  fixedWeight?: string | null;

  @ApiPropertyOptional({
    default: false,
    description: 'Extra credit: it adds to what is reached, and not to what can be reached.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  isExtraCredit?: boolean;

  @ApiPropertyOptional({ default: false, description: 'It counts in no total.' })
  @MayBeLeftOut()
  @IsBoolean()
  isOmitted?: boolean;

  @ApiPropertyOptional({ default: false, description: 'No drop rule of its category takes it.' })
  @MayBeLeftOut()
  @IsBoolean()
  neverDropped?: boolean;

  @ApiPropertyOptional({
    default: false,
    description:
      'Learners hand something in, so that it is missing when it is due and nothing came. A quiz always expects it, so there it is refused.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  expectsSubmission?: boolean;
}

/** The fields of a line item to change; those left out stay as they are. */
export class UpdateLineItemDto extends PartialType(CreateLineItemDto, { skipNullProperties: false }) {}
