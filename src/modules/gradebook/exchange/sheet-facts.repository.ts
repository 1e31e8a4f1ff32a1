import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { isLearnersEnrollment } from '../../courses';
import { LEARNER_KEYS, type LearnerKey, type SheetItem } from './sheet-columns';

/** Who is or was a learner of a course, by everything that a sheet may name them by. */
export type NamedLearner = Record<LearnerKey, string | null> & { id: string };

const COLUMNS: Record<LearnerKey, string> = {
  ...{ id: 'u.id', username: 'u.username', email: 'u.email', number: 'u.identifier' },
};

/** What a sheet names. Named SQL, since it joins tables of several modules. */
@Injectable()
export class SheetFactsRepository {
  constructor(private readonly database: Database) {}

  /** All line items of a course, archived ones too. */
  async items(courseId: string): Promise<SheetItem[]> {
    const rows = await this.database.rows<
      Pick<SheetItem, 'title' | 'min' | 'max'> & { id: Buffer; isQuiz: number; isArchived: number }
    >(
      `SELECT li.id, li.title, li.result_value_min AS min, li.result_value_max AS max,
              li.activity_id IS NOT NULL AS isQuiz, li.deleted_at IS NOT NULL AS isArchived
       FROM line_items li FORCE INDEX (ix_line_items_course) WHERE li.course_id = ?`,
      [toBinary(courseId)],
    );
    return rows.map(({ id, isQuiz, isArchived, ...item }) => ({
      ...{ ...item, id: fromBinary(id) },
      ...{ isQuiz: isQuiz === 1, isArchived: isArchived === 1 },
    }));
  }

  /** Who is or was a learner of the course and has one of the names. A statement for each kind of name. */
  async learners(courseId: string, names: Record<LearnerKey, readonly string[]>): Promise<NamedLearner[]> {
    const found = new Map<string, NamedLearner>();
    for (const key of LEARNER_KEYS) {
      if (names[key].length === 0) continue;
      const values = key === 'id' ? names.id.map(toBinary) : [...names[key]];
      const rows = await this.database.query<Omit<NamedLearner, 'id'> & { id: Buffer }>(
        `SELECT u.id, u.username, u.email, u.identifier AS number
         FROM users u STRAIGHT_JOIN enrollments e ON e.user_id = u.id
         WHERE ${COLUMNS[key]} IN (?) AND e.course_id = ? AND ${isLearnersEnrollment('e')}`,
        [values, toBinary(courseId)],
      );
      for (const { id, ...rest } of rows) found.set(fromBinary(id), { ...rest, id: fromBinary(id) });
    }
    return [...found.values()];
  }
}
