import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import {
  type CursorQuery,
  decodeIdCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { daysOnEarth } from '../../../shared/time/days-on-earth';
import { dayIn } from '../../../shared/time/zoned-time';
import { actingRole, isLearners, strongestActive } from '../../courses';
import {
  countedDue,
  type Grade,
  GradebookFacade,
  type GradeSummary,
  isAskedOf,
  isHandedIn,
  isOverdue,
  scoreRange,
} from '../../gradebook';
import { completedPercentage } from '../statistics/completion';
import type { CourseOverviewResponse, DueItemResponse } from './dto/overview.response';
import { type EnrolledCourse, OverviewRepository, type Progress } from './overview.repository';

const MOST_DUE_ITEMS = 10;

/** A learner's start page: their courses, with progress and due work in each. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly overview: OverviewRepository,
    private readonly gradebook: GradebookFacade,
    private readonly clock: Clock,
  ) {}

  /**
   * Three queries, however many courses. All courses in which they are enrolled now are read and the page is cut here:
   * in which of them they are a learner today depends on the day in each course's time zone.
   */
  async own(caller: Caller, query: CursorQuery): Promise<Page<CourseOverviewResponse>> {
    const { limit, cursor } = query;
    const now = this.clock.now();
    const { userId } = caller;
    const taken = await this.taken(caller, now, placeIn(cursor));
    const page = toPage(
      taken.slice(0, limit + 1),
      limit,
      ({ title, courseId }) => [title, courseId],
      (course) => course,
    );
    const courses = page.data;
    const courseIds = courses.map(({ courseId }) => courseId);
    const progress = await this.overview.progress(userId, courseIds);
    const summaries = await this.gradebook.summariesOf(userId, courses);
    const progressIn = new Map(progress.map((own) => [own.courseId, own]));
    const answer = {
      page: page.page,
      data: courses.map((course) =>
        toOverview(course, progressIn.get(course.courseId), summaries.get(course.courseId), now),
      ),
    };
    return withTotal(answer, query, async () =>
      cursor === undefined ? taken.length : (await this.taken(caller, now)).length,
    );
  }

  /** The courses in which the caller is a learner today, by title, from the place on. */
  private async taken(
    caller: Caller,
    now: Date,
    after?: { title: string; courseId: string },
  ): Promise<EnrolledCourse[]> {
    const courses = await this.overview.courses(caller.userId, daysOnEarth(now).first, after);
    return courses.filter((course) => {
      const enrolledAs = strongestActive(course.enrollments, dayIn(now, course.timeZone));
      // Only learners are asked for, who know of the course whatever its visibility.
      const openness = { status: course.status, visibility: 'members' as const };
      const standing = { ...openness, role: actingRole(caller.role, enrolledAs) };
      return may(caller, 'progress.record', standing).granted;
    });
  }
}

function toOverview(
  { courseId, code, title, timeZone, enrollments }: EnrolledCourse,
  { completed, total, next }: Progress = { completed: 0, total: 0, next: null },
  summary: GradeSummary | undefined,
  now: Date,
): CourseOverviewResponse {
  const beginDate = enrollments.find(isLearners)?.beginDate ?? '';
  return {
    ...{ courseId, code, title, completed, total },
    percentage: completedPercentage(completed, total),
    nextActivity: next,
    dueItems: (summary?.grades ?? [])
      .flatMap((grade) => dueItem(grade, { timeZone, beginDate }, now))
      // They came by everybody's due date.
      .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
      .slice(0, MOST_DUE_ITEMS),
    gradeTotal: summary?.total ?? null,
  };
}

/** The item, if it can be done, is asked of the learner by a date, and nothing was handed in. The date is the learner's own. */
function dueItem(
  grade: Grade,
  { timeZone, beginDate }: { timeZone: string; beginDate: string },
  now: Date,
): DueItemResponse[] {
  const { lineItemId, activityId, title, min, max, result } = grade;
  const due = countedDue(grade, timeZone, grade.personal, null, now);
  if (due === null || isHandedIn(result) || !isAskedOf(beginDate, due) || !scoreRange(min, max)) return [];
  return [
    { lineItemId, activityId, title, dueAt: due.at, isOverdue: isOverdue({ beginDate, due, result }, now) },
  ];
}

function placeIn(cursor: string | undefined): { title: string; courseId: string } | undefined {
  if (cursor === undefined) return undefined;
  const [title, courseId] = decodeIdCursor(cursor, 2) as [string, string];
  return { title, courseId };
}
