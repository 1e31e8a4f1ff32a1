import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { decodeIdCursor, encodeCursor, withTotal } from '../../../shared/http/pagination';
import { csvLines } from '../../../shared/text/csv-lines';
import { CourseAccess, type CourseStanding, type LearnerChoice } from '../../courses';
import type { ChosenLearners } from '../../enrollments';
import type { GradebookQuery } from './dto/gradebook.query';
import { type GradebookResponse, toColumnResponse, toRowResponse } from './dto/gradebook.response';
import { gridRows } from './grid-rows';
import { type GridLearner, GridRepository, type LearnerFilter } from './grid.repository';

/** How many learners of an export are in memory at once. */
const EXPORT_PAGE = 500;
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

@Injectable()
export class GridService {
  constructor(
    private readonly grid: GridRepository,
    private readonly access: CourseAccess,
  ) {}

  async page(caller: Caller, courseId: string, query: GradebookQuery): Promise<GradebookResponse> {
    const standing = await this.access.course(caller, courseId, 'grades.read');
    const chosen = choice(standing, query.learners);
    const found = await this.grid.learners({
      ...chosen,
      limit: query.limit,
      after: placeIn(query.cursor),
    });
    const learners = found.slice(0, query.limit);
    const { columns, cells } = await this.grid.sheet(
      courseId,
      learners.map(({ userId }) => userId),
    );
    const last = learners.at(-1);
    const hasMore = found.length > query.limit && last !== undefined;
    const page = {
      lineItems: columns.map(toColumnResponse),
      data: gridRows(learners, columns, cells, standing.timeZone).map(toRowResponse),
      page: {
        next: hasMore ? encodeCursor([last.familyName, last.givenName, last.enrollmentId]) : null,
        limit: query.limit,
      },
    };
    return withTotal(page, query, (most) => this.grid.countLearners(chosen, most));
  }

  /** The whole gradebook as CSV, in pieces, so that memory does not grow with the course. */
  async csv(caller: Caller, courseId: string, learners: LearnerChoice): Promise<AsyncIterable<string>> {
    const standing = await this.access.course(caller, courseId, 'grades.read');
    return this.sheetLines(choice(standing, learners), standing.timeZone);
  }

  private async *sheetLines(filter: ChosenLearners, timeZone: string): AsyncGenerator<string> {
    const { columns } = await this.grid.sheet(filter.courseId, []);
    const titles = columns.map(({ title, max }) => `${title} (of ${plainDecimal(max)})`);
    const heads = ['Family name', 'Given name', 'Number', 'Suspended', ...titles, 'Total (%)'];
    yield BYTE_ORDER_MARK + csvLines([heads]);
    let after: GridLearner | undefined;
    do {
      const found = await this.grid.learners({ ...filter, limit: EXPORT_PAGE, after });
      const learners = found.slice(0, EXPORT_PAGE);
      const userIds = learners.map(({ userId }) => userId);
      const { cells } = await this.grid.sheet(filter.courseId, userIds);
      const numbers = await this.grid.numbers(userIds);
      yield csvLines(
        gridRows(learners, columns, cells, timeZone).map(({ learner, total, results }) => {
          const { familyName, givenName, userId, isSuspended } = learner;
          const scoreOf = new Map(results.map(({ cell }) => [cell.lineItemId, cell.score]));
          return [
            familyName,
            givenName,
            numbers.get(userId) ?? '',
            isSuspended ? 'yes' : '',
            ...columns.map(({ id }) => ({ number: nullablePlainDecimal(scoreOf.get(id) ?? null) })),
            { number: total },
          ];
        }),
      );
      after = found.length > EXPORT_PAGE ? learners.at(-1) : undefined;
    } while (after);
  }
}

function choice({ courseId, today }: CourseStanding, learners: LearnerChoice): ChosenLearners {
  return { courseId, today, choice: learners };
}

function placeIn(cursor: string | undefined): LearnerFilter['after'] {
  if (cursor === undefined) return undefined;
  const [familyName, givenName, enrollmentId] = decodeIdCursor(cursor, 3) as [string, string, string];
  return { familyName, givenName, enrollmentId };
}
