import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database, type TextValue } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { choiceValues, IS_CHOSEN } from '../../courses';
import { Enrollment } from '../enrollment.entity';

const LEARNER = columnsOf(Enrollment, 'e', ['userId', 'givenName', 'familyName']).andExpressions<{
  username: string;
  isStaff: number;
  isOfSchool: number;
}>({
  username: 'u.username',
  isStaff: `EXISTS (SELECT 1 FROM enrollments s WHERE s.user_id = e.user_id AND s.role IN ('instructor', 'assistant')
    AND s.state IN ('active', 'suspended'))`,
  isOfSchool: "(i.role = 'administrator' OR e.source = 'sync' OR u.org_id <=> i.org_id)",
});

/**
 * A learner of a course; whether they are staff of any course; and whether they are of the school of whoever issues the code, or the roster
 * has put them into the course.
 */
export type CodeLearner = RowOf<typeof LEARNER>;

@Injectable()
export class CodeLearnersRepository {
  constructor(private readonly database: Database) {}

  /**
   * Learners who can take part in the course now, in the order of their names; of those only, where ids are given.
   *
   * @param issuedBy who issues codes
   * @param today in the time zone of the course
   */
  async find(
    courseId: string,
    { today, issuedBy }: { today: string; issuedBy: string },
    { userIds, limit }: { userIds?: readonly string[] | undefined; limit: number },
  ): Promise<CodeLearner[]> {
    if (userIds?.length === 0) return [];
    const values: TextValue[] = [toBinary(issuedBy), toBinary(courseId), ...choiceValues('active', today)];
    if (userIds) values.push(userIds.map(toBinary));
    return this.database.query(
      `SELECT ${LEARNER.sql} FROM enrollments e JOIN users u ON u.id = e.user_id JOIN users i ON i.id = ?
         WHERE e.course_id = ? AND ${IS_CHOSEN.active}${userIds ? ' AND e.user_id IN (?)' : ''}
         ORDER BY e.family_name, e.given_name, e.user_id LIMIT ${limit}`,
      values,
      LEARNER,
    );
  }
}
