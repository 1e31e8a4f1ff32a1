import { countUpTo } from '../../shared/database/count-up-to';
import type { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { choiceValues, IS_CHOSEN, type LearnerChoice } from '../courses';

/** Learners of a course, chosen by how they take part on a day of its time zone. */
export interface ChosenLearners {
  courseId: string;
  today: string;
  choice: LearnerChoice;
}

/** How many learners a list by learners has; counted up to `most`. */
export function countLearners(
  database: Database,
  { courseId, today, choice }: ChosenLearners,
  most: number,
): Promise<number> {
  return countUpTo(
    database,
    most,
    `SELECT e.id FROM enrollments e STRAIGHT_JOIN users u ON u.id = e.user_id
     WHERE e.course_id = ? AND ${IS_CHOSEN[choice]}`,
    [toBinary(courseId), ...choiceValues(choice, today)],
  );
}
