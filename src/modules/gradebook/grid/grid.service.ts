import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { withTotal } from '../../../shared/http/pagination';
import { CourseAccess, type CourseStanding, type LearnerChoice } from '../../courses';
import type { ChosenLearners } from '../../enrollments';
import type { GridQuery } from './dto/grid.query';
import { type GradebookResponse, toColumnResponse, toRowResponse } from './dto/gradebook.response';
import { GradingPeriodsRepository } from '../periods/grading-periods.repository';
import { NoSuchCategoryError } from '../gradebook.errors';
import { requirePeriod } from '../periods/require-period';
import { type Grid, gridOf } from './grid-rows';
import { PresentTotals } from '../stored-totals/present-totals';
import { structureVersionIn } from '../stored-totals/stored-totals';
import { StructureChangedError, TotalsNotReadyError } from '../stored-totals/stored-totals.errors';
import { nextPage, nextTotalPage, placeIn, totalPlaceIn } from './learner-places';
import {
  type GridColumn,
  type GridLearner,
  GridRepository,
  type GridSheet,
  type TotalFilter,
} from './grid.repository';

/** Only a structure that others change at the same time has a page be read again. */
const MOST_ROUNDS = 5;

@Injectable()
export class GridService {
  constructor(
    private readonly grid: GridRepository,
    private readonly totals: PresentTotals,
    private readonly periods: GradingPeriodsRepository,
    private readonly access: CourseAccess,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, courseId: string, query: GridQuery): Promise<GradebookResponse> {
    const standing = await this.access.courseWithin(caller, courseId, 'grades.read');
    const { learners, groupId, tagId } = query;
    const chosen = { ...choice(standing, learners), groupId, tagId, scope: standing.scope };
    const page =
      query.sort === 'name'
        ? await this.byName(chosen, query, standing.timeZone)
        : await this.byTotal(caller, chosen, { ...query, sort: query.sort }, standing.timeZone);
    return withTotal(page, query, (most) => this.grid.countLearners(chosen, most));
  }

  private async byName(
    chosen: ChosenLearners,
    query: GridQuery,
    timeZone: string,
  ): Promise<GradebookResponse> {
    const { limit, cursor } = query;
    const found = await this.grid.learners({ ...chosen, limit, after: placeIn(cursor) });
    const learners = found.slice(0, limit);
    const now = this.clock.now();
    const sheet = await this.grid.sheet(chosen.courseId, idsOf(learners), now);
    return toPage(learners, sheet, query, { timeZone, now, next: nextPage(found, limit) });
  }

  /**
   * All of one version of the structure, which is the present one, or not at all. Throws TotalsNotReadyError, and StructureChangedError for the
   * next page of another version.
   */
  private async byTotal(
    caller: Caller,
    chosen: ChosenLearners,
    query: Omit<GridQuery, 'sort'> & { sort: TotalFilter['direction'] },
    timeZone: string,
  ): Promise<GradebookResponse> {
    const { courseId } = chosen;
    const { sort, limit, cursor, period } = query;
    const after = totalPlaceIn(cursor);
    const periodId =
      period === undefined ? null : requirePeriod({ periods: await this.periods.ofCourse(courseId) }, period);
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const version = await this.totals.ofCourse(courseId, periodId, caller.userId);
      if (after && after.structureVersion !== version) throw new StructureChangedError();
      const found = await this.grid.learnersByTotal({ ...chosen, direction: sort, periodId, limit, after });
      const learners = found.slice(0, limit);
      const now = this.clock.now();
      const sheet = await this.grid.sheet(courseId, idsOf(learners), now);
      const isOfOne = found.every(({ structureVersion }) => structureVersion === version);
      // Somebody has changed the structure between two of the statements.
      if (!isOfOne || structureVersionIn(sheet) !== version) continue;
      const next = nextTotalPage(found, version, limit);
      return toPage(learners, sheet, query, { timeZone, now, next });
    }
    throw new TotalsNotReadyError();
  }
}

interface PageTerms {
  timeZone: string;
  now: Date;
  next: string | null;
}

function idsOf(learners: readonly GridLearner[]): string[] {
  return learners.map(({ userId }) => userId);
}

function toPage(
  learners: GridLearner[],
  sheet: GridSheet,
  query: ShownOf,
  { timeZone, now, next }: PageTerms,
): GradebookResponse {
  const { category } = query;
  if (category !== undefined && !sheet.rules.categories.some(({ id }) => id === category))
    throw new NoSuchCategoryError('category');
  const grid = gridOf(learners, sheet, timeZone, now, requirePeriod(sheet.rules, query.period));
  const { columns, rows } = shownOf(grid, query);
  return {
    lineItems: columns.map(toColumnResponse),
    data: rows.map(toRowResponse),
    structureVersion: structureVersionIn(sheet),
    page: { next, limit: query.limit },
  };
}

/** The columns that were asked for, and their cells. */
function shownOf(grid: Grid, query: ShownOf): Grid {
  if (query.lineItemIds === undefined && query.category === undefined) return grid;
  const columns = grid.columns.filter(({ column }) => isShown(column, query));
  const shown = new Set(columns.map(({ column }) => column.id));
  return {
    columns,
    rows: grid.rows.map((row) => ({
      ...row,
      results: row.results.filter(({ cell }) => shown.has(cell.lineItemId)),
      missing: row.missing.filter(({ lineItemId }) => shown.has(lineItemId)),
    })),
  };
}

type ShownOf = Pick<GridQuery, 'period' | 'limit' | 'lineItemIds' | 'category'>;

/** Whether it is one of the columns that were asked for. */
function isShown({ id, counting }: GridColumn, { lineItemIds, category }: ShownOf): boolean {
  const isNamed = lineItemIds === undefined || lineItemIds.includes(id);
  return isNamed && (category === undefined || counting.categoryId === category);
}

function choice({ courseId, today }: CourseStanding, learners: LearnerChoice): ChosenLearners {
  return { courseId, today, choice: learners };
}
