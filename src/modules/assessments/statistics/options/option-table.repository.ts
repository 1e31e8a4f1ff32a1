import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { HEAD } from '../../attempts/attempt-records';
import { CONTENT } from '../../questions/question-contents';
import { ALL_QUESTION_TYPES } from '../../question-types/registry';
import { QuestionVersion } from '../../questions/question-version.entity';
import type { AttemptChoice } from '../attempt-choice';
import { chosenAttempts } from '../chosen-attempts';
import { unitsOf } from '../mark-sheet';
import { OptionAnswers } from './option-counts';

/** Types whose questions offer options: no other answer is read, since an essay may be long. */
const WITH_OPTIONS = ALL_QUESTION_TYPES.filter(({ choices }) => choices !== undefined).map(
  ({ name }) => name,
);

const ANSWER = columnsOf(QuestionVersion, 'v', { versionId: 'id' }).andExpressions<{
  rest: string;
  response: string | null;
}>({ rest: 't.score - COALESCE(p.points_awarded, 0)', response: 'w.response' });

const OFFERED = CONTENT.and(columnsOf(QuestionVersion, 'v', { versionNumber: 'number' }));
/** A version with the newest revision of its key. */
export type OfferedVersion = RowOf<typeof OFFERED>;

@Injectable()
export class OptionTableRepository {
  constructor(private readonly database: Database) {}

  /** What attempts answered to a question that offers options, with what each earned in the other questions. */
  answers(activityId: string, questionId: string, choice: AttemptChoice): Promise<OptionAnswers> {
    return this.database
      .eachRow(
        `SELECT ${ANSWER.sql} FROM (${chosenAttempts(choice)}) c STRAIGHT_JOIN attempts t ON t.id = c.id
         STRAIGHT_JOIN attempt_questions p ON p.attempt_id = c.id AND p.question_id = ?
         LEFT JOIN questions q ON q.id = IF(p.version_id IS NULL, p.question_id, NULL)
         STRAIGHT_JOIN question_versions v ON v.id = COALESCE(p.version_id, q.latest_version_id)
           AND v.type IN (${WITH_OPTIONS.map(() => '?').join(', ')}) ${HEAD}`,
        [toBinary(activityId), toBinary(questionId), ...WITH_OPTIONS],
        ANSWER,
        () => new AnswersReader(),
      )
      .then(({ answers }) => answers);
  }

  /** In the order of their numbers. The list is not empty. */
  async versions(versionIds: readonly string[]): Promise<OfferedVersion[]> {
    return this.database.query(
      `SELECT ${OFFERED.sql} FROM question_versions v STRAIGHT_JOIN key_revisions k ON k.id = v.key_revision_id
       WHERE v.id IN (?) ORDER BY v.number`,
      [versionIds.map(toBinary)],
      OFFERED,
    );
  }
}

class AnswersReader {
  readonly answers = new OptionAnswers();

  add({ versionId, rest, response }: RowOf<typeof ANSWER>): void {
    this.answers.add({ versionId, rest: unitsOf(rest), response });
  }
}
