import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsId, Text } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';
import { LONGEST_TAG } from '../../../../shared/text/tags';
import { LocaleFilter } from '../../../identity';
import { COURSE_LEVELS, type CourseLevel } from '../../course.entity';
import type { CourseAttributes } from '../course-attributes';

/** What lists of courses are narrowed by. With several, a course must have all. */
export class CourseFiltersQuery extends CursorQuery implements CourseAttributes {
  @ApiPropertyOptional({ description: 'Only courses of this term.', format: 'uuid' })
  @IsOptional()
  @IsId()
  termId?: string;

  @ApiPropertyOptional({ description: 'Only courses of this school.', format: 'uuid' })
  @IsOptional()
  @IsId()
  schoolId?: string;

  @LocaleFilter('Only courses that are taught in this language: a BCP 47 tag, whole.')
  language?: string;

  @ApiPropertyOptional({ enum: COURSE_LEVELS })
  @IsOptional()
  @IsIn(COURSE_LEVELS)
  level?: CourseLevel;

  @ApiPropertyOptional({
    description: 'Only courses of this category. Letter case and accents do not matter.',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  category?: string;

  @ApiPropertyOptional({
    description: 'Only courses with this tag. Letter case and accents do not matter.',
  })
  @IsOptional()
  @Text('line', { max: LONGEST_TAG })
  tag?: string;

  @ApiPropertyOptional({
    description:
      'Words of the title or the code, in any order: those of three letters or more are found anywhere inside, shorter ones at the beginning of a word. Letter case, accents and the kind of an apostrophe do not matter.',
    example: 'stat',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;
}
