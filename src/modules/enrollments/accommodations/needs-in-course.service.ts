import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { AccommodationsRepository, NEWEST_FIRST } from './accommodations.repository';
import { CourseAccommodationsRepository } from './course-accommodations.repository';
import {
  type CourseNeedsResponse,
  type OwnNeedsResponse,
  toCourseNeedsResponse,
  toOwnNeedsResponse,
} from './dto/needs.response';

/** Accommodations as staff of a course and the people themselves see them: without reasons. */
@Injectable()
export class NeedsInCourseService {
  constructor(
    private readonly ofCourse: CourseAccommodationsRepository,
    private readonly ofPerson: AccommodationsRepository,
    private readonly access: CourseAccess,
    private readonly clock: Clock,
  ) {}

  /** For staff: what is in force for learners of the course, or will be. */
  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<CourseNeedsResponse>> {
    const { scope } = await this.access.courseWithin(caller, courseId, 'accommodations.read');
    const now = this.clock.now();
    const { cursor, limit } = query;
    const rows = await this.ofCourse.page({ courseId, scope }, now, limit, NEWEST_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, NEWEST_FIRST.keysOf, (row) => toCourseNeedsResponse(row, now));
    return withTotal(page, query, (most) => this.ofCourse.count({ courseId, scope }, now, most));
  }

  /** The caller's own, past ones included. */
  async own(caller: Caller, query: CursorQuery): Promise<Page<OwnNeedsResponse>> {
    const now = this.clock.now();
    const { cursor, limit } = query;
    const rows = await this.ofPerson.ofPerson(caller.userId, limit, NEWEST_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, NEWEST_FIRST.keysOf, (row) => toOwnNeedsResponse(row, now));
    return withTotal(page, query, (most) => this.ofPerson.countOfPerson(caller.userId, most));
  }
}
