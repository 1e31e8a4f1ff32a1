import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { isSameInstant } from '../../../shared/time/zone-change';
import { type Schedule, SCHEDULE_FIELDS } from '../quizzes/quiz-settings';
import { Quiz } from '../quizzes/quiz.entity';
import { type ExceptionState, QuizExceptionChange } from './quiz-exception-change.entity';
import { QuizException } from './quiz-exception.entity';

const DATED = columnsOf(QuizException, 'x', [
  ...(['id', 'activityId', 'userId', 'granted', 'opensAt', 'dueAt', 'dueTimeZone', 'closesAt'] as const),
  ...(['timeLimitSeconds', 'maxAttempts', 'passwordWaived', 'reason'] as const),
])
  .and(columnsOf(Quiz, 'z', { quizOpensAt: 'opensAt', quizDueAt: 'dueAt', quizClosesAt: 'closesAt' }))
  .andExpressions<{ givenName: string; familyName: string }>({
    givenName: '(SELECT u.given_name FROM users u WHERE u.id = x.user_id)',
    familyName: '(SELECT u.family_name FROM users u WHERE u.id = x.user_id)',
  });
export type DatedException = RowOf<typeof DATED>;
const NEW_CHANGE = insertOf(QuizExceptionChange, [
  ...(['id', 'activityId', 'userId', 'beforeState', 'afterState', 'changedBy', 'changedAt'] as const),
]);

/** An exception and the dates that it gets. */
export interface MovedException {
  before: DatedException;
  after: Schedule;
}

/** What the history keeps of a move. */
export interface MovedState {
  activityId: string;
  userId: string;
  beforeState: ExceptionState;
  afterState: ExceptionState;
}

/** So many are written by one statement. */
const IN_ONE_STATEMENT = 500;

/** The dates of all exceptions in a course. */
@Injectable()
export class ExceptionSchedulesRepository {
  constructor(private readonly database: Database) {}

  /** The exceptions that have a date, with the dates of their quizzes, which this transaction has locked. */
  async lockDated(courseId: string): Promise<DatedException[]> {
    return this.database.rows(
      `SELECT ${DATED.sql} FROM quiz_exceptions x JOIN quizzes z ON z.activity_id = x.activity_id
       WHERE x.course_id = ? AND (x.opens_at IS NOT NULL OR x.due_at IS NOT NULL OR x.closes_at IS NOT NULL)
       ORDER BY x.id FOR UPDATE`,
      [toBinary(courseId)],
      DATED,
    );
  }

  /**
   * Gives the exceptions their new dates, and those whose dates differ a new version. Where the due instant stays, its day goes
   * on being counted in the earlier time zone. One statement for each five hundred.
   */
  async move(moved: readonly MovedException[], earlierZone: string, now: Date): Promise<void> {
    for (let from = 0; from < moved.length; from += IN_ONE_STATEMENT) {
      const some = moved.slice(from, from + IN_ONE_STATEMENT);
      const datesOf = (field: keyof Schedule): { id: string; value: Date | null }[] =>
        some.map(({ before, after }) => ({ id: before.id, value: after[field] }));
      const zones = some.map(({ before, after }) => ({
        id: before.id,
        value: isSameInstant(before.dueAt, after.dueAt) ? (before.dueTimeZone ?? earlierZone) : null,
      }));
      const opens = valuesById('id', 'opens_at', datesOf('opensAt'));
      const due = valuesById('id', 'due_at', datesOf('dueAt'));
      const closes = valuesById('id', 'closes_at', datesOf('closesAt'));
      const zone = valuesById('id', 'due_time_zone', zones);
      const changed = some.filter(hasMoved).map(({ before }) => toBinary(before.id));
      await this.database.execute(
        `UPDATE quiz_exceptions SET opens_at = ${opens.sql}, due_at = ${due.sql}, closes_at = ${closes.sql},
           due_time_zone = ${zone.sql}${changed.length === 0 ? '' : ', version = version + (id IN (?))'},
           updated_at = GREATEST(updated_at, ?)
         WHERE id IN (?)`,
        [
          ...[opens, due, closes, zone].flatMap(({ values }) => values),
          ...(changed.length === 0 ? [] : [changed]),
          now,
          some.map(({ before }) => toBinary(before.id)),
        ],
      );
    }
  }

  /** One statement for each five hundred. */
  async note(states: readonly MovedState[], by: { userId: string; at: Date }): Promise<void> {
    const rows = states.map((state) => ({ ...state, id: newId(), changedBy: by.userId, changedAt: by.at }));
    for (let from = 0; from < rows.length; from += IN_ONE_STATEMENT)
      await this.database.insert(NEW_CHANGE, rows.slice(from, from + IN_ONE_STATEMENT));
  }
}

export function hasMoved({ before, after }: MovedException): boolean {
  return SCHEDULE_FIELDS.some((field) => !isSameInstant(before[field], after[field]));
}
