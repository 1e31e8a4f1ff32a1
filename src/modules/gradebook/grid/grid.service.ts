import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { withTotal } from '../../../shared/http/pagination';
import { CourseAccess, type CourseStanding, type LearnerChoice } from '../../courses';
import type { ChosenLearners } from '../../enrollments';
import type { GradebookPageQuery } from './dto/gradebook.query';
import { type GradebookResponse, toColumnResponse, toRowResponse } from './dto/gradebook.response';
import { requirePeriod } from '../periods/require-period';
import { gridOf } from './grid-rows';
import { nextPage, placeIn } from './learner-places';
import { GridRepository } from './grid.repository';

@Injectable()
export class GridService {
  constructor(
    private readonly grid: GridRepository,
    private readonly access: CourseAccess,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, courseId: string, query: GradebookPageQuery): Promise<GradebookResponse> {
    const standing = await this.access.course(caller, courseId, 'grades.read');
    const chosen = choice(standing, query.learners);
    const found = await this.grid.learners({
      ...chosen,
      limit: query.limit,
      after: placeIn(query.cursor),
    });
    const learners = found.slice(0, query.limit);
    const now = this.clock.now();
    const userIds = learners.map(({ userId }) => userId);
    const sheet = await this.grid.sheet(courseId, userIds, now);
    const periodId = requirePeriod(sheet.rules, query.period);
    const grid = gridOf(learners, sheet, standing.timeZone, now, periodId);
    const page = {
      lineItems: grid.columns.map(toColumnResponse),
      data: grid.rows.map(toRowResponse),
      page: { next: nextPage(found, query.limit), limit: query.limit },
    };
    return withTotal(page, query, (most) => this.grid.countLearners(chosen, most));
  }
}

function choice({ courseId, today }: CourseStanding, learners: LearnerChoice): ChosenLearners {
  return { courseId, today, choice: learners };
}
