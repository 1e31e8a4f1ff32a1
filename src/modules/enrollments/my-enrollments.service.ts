import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { mayTakePart, sees } from '../../shared/auth/permissions';
import { Clock } from '../../shared/clock/clock';
import { isId } from '../../shared/database/ids';
import { decodeCursor, type Page, toPage, withTotal } from '../../shared/http/pagination';
import { dayIn, isDay } from '../../shared/time/zoned-time';
import { CourseAccess } from '../courses';
import type { EnrollMyselfDto } from './dto/enrollment.dto';
import {
  type EnrollmentResponse,
  type MyEnrollmentResponse,
  toEnrollmentResponse,
  toMyEnrollmentResponse,
} from './dto/enrollment.response';
import type { MyEnrollmentsQuery } from './dto/enrollments.query';
import { EnrollmentStarts } from './enrollment-starts';
import { CourseOverError, SelfEnrollmentOffError } from './enrollments.errors';
import { EnrollmentLists } from './enrollment-lists.repository';

/** The caller's own enrollments. */
@Injectable()
export class MyEnrollmentsService {
  constructor(
    private readonly lists: EnrollmentLists,
    private readonly access: CourseAccess,
    private readonly starts: EnrollmentStarts,
    private readonly clock: Clock,
  ) {}

  /**
   * Their enrollments, latest begin first, without those as a learner of a draft, which they may not know of.
   *
   * All of them are read and the page is cut here: a person has some dozens in their whole life, and the status
   * depends on the day in each course's time zone, which the database does not know.
   */
  async list(caller: Caller, query: MyEnrollmentsQuery): Promise<Page<MyEnrollmentResponse>> {
    const { status, ids, cursor, limit } = query;
    const after = cursor === undefined ? undefined : placeIn(cursor);
    if (!mayTakePart(caller.role)) return { data: [], page: { next: null, limit } };
    const now = this.clock.now();
    const all = (await this.lists.own(caller.userId))
      .filter(({ enrollment, course }) => sees(enrollment.role, course.status))
      .map((own) => toMyEnrollmentResponse(own, dayIn(now, own.course.timeZone)))
      .filter((own) => status === undefined || own.status === status)
      .filter(({ id }) => ids === undefined || ids.includes(id));
    const shown = all.filter((own) => after === undefined || `${own.beginDate} ${own.id}` < after);
    const page = toPage(
      shown.slice(0, limit + 1),
      limit,
      ({ beginDate, id }) => [beginDate, id],
      (own) => own,
    );
    return withTotal(page, query, () => all.length);
  }

  /** Throws SelfEnrollmentOffError, CourseOverError, and what EnrollmentStarts.start throws. */
  async enroll(caller: Caller, { courseId }: EnrollMyselfDto): Promise<EnrollmentResponse> {
    const standing = await this.access.course(caller, courseId, 'roster.join_or_leave');
    const { status, selfEnrollment, today, endDate } = standing;
    if (status !== 'published' || !selfEnrollment) throw new SelfEnrollmentOffError();
    if (endDate !== null && today > endDate) throw new CourseOverError();
    const started = await this.starts.start({ userId: caller.userId }, { courseId, role: 'learner' });
    return toEnrollmentResponse(caller, started, started.today);
  }
}

/** Sorts as the list does: two days compare as texts, and so do two ids. */
function placeIn(cursor: string): string {
  return decodeCursor(cursor, 2, ([beginDate, id]) => isDay(beginDate) && isId(id)).join(' ');
}
