import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { exampleDay } from '../../../../shared/http/description/example-days';
import { IsCalendarDay, IsDecimalText, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

/** A part of a course with totals of its own. */
export class GradingPeriodDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of a period that the course has. Without it, a new one is made.',
  })
  @MayBeLeftOut()
  @IsId()
  id?: string;

  @ApiProperty({ description: 'Plain text.', example: 'First half' })
  @Text('line', { max: 255 })
  title: string;

  @ApiProperty({
    format: 'date',
    description: 'The first day, in the course’s time zone. Work that is due on it belongs to the period.',
    example: exampleDay('01-12'),
  })
  @IsCalendarDay()
  startDate: string;

  @ApiProperty({
    format: 'date',
    description: 'The last day; not before the first. Work that is due at its end belongs to the period.',
    example: exampleDay('03-31'),
  })
  @IsCalendarDay()
  endDate: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'decimal',
    default: null,
    description:
      'In percent of the total, which is then made of the periods. Give a weight to all of them or to none: without weights they only divide the gradebook.',
    example: '50',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '500', places: 4 })
  weight?: string | null;
}
