import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { CarryScope } from '../../courses';
import { QuestionRubricRevision } from './question-rubric-revision.entity';
import { QuestionRubric } from './question-rubric.entity';
import { Rubric } from './rubric.entity';

const RUBRIC = columnsOf(Rubric, 'r', ['id', 'title', 'definition']);
const IN_USE = columnsOf(QuestionRubric, 'q', ['activityId', 'itemId', 'sourceId', 'shown']).and(
  columnsOf(QuestionRubricRevision, 'v', ['title', 'definition']),
);
const NEW_RUBRIC = insertOf(Rubric, ['id', 'courseId', 'title', 'definition', 'createdAt', 'updatedAt']);
const NEW_USE = insertOf(QuestionRubric, [
  ...(['activityId', 'itemId', 'courseId', 'sourceId', 'shown', 'revision', 'updatedAt'] as const),
]);
const NEW_REVISION = insertOf(QuestionRubricRevision, [
  ...(['activityId', 'itemId', 'number', 'title', 'definition', 'createdBy', 'createdAt'] as const),
]);

export type RubricDocument = RowOf<typeof RUBRIC>;
/** By which rubric the answers to a question in a quiz are marked. */
export type UsedRubricDocument = RowOf<typeof IN_USE>;

/** The rubrics of a course, and those that its questions use, as they are now. */
@Injectable()
export class CarriedRubricsRepository {
  constructor(private readonly database: Database) {}

  /** In the order in which they were made; none where the scope is one activity. */
  async ofCourse({ courseId, activityId }: CarryScope): Promise<RubricDocument[]> {
    if (activityId !== null) return [];
    return this.database.rows(
      `SELECT ${RUBRIC.sql} FROM rubrics r WHERE r.course_id = ? ORDER BY r.id`,
      [toBinary(courseId)],
      RUBRIC,
    );
  }

  /** Of questions that quizzes ask by now, in the order of their ids. */
  async inUse({ courseId, activityId }: CarryScope): Promise<UsedRubricDocument[]> {
    return this.database.rows(
      `SELECT ${IN_USE.sql} FROM question_rubrics q
         JOIN question_rubric_revisions v
           ON v.activity_id = q.activity_id AND v.item_id = q.item_id AND v.number = q.revision
         JOIN activities a ON a.id = q.activity_id
       WHERE q.course_id = ? ${activityId === null ? 'AND a.archived_at IS NULL' : 'AND q.activity_id = ?'}
         AND EXISTS (SELECT 1 FROM quiz_slots s WHERE s.activity_id = q.activity_id AND s.question_id = q.item_id)
       ORDER BY q.activity_id, q.item_id`,
      [toBinary(courseId), ...(activityId === null ? [] : [toBinary(activityId)])],
      IN_USE,
    );
  }

  /** Three statements. */
  async restore(
    courseId: string,
    { rubrics, inUse }: { rubrics: readonly RubricDocument[]; inUse: readonly UsedRubricDocument[] },
    { by: createdBy, now }: { by: string; now: Date },
  ): Promise<void> {
    await this.database.insert(
      NEW_RUBRIC,
      rubrics.map((rubric) => ({ ...rubric, courseId, createdAt: now, updatedAt: now })),
    );
    await this.database.insert(
      NEW_USE,
      inUse.map((use) => ({ ...use, courseId, revision: 1, updatedAt: now })),
    );
    await this.database.insert(
      NEW_REVISION,
      inUse.map((use) => ({ ...use, number: 1, createdBy, createdAt: now })),
    );
  }
}
