import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database, type TextValue } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { choiceValues, IS_CHOSEN } from '../../courses';
import { Enrollment } from '../enrollment.entity';

const LEARNER = columnsOf(Enrollment, 'e', ['userId', 'givenName', 'familyName']).andExpressions<{
  username: string;
  isStaff: number;
}>({
  username: 'u.username',
  isStaff: `EXISTS (SELECT 1 FROM enrollments s WHERE s.user_id = e.user_id AND s.role <> 'learner'
    AND s.state IN ('active', 'suspended', 'invited'))`,
});

/** A learner of a course, and whether they are staff of any course. */
export type CodeLearner = RowOf<typeof LEARNER>;

@Injectable()
export class CodeLearnersRepository {
  constructor(private readonly database: Database) {}

  /**
   * Learners who can take part in the course now, in the order of their names; of those only, where ids are given.
   *
   * @param today in the time zone of the course
   */
  async find(
    courseId: string,
    today: string,
    { userIds, limit }: { userIds?: readonly string[] | undefined; limit: number },
  ): Promise<CodeLearner[]> {
    if (userIds?.length === 0) return [];
    const values: TextValue[] = [toBinary(courseId), ...choiceValues('active', today)];
    if (userIds) values.push(userIds.map(toBinary));
    return this.database.query(
      `SELECT ${LEARNER.sql} FROM enrollments e JOIN users u ON u.id = e.user_id
         WHERE e.course_id = ? AND ${IS_CHOSEN.active}${userIds ? ' AND e.user_id IN (?)' : ''}
         ORDER BY e.family_name, e.given_name, e.user_id LIMIT ${limit}`,
      values,
      LEARNER,
    );
  }
}
