import type { Moving } from './merge-rows.repository';

/** Of rows that move: the courses or the work to which those of each of the two accounts belong. */
export interface RowUnits {
  rows: Moving;
  duplicate: readonly string[];
  kept: readonly string[];
}

/** What moves, and what stays with the duplicate, by the ids of courses and of work. */
export interface MergePlan {
  courses: string[];
  works: string[];
  sharedCourses: string[];
  sharedWorks: string[];
}

/**
 * A course moves where only the duplicate is enrolled in it, and work where only the duplicate has anything. Rows that tell of no work
 * (`isTrace`) move with the others, and keep nothing from moving. Nothing is lost where both have something: it stays where it is.
 */
export function mergePlan(units: readonly RowUnits[]): MergePlan {
  const [courses, sharedCourses] = divided(units.filter(({ rows }) => rows.atMerge.unit === 'course'));
  const [works, sharedWorks] = divided(units.filter(({ rows }) => rows.atMerge.unit === 'work'));
  return { courses, works, sharedCourses, sharedWorks };
}

/** The units that move; and those that stay although the duplicate has something there. */
function divided(units: readonly RowUnits[]): [string[], string[]] {
  const telling = units.filter(({ rows }) => !rows.atMerge.isTrace);
  const taken = new Set(telling.flatMap(({ kept }) => kept));
  const own = new Set(telling.flatMap(({ duplicate }) => duplicate));
  const all = [...new Set(units.flatMap(({ duplicate }) => duplicate))].sort();
  return [all.filter((id) => !taken.has(id)), all.filter((id) => taken.has(id) && own.has(id))];
}
