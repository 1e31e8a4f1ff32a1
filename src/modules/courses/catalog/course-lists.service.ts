import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may, sees } from '../../../shared/auth/permissions';
import { MOST_COUNTED, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseStandings, type Membership } from '../access/course-standing';
import { actingRole, isSeenByVisitors } from '../access/participation';
import type { Course } from '../course.entity';
import { COURSE_ORDERS } from '../course-orders';
import { type CourseFilter, CoursesRepository } from '../courses.repository';
import { CoursesSearch } from '../courses-search';
import { DescriptionFiles } from '../description/files/description-files.service';
import { type CourseResponse, toCourseResponse } from '../dto/course.response';
import type { CoursesQuery } from '../dto/courses.query';
import type { CourseFacets } from './course-facets';
import type { CourseFacetsQuery } from './dto/catalog.query';

/** The catalog for people who are signed in: which courses they may see, and what these have. */
@Injectable()
export class CourseLists {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly search: CoursesSearch,
    private readonly standings: CourseStandings,
    private readonly files: DescriptionFiles,
  ) {}

  /** The courses the caller may see: published ones, their own drafts and archived ones; administrators all. */
  async list(caller: Caller, query: CoursesQuery): Promise<Page<CourseResponse>> {
    const { limit, status, mine, ids } = query;
    const memberships = await this.standings.membershipsOf(caller);
    const order = COURSE_ORDERS[query.sort];
    const filter = { ...(await this.filterOf(caller, memberships, query, mine)), ids, status };
    const { rows, end } = await this.courses.page(filter, {
      order,
      after: order.placeIn(query.cursor),
      limit,
    });
    const roles = new Map(memberships.map(({ courseId, role }) => [courseId, role]));
    const coverOf = await this.files.coversOf(rows);
    const toResponse = (row: Course): CourseResponse =>
      toCourseResponse(row, roles.get(row.id) ?? actingRole(caller.role, undefined), coverOf(row));
    const page = toPage(rows, limit, order.keysOf, toResponse, end);
    return withTotal(page, query, (most) => this.courses.count(filter, most));
  }

  /** What the courses have that the caller may see and the filters find, counted up to `MOST_COUNTED`. */
  async facets(caller: Caller, query: CourseFacetsQuery): Promise<CourseFacets> {
    const memberships = await this.standings.membershipsOf(caller);
    return this.courses.facets(await this.filterOf(caller, memberships, query), MOST_COUNTED);
  }

  private async filterOf(
    caller: Caller,
    memberships: readonly Membership[],
    query: CourseFacetsQuery,
    mine = false,
  ): Promise<CourseFilter> {
    const seesPublic = sees(actingRole(caller.role, undefined), 'published', 'signed_in');
    const seesAll = may(caller, 'courses.see_all').granted;
    const scope = mine || !seesPublic ? 'only' : seesAll ? 'all' : 'public';
    const own = memberships.filter(
      (membership) =>
        sees(membership.role, membership.status, membership.visibility) &&
        !(scope === 'public' && isSeenByVisitors(membership)),
    );
    return {
      scope,
      own: own.map(({ courseId }) => courseId),
      ...(await this.search.narrowing(query)),
    };
  }
}
