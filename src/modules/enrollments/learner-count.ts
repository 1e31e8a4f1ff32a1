import { countUpTo } from '../../shared/database/count-up-to';
import type { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { areChosen, type LearnerWishes } from './groups/label-filter';

/** Learners of a course, chosen by how they take part on a day of its time zone, and by groups and tags. */
export interface ChosenLearners extends LearnerWishes {
  courseId: string;
}

/** How many learners a list by learners has; counted up to `most`. */
export function countLearners(
  database: Database,
  { courseId, ...wishes }: ChosenLearners,
  most: number,
): Promise<number> {
  const { sql, params } = areChosen(wishes);
  return countUpTo(
    database,
    most,
    `SELECT e.id FROM enrollments e STRAIGHT_JOIN users u ON u.id = e.user_id
     WHERE e.course_id = ? AND ${sql}`,
    [toBinary(courseId), ...params],
  );
}
