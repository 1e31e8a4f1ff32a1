import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { exampleDay } from '../../../../shared/http/description/example-days';
import { IsCalendarDay, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { TERM_TYPES, type TermType } from '../../academic-session.entity';

namedEnum('TermType', TERM_TYPES);

/** More than a school has in a year. */
export const MOST_HOLIDAYS = 100;

/** The year in which a school year ends, also as a query has it. */
export const IsSchoolYear = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', minimum: 1000, maximum: 9999 }),
    IsInt(),
    Min(1000),
    Max(9999),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{4}$/.test(value) ? Number(value) : value,
    ),
  );

/** Days without classes. */
export class HolidayDto {
  @ApiProperty({ description: 'Plain text.', example: 'Winter break' })
  @Text('line', { max: 255 })
  title: string;

  @ApiProperty({
    format: 'date',
    description: 'The first day without classes.',
    example: exampleDay('02-16'),
  })
  @IsCalendarDay()
  startDate: string;

  @ApiProperty({
    format: 'date',
    description: 'The last day without classes; of a single day, the first one.',
    example: exampleDay('02-20'),
  })
  @IsCalendarDay()
  endDate: string;
}

/** A span of the school's calendar. */
export class CreateTermDto {
  @ApiProperty({ description: 'Plain text.', example: 'Spring term' })
  @Text('line', { max: 255 })
  title: string;

  @ApiProperty({ enum: TERM_TYPES, description: 'As OneRoster names them.', example: 'term' })
  @IsIn(TERM_TYPES)
  type: TermType;

  @ApiProperty({ format: 'date', description: 'The first day.', example: exampleDay('01-12') })
  @IsCalendarDay()
  startDate: string;

  @ApiProperty({
    format: 'date',
    description: 'The last day; not before the first.',
    example: exampleDay('05-29'),
  })
  @IsCalendarDay()
  endDate: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The term that it lies in, such as the school year of a semester.',
    example: null,
  })
  @IsOptional()
  @IsId()
  parentId?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    description: 'The school year that it belongs to, by the year in which that ends.',
    example: 2026,
  })
  @IsOptional()
  @IsSchoolYear()
  schoolYear?: number | null;

  @ApiPropertyOptional({
    type: [HolidayDto],
    maxItems: MOST_HOLIDAYS,
    description: 'Days without classes, within the term. They do not overlap.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_HOLIDAYS)
  @ValidateNested({ each: true })
  @Type(() => HolidayDto)
  holidays?: HolidayDto[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description:
      'The last day on which people enroll themselves in its courses, in the time zone of each; not after the term. Null: as long as the course is open for it.',
    example: exampleDay('01-23'),
  })
  @IsOptional()
  @IsCalendarDay()
  enrollUntil?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description:
      'The last day on which learners withdraw from its courses by themselves; not after the term. Null: always.',
    example: exampleDay('03-13'),
  })
  @IsOptional()
  @IsCalendarDay()
  dropUntil?: string | null;
}

/** Changes to a term. Fields that are left out stay as they are. */
export class ChangeTermDto extends PartialType(CreateTermDto, { skipNullProperties: false }) {}
