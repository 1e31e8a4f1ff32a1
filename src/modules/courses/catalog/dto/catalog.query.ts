import { OmitType } from '@nestjs/swagger';
import { IsSort } from '../../../../shared/http/list-fields';
import { COURSE_SORTS, type CourseSort } from '../../course-orders';
import { CourseFiltersQuery } from './course-filters';

export class CatalogQuery extends CourseFiltersQuery {
  @IsSort(
    COURSE_SORTS,
    'title',
    '`newest`: the course created last comes first. `startDate`: courses without a first day come first.',
  )
  sort: CourseSort = 'title';
}

/** The filters alone. */
export class CourseFacetsQuery extends OmitType(CourseFiltersQuery, ['limit', 'cursor', 'total'] as const) {}
