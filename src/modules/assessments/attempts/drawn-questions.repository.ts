import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { QuestionVersion } from '../questions/question-version.entity';
import { QuestionContents } from '../questions/question-contents';
import { asked, type VersionedQuestion } from './paper-records';

const NEWEST = columnsOf(QuestionVersion, 'v', ['questionId', 'keyRevisionId']);

/** What drawing questions for an attempt reads. */
@Injectable()
export class DrawnQuestionsRepository {
  constructor(
    private readonly database: Database,
    private readonly contents: QuestionContents,
  ) {}

  /** How often a learner has been asked a question in earlier attempts at a quiz; those that never were are not in it. */
  async timesAsked(activityId: string, userId: string): Promise<Map<string, number>> {
    const rows = await this.database.rows<{ id: Buffer; times: number }>(
      `SELECT p.question_id AS id, COUNT(*) AS times FROM attempts t JOIN attempt_questions p ON p.attempt_id = t.id
       WHERE t.activity_id = ? AND t.user_id = ? AND t.is_preview = 0 GROUP BY p.question_id`,
      [toBinary(activityId), toBinary(userId)],
    );
    return new Map(rows.map(({ id, times }) => [fromBinary(id), Number(times)]));
  }

  /** The latest versions of questions, by the ids of these. */
  async latest(questionIds: readonly string[]): Promise<Map<string, VersionedQuestion>> {
    if (questionIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${NEWEST.sql} FROM questions q JOIN question_versions v ON v.id = q.latest_version_id WHERE q.id IN (?)`,
      [questionIds.map(toBinary)],
      NEWEST,
    );
    const content = await this.contents.of(rows.map(({ keyRevisionId }) => keyRevisionId));
    return new Map(rows.map(({ questionId, keyRevisionId }) => [questionId, asked(content(keyRevisionId))]));
  }
}
