import { NIL } from 'uuid';
import { toBinary } from '../../../shared/database/ids';

/** What grades are given, recorded and closed for: a whole course, or one of its grading periods. */
export interface GradeScope {
  courseId: string;
  /** Null: the whole course. */
  periodId: string | null;
}

/** In columns that name a grading period: none, but all of the course. */
export const WHOLE_COURSE = NIL;

/** What of a course is closed. */
export interface ClosedScopes {
  isCourseClosed: boolean;
  /** Grading periods, by their ids. */
  periods: ReadonlySet<string>;
}

/** The two columns of a scope. */
export function columnsOfScope({ courseId, periodId }: GradeScope): { courseId: string; periodId: string } {
  return { courseId, periodId: periodId ?? WHOLE_COURSE };
}

/** In SQL: the rows of a scope, of the table `alias`, with the parameters of `scopeParams`. */
export function isOfScope(alias: string): string {
  return `${alias}.course_id = ? AND ${alias}.period_id = ?`;
}

/** In SQL: the rows of courses as a whole. */
export function isOfWholeCourse(alias: string): string {
  return `${alias}.period_id = UNHEX('${WHOLE_COURSE.replaceAll('-', '')}')`;
}

export function scopeParams(scope: GradeScope): [course: Buffer, period: Buffer] {
  const { courseId, periodId } = columnsOfScope(scope);
  return [toBinary(courseId), toBinary(periodId)];
}

/** As columns name them. */
export function closedScopes(ids: readonly string[]): ClosedScopes {
  return {
    isCourseClosed: ids.includes(WHOLE_COURSE),
    periods: new Set(ids.filter((id) => id !== WHOLE_COURSE)),
  };
}
