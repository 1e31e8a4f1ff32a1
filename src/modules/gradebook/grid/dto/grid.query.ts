import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { IsIds, IsSort, MOST_IDS } from '../../../../shared/http/list-fields';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { IsGroupFilter, IsTagFilter } from '../../../enrollments';
import { GradebookPageQuery } from './gradebook.query';

export const GRID_ORDERS = ['name', 'total', '-total'] as const;
export type GridOrder = (typeof GRID_ORDERS)[number];
namedEnum('GradebookOrder', GRID_ORDERS);

export class GridQuery extends GradebookPageQuery {
  @IsSort(
    GRID_ORDERS,
    'name',
    'By family name, then given name, people with one name first. By the exact `current` total of all scores, the lowest first, or with `-total` the highest; who has none comes last, and equal ones go by id. With `period`, by the total of that grading period. All pages are by one structure: where that has changed since the page before, the answer is 409.',
  )
  sort: GridOrder = 'name';

  @IsIds(
    'line items',
    `Only the columns of these line items, at most ${MOST_IDS} ids with commas between them. Totals are of all line items, as without it.`,
  )
  lineItemIds?: string[];

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Only the columns of this category of the course. Totals are of all categories, as without it.',
  })
  @MayBeLeftOut()
  @IsId()
  category?: string;

  @IsGroupFilter()
  groupId?: string;

  @IsTagFilter()
  tagId?: string;
}
