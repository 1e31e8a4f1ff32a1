import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { QUESTION, type QuestionRecord, toRecord, WITH_LATEST } from '../../questions/questions.repository';

/** The questions of a bank in the order in which they are written into a file. */
@Injectable()
export class WrittenQuestionsRepository {
  constructor(private readonly database: Database) {}

  /** Those of the bank of a course with their latest versions, the oldest first, up to `limit`, from behind the given id on. */
  async next(courseId: string, limit: number, after: string | undefined): Promise<QuestionRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${QUESTION.sql} FROM question_banks o STRAIGHT_JOIN questions q FORCE INDEX (ix_questions_bank) ON q.bank_id = o.id
         ${WITH_LATEST}
       WHERE o.course_id = ? AND q.archived_at IS NULL ${after === undefined ? '' : 'AND q.id > ?'} ORDER BY q.id LIMIT ?`,
      [toBinary(courseId), ...(after === undefined ? [] : [toBinary(after)]), limit],
      QUESTION,
    );
    return rows.map(toRecord);
  }
}
