import type { Type } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import type { Language } from '../../../shared/sentences/sentence';
import type { Picture } from '../../../shared/charts/svg-chart';
import type { ReportedCourse } from './reported-course';

/**
 * One part of the report of a course: what it reads, how it is computed, its JSON and its chart. Each is one object in a
 * file of its own, which `course-reports.ts` lists; routes and OpenAPI follow from it.
 */
export interface CourseReport<Figures extends object = object> {
  /** The fields that it adds to the answer, as OpenAPI describes them. */
  fields: { [Field in keyof Figures]-?: ApiPropertyOptions };
  figures(course: ReportedCourse): Promise<Figures>;
  chart?: ReportChart;
}

/** A picture, at `/courses/{courseId}/report/{name}.svg`. */
export interface ReportChart<Query extends object = object> {
  /** In kebab case. */
  name: string;
  /** Of the route, in OpenAPI. */
  summary: string;
  /** Codes of errors besides those of every report, by status. */
  errors?: Partial<Record<404 | 409 | 503, string> & Record<422, string[]>>;
  /** What the query of the request may say; nothing unless given. */
  query?: Type<Query>;
  draw(course: ReportedCourse, language: Language, query: Query): Promise<Picture>;
}
