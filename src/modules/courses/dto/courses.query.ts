import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { COURSE_STATUSES, type CourseStatus } from '../../../shared/auth/permissions';
import { Text } from '../../../shared/http/field-rules';
import { IsFlag, IsIds, IsSort } from '../../../shared/http/list-fields';
import { CursorQuery } from '../../../shared/http/pagination';
import { COURSE_SORTS, type CourseSort } from '../course-orders';
import { namedEnum } from '../../../shared/http/named-schemas';

namedEnum('CourseSort', COURSE_SORTS);

export class CoursesQuery extends CursorQuery {
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

  @ApiPropertyOptional({
    description:
      'Words of the title or the code, in any order: those of three letters or more are found anywhere inside, shorter ones at the beginning of a word. Letter case, accents and the kind of an apostrophe do not matter.',
    example: 'stat',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  search?: string;

  @IsFlag('Only courses you take part in now.')
  mine: boolean = false;
}
