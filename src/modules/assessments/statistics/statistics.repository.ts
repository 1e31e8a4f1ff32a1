import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { KeyRevision } from '../questions/key-revision.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { QuizSlot } from '../slots/quiz-slot.entity';
import type { AttemptChoice } from './attempt-choice';
import { chosenAttempts } from './chosen-attempts';
import { type Mark, MarkTaker, unitsOf } from './mark-sheet';

/** A revision of a key that gave marks, with the version of the question that it belongs to. */
export type AskedRevision = RowOf<typeof REVISION> & { isTakenOut: boolean };

const REVISION = columnsOf(KeyRevision, 'k', {
  keyRevisionId: 'id',
  keyNumber: 'number',
  points: 'points',
  voided: 'voided',
  answerKey: 'answerKey',
})
  .and(columnsOf(QuestionVersion, 'v', { versionId: 'id', versionNumber: 'number' }))
  .and(columnsOf(QuestionVersion, 'v', ['questionId', 'type', 'promptHtml', 'content']))
  .and(columnsOf(QuizSlot, 's', ['position']).orNull());

const MARKS = columnsOf(QuizSlot, 's', []).andExpressions<{ marks: string | null }>({
  marks: `(SELECT GROUP_CONCAT(CONCAT_WS(' ', HEX(COALESCE(p.key_revision_id, (
        SELECT v.key_revision_id FROM question_versions v WHERE v.id = COALESCE(p.version_id, (
          SELECT q.latest_version_id FROM questions q WHERE q.id = p.question_id))))),
      p.points_awarded, p.points))
    FROM attempt_questions p WHERE p.attempt_id = c.id)`,
});

@Injectable()
export class StatisticsRepository {
  constructor(private readonly database: Database) {}

  /**
   * What the questions of each attempt earned. One row an attempt, made by a subquery that reads the paper where it lies in the
   * table: a join would copy all marks into a temporary table to group them.
   */
  marks(activityId: string, choice: AttemptChoice): Promise<MarkTaker> {
    return this.database
      .eachRow(
        `SELECT ${MARKS.sql} FROM (${chosenAttempts(choice)}) c`,
        [toBinary(activityId)],
        MARKS,
        () => new MarksReader(),
      )
      .then(({ taker }) => taker);
  }

  /** The revisions that gave marks, with the place that their question has in the quiz now. The list is not empty. */
  async revisions(activityId: string, keyRevisionIds: string[]): Promise<AskedRevision[]> {
    const revisions = await this.database.query(
      `SELECT ${REVISION.sql} FROM key_revisions k STRAIGHT_JOIN question_versions v ON v.id = k.version_id
         LEFT JOIN quiz_slots s ON s.activity_id = ? AND s.question_id = v.question_id
       WHERE k.id IN (?)`,
      [toBinary(activityId), keyRevisionIds.map(toBinary)],
      REVISION,
    );
    return revisions.map((revision) => {
      const isTakenOut = revision.voided === 'taken_out';
      return { ...revision, isTakenOut, points: isTakenOut ? '0' : plainDecimal(revision.points) };
    });
  }
}

/** Reads what `MARKS` lists for an attempt. */
class MarksReader {
  readonly taker = new MarkTaker();
  private readonly ids = new Map<string, string>();

  add({ marks }: { marks: string | null }): void {
    this.taker.take(marks === null ? [] : marks.split(',').map((mark) => this.toMark(mark)));
  }

  private toMark(text: string): Mark {
    const [hex = '', mark = '', paperPoints] = text.split(' ');
    let keyRevisionId = this.ids.get(hex);
    if (keyRevisionId === undefined) this.ids.set(hex, (keyRevisionId = fromBinary(Buffer.from(hex, 'hex'))));
    return {
      keyRevisionId,
      mark: unitsOf(mark),
      paperPoints: paperPoints === undefined ? null : unitsOf(paperPoints),
    };
  }
}
