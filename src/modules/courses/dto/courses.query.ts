import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { COURSE_STATUSES, type CourseStatus } from '../../../shared/auth/permissions';
import { Text } from '../../../shared/http/field-rules';
import { CursorQuery } from '../../../shared/http/pagination';

export const COURSE_SORTS = ['title', 'newest'] as const;
export type CourseSort = (typeof COURSE_SORTS)[number];

export class CoursesQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: COURSE_SORTS,
    default: 'title',
    description: '`newest`: the course created last comes first.',
  })
  @IsOptional()
  @IsIn(COURSE_SORTS)
  sort: CourseSort = 'title';

  @ApiPropertyOptional({ enum: COURSE_STATUSES })
  @IsOptional()
  @IsIn(COURSE_STATUSES)
  status?: CourseStatus;

  @ApiPropertyOptional({ description: 'Beginning of the title or of the code, such as `stat`.' })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;

  @ApiPropertyOptional({ type: Boolean, default: false, description: 'Only courses you take part in now.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  mine: boolean = false;
}
