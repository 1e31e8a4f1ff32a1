import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { isSameInstant } from '../../../shared/time/zone-change';
import { DATE_FIELDS, type QuizDates } from './quiz-settings';
import { Quiz } from './quiz.entity';

const SCHEDULED = columnsOf(Quiz, 'z', [
  ...(['activityId', 'opensAt', 'dueAt', 'dueTimeZone', 'closesAt', 'postsAt'] as const),
]).andExpressions<{ title: string }>({
  title: '(SELECT a.title FROM activities a WHERE a.id = z.activity_id)',
});
export type ScheduledQuiz = RowOf<typeof SCHEDULED>;

/** A quiz and the dates that it gets. */
export interface MovedSchedule {
  before: ScheduledQuiz;
  after: QuizDates;
}

/** The dates of all quizzes of a course. */
@Injectable()
export class QuizSchedulesRepository {
  constructor(private readonly database: Database) {}

  /** The quizzes of a course that have a date, locked until the transaction ends. */
  async lockScheduled(courseId: string): Promise<ScheduledQuiz[]> {
    return this.database.rows(
      `SELECT ${SCHEDULED.sql} FROM quizzes z
       WHERE z.course_id = ? AND (z.opens_at IS NOT NULL OR z.due_at IS NOT NULL OR z.closes_at IS NOT NULL
         OR z.posts_at IS NOT NULL)
       ORDER BY z.activity_id FOR UPDATE`,
      [toBinary(courseId)],
      SCHEDULED,
    );
  }

  /**
   * Gives the quizzes their new dates, and those whose dates differ a new version. Where the due instant stays, its day
   * goes on being counted in the earlier time zone. One statement.
   */
  async move(moved: readonly MovedSchedule[], earlierZone: string, now: Date): Promise<void> {
    if (moved.length === 0) return;
    const dateOf = (field: keyof QuizDates): { id: string; value: Date | null }[] =>
      moved.map(({ before, after }) => ({ id: before.activityId, value: after[field] }));
    const zones = moved.map(({ before, after }) => ({
      id: before.activityId,
      value: isSameInstant(before.dueAt, after.dueAt) ? (before.dueTimeZone ?? earlierZone) : null,
    }));
    const changed = moved.filter(({ before, after }) => !isUnchanged(before, after));
    const versions = changed.map(({ before }) => toBinary(before.activityId));
    const opens = valuesById('activity_id', 'opens_at', dateOf('opensAt'));
    const due = valuesById('activity_id', 'due_at', dateOf('dueAt'));
    const closes = valuesById('activity_id', 'closes_at', dateOf('closesAt'));
    const posts = valuesById('activity_id', 'posts_at', dateOf('postsAt'));
    const zone = valuesById('activity_id', 'due_time_zone', zones);
    await this.database.execute(
      `UPDATE quizzes SET opens_at = ${opens.sql}, due_at = ${due.sql}, closes_at = ${closes.sql},
         posts_at = ${posts.sql}, due_time_zone = ${zone.sql}${versions.length === 0 ? '' : ', version = version + (activity_id IN (?))'},
         updated_at = GREATEST(updated_at, ?)
       WHERE activity_id IN (?)`,
      [
        ...[...opens.values, ...due.values, ...closes.values, ...posts.values, ...zone.values],
        ...(versions.length === 0 ? [] : [versions]),
        now,
        moved.map(({ before }) => toBinary(before.activityId)),
      ],
    );
  }
}

function isUnchanged(before: QuizDates, after: QuizDates): boolean {
  return DATE_FIELDS.every((field) => isSameInstant(before[field], after[field]));
}
