import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { COURSE_STATUSES, type CourseStatus } from '../../../shared/auth/permissions';
import { IsFlag, IsIds, IsSort } from '../../../shared/http/list-fields';
import { CourseFiltersQuery } from '../catalog/dto/course-filters';
import { COURSE_SORTS, type CourseSort } from '../course-orders';
import { namedEnum } from '../../../shared/http/named-schemas';

namedEnum('CourseSort', COURSE_SORTS);

export class CoursesQuery extends CourseFiltersQuery {
  @IsSort(
    COURSE_SORTS,
    'title',
    '`newest`: the course created last comes first. `startDate`: courses without a first day come first.',
  )
  sort: CourseSort = 'title';

  @IsIds('courses')
  ids?: string[];

  @ApiPropertyOptional({ enum: COURSE_STATUSES })
  @IsOptional()
  @IsIn(COURSE_STATUSES)
  status?: CourseStatus;

  @IsFlag('Only courses you take part in now.')
  mine: boolean = false;
}
