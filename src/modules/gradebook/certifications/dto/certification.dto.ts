import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, Matches, Max, Min } from 'class-validator';
import { IsCalendarDay, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';
import { sentences } from '../certifications.sentences';
import { says } from '../../../../shared/http/field-sentences';

const HASH = /^[\w-]{43}$/;
/** A tree of 2 ** 31 leaves has paths of this length. */
const LONGEST_PATH = 31;

/** A proof as it was given out. */
export class CheckProofDto {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000003' })
  @IsId()
  certificationId: string;

  @ApiProperty({
    example:
      '["stoa.final-grade.1","01990000-0000-7000-8000-000000000001","01990000-0000-7000-8000-000000000002","84.17","B",null]',
  })
  @Text('line', { min: 1, max: 1000 })
  statement: string;

  @ApiProperty({ example: 'w2pUqGmgmfO1cXYbnr2qfQv5mBqJLgR6q0zcjvZy3bI' })
  @Matches(HASH, says((field) => sentences.hash({ field })))
  salt: string;

  @ApiProperty({ type: 'integer', example: 0 })
  @IsInt()
  @Min(0)
  @Max(2 ** 31 - 1)
  position: number;

  @ApiProperty({ type: 'integer', example: 2 })
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  size: number;

  @ApiProperty({ type: [String], example: ['Fi4wQ9sWZo8kcy9ysKNSFWfzxSmCAz0h6KxjZUAJRkc'] })
  @IsArray()
  @ArrayMaxSize(LONGEST_PATH)
  @Matches(HASH, { ...says((field) => sentences.hash({ field })), each: true })
  path: string[];
}

export class UncertifiedCoursesQuery extends CursorQuery {
  @ApiPropertyOptional({
    format: 'date',
    description:
      'Only courses that begin on this day or later. If left out, those without a first day as well.',
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  startsFrom?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Only courses that begin on this day or before.' })
  @MayBeLeftOut()
  @IsCalendarDay()
  startsUntil?: string;
}
