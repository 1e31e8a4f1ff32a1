import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { type CursorQuery, decodeIdCursor, type Page, toPage } from '../../../shared/http/pagination';
import { dayIn } from '../../../shared/time/zoned-time';
import { enrollmentStatus } from '../../enrollments';
import { type Grade, GradebookFacade, type GradeSummary } from '../../gradebook';
import { completedPercentage } from '../statistics/completion';
import type { CourseOverviewResponse, DueItemResponse } from './dto/overview.response';
import { type LearnersCourse, type NextActivity, OverviewRepository } from './overview.repository';

const MOST_DUE_ITEMS = 10;

/** What a learner sees first: their courses, and what is to be done in each. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly overview: OverviewRepository,
    private readonly gradebook: GradebookFacade,
    private readonly clock: Clock,
  ) {}

  /** Three queries, however many courses. */
  async own({ userId }: Caller, { limit, cursor }: CursorQuery): Promise<Page<CourseOverviewResponse>> {
    const now = this.clock.now();
    const page = toPage(
      await this.overview.courses(userId, limit, placeIn(cursor)),
      limit,
      ({ title, courseId }) => [title, courseId],
      (course) => course,
    );
    // What is active depends on each course's time zone, so a page may turn out shorter than its limit.
    const courses = page.data.filter(
      (course) => enrollmentStatus(course, dayIn(now, course.timeZone)) === 'active',
    );
    const courseIds = courses.map(({ courseId }) => courseId);
    const next = await this.overview.nextActivities(userId, courseIds);
    const summaries = await this.gradebook.summariesOf(userId, courseIds);
    const nextOf = new Map(next.map((activity) => [activity.courseId, activity]));
    return {
      page: page.page,
      data: courses.map((course) =>
        toOverview(course, nextOf.get(course.courseId), summaries.get(course.courseId), now),
      ),
    };
  }
}

function toOverview(
  { courseId, code, title, completed, total }: LearnersCourse,
  next: NextActivity | undefined,
  summary: GradeSummary | undefined,
  now: Date,
): CourseOverviewResponse {
  return {
    ...{ courseId, code, title, completed, total },
    percentage: completedPercentage(completed, total),
    nextActivity: next ? { activityId: next.activityId, type: next.type, title: next.title } : null,
    dueItems: (summary?.grades ?? []).flatMap((grade) => dueItem(grade, now)).slice(0, MOST_DUE_ITEMS),
    gradeTotal: summary?.total ?? null,
  };
}

/** The item, if it has a due date and nothing was handed in; grades come by due date. */
function dueItem({ lineItemId, activityId, title, dueAt, result }: Grade, now: Date): DueItemResponse[] {
  if (dueAt === null || (result && result.scoreStatus !== 'not submitted')) return [];
  return [{ lineItemId, activityId, title, dueAt, isOverdue: dueAt < now }];
}

function placeIn(cursor: string | undefined): { title: string; courseId: string } | undefined {
  if (cursor === undefined) return undefined;
  const [title, courseId] = decodeIdCursor(cursor, 2) as [string, string];
  return { title, courseId };
}
