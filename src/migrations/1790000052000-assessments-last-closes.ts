import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, changeInBatches, dropColumn } from '../shared/database/schema-steps';

const LEARNERS_NEED = `FROM enrollments e JOIN accommodations n ON n.user_id = e.user_id
     AND (n.course_id IS NULL OR n.course_id = e.course_id)
   WHERE e.course_id = z.course_id AND e.role = 'learner'`;

/**
 * When nobody can work on a quiz any more. Null says that it is the quiz's own close, also in rows of the build before. Where
 * somebody has terms of their own, no statement can tell the exact instant, since days are added in the time zone of the
 * course. So it is set too late rather than too early, until the next change of those terms computes it.
 */
export class AssessmentsLastCloses1790000052000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'quizzes', 'last_closes_at', 'DATETIME(3) NULL');
    await changeInBatches(
      runner,
      'quizzes',
      'activity_id',
      `UPDATE quizzes z SET z.last_closes_at = GREATEST(z.closes_at,
           COALESCE((SELECT MAX(IF(x.closes_at IS NULL AND FIND_IN_SET('closesAt', x.granted) > 0,
             '9000-01-01', x.closes_at)) FROM quiz_exceptions x WHERE x.activity_id = z.activity_id), z.closes_at))
         + INTERVAL COALESCE((SELECT MAX(n.days_added) + 1 ${LEARNERS_NEED}), 0) DAY
         + INTERVAL COALESCE((SELECT CEILING(MAX(n.time_factor) * z.time_limit_seconds + MAX(n.minutes_added) * 60)
             ${LEARNERS_NEED}), 0) SECOND
         + INTERVAL COALESCE((SELECT MAX(x.time_limit_seconds) FROM quiz_exceptions x
             WHERE x.activity_id = z.activity_id), 0) SECOND
       WHERE z.activity_id > ? AND z.activity_id <= ? AND z.closes_at IS NOT NULL AND z.last_closes_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'quizzes', 'last_closes_at');
  }
}
