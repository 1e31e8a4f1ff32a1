import { Injectable } from '@nestjs/common';
import { type Page, toPage, withTotal } from '../../../shared/http/pagination';
import type { Course } from '../course.entity';
import { COURSE_ORDERS } from '../course-orders';
import { CourseNotFoundError } from '../courses.errors';
import { type CourseFilter, CoursesRepository } from '../courses.repository';
import { CoursesSearch } from '../courses-search';
import { DescriptionsRepository } from '../description/descriptions.repository';
import { DescriptionFiles } from '../description/files/description-files.service';
import type { CatalogQuery } from './dto/catalog.query';
import {
  type CatalogCourseResponse,
  type CatalogPlaces,
  type DescribedCatalogCourseResponse,
  toCatalogCourse,
} from './dto/catalog-course.response';

/** Courses as everybody finds them, without signing in: published and public ones of schools with an open catalog. */
@Injectable()
export class CatalogService {
  constructor(
    private readonly courses: CoursesRepository,
    private readonly search: CoursesSearch,
    private readonly descriptions: DescriptionsRepository,
    private readonly files: DescriptionFiles,
  ) {}

  async list(query: CatalogQuery): Promise<Page<CatalogCourseResponse>> {
    const { limit, sort, cursor } = query;
    const order = COURSE_ORDERS[sort];
    const filter: CourseFilter = { scope: 'open', own: [], ...(await this.search.narrowing(query)) };
    const { rows, end } = await this.courses.page(filter, { order, after: order.placeIn(cursor), limit });
    const places = await this.placesOf(rows);
    const coverOf = await this.files.coversOf(rows);
    const toResponse = (course: Course): CatalogCourseResponse =>
      toCatalogCourse(course, places, coverOf(course));
    const page = toPage(rows, limit, order.keysOf, toResponse, end);
    return withTotal(page, query, (most) => this.courses.count(filter, most));
  }

  /** Throws CourseNotFoundError for what is not in the open catalog. */
  async find(courseId: string): Promise<DescribedCatalogCourseResponse> {
    const filter: CourseFilter = { scope: 'open', own: [], ids: [courseId] };
    const { rows } = await this.courses.page(filter, {
      ...{ order: COURSE_ORDERS.title, after: undefined, limit: 1 },
    });
    const [course] = rows;
    if (!course) throw new CourseNotFoundError();
    const syllabus = await this.descriptions.syllabusOf(courseId);
    return {
      ...toCatalogCourse(course, await this.placesOf([course]), await this.files.coverOf(course)),
      syllabusHtml: syllabus?.contentHtml ?? '',
      syllabusFiles: await this.files.filesOf(courseId),
    };
  }

  private async placesOf(courses: readonly Course[]): Promise<CatalogPlaces> {
    const places = await this.courses.places({
      schoolIds: [...new Set(courses.flatMap(({ orgId }) => orgId ?? []))],
      termIds: [...new Set(courses.flatMap(({ academicSessionId }) => academicSessionId ?? []))],
    });
    return new Map(places.map((place) => [place.id, place]));
  }
}
