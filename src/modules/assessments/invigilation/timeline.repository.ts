import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import type { SqlValue } from '../../../shared/database/sql-value';
import { AnswerEntry } from '../attempts/answer-entry.entity';
import { recordedEnd } from '../attempts/attempt-records';
import { Attempt } from '../attempts/attempt.entity';
import { AttemptAction } from './attempt-action.entity';
import {
  answerKey,
  ofAnswerKey,
  RANKS,
  type TimelineEntry,
  type TimelineFacts,
  type TimelinePlace,
} from './timeline';

const NAMES = { givenName: 'u.given_name', familyName: 'u.family_name' };
const FACTS = columnsOf(Attempt, 't', [
  ...(['courseId', 'userId', 'startedAt', 'submittedAt', 'endedAt', 'endReason', 'endsBecause'] as const),
]).andExpressions<{ givenName: string; familyName: string }>(NAMES);
const SAVED = columnsOf(AnswerEntry, 'w', ['questionId', 'sequence', 'standing', 'savedAt']);
const ACTED = columnsOf(AttemptAction, 'a', [
  ...(['id', 'kind', 'actedBy', 'actedAt', 'reason', 'details'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>(NAMES);

/** What happened in single attempts. */
@Injectable()
export class TimelineRepository {
  constructor(private readonly database: Database) {}

  async facts(attemptId: string): Promise<(TimelineFacts & { courseId: string }) | undefined> {
    const row = await this.database.row(
      `SELECT ${FACTS.sql} FROM attempts t JOIN users u ON u.id = t.user_id WHERE t.id = ? AND t.is_preview = 0`,
      [toBinary(attemptId)],
      FACTS,
    );
    if (!row) return undefined;
    const { courseId, userId, givenName, familyName, startedAt, endsBecause } = row;
    return {
      ...{ courseId, startedAt, endsBecause, learner: { id: userId, givenName, familyName } },
      ...recordedEnd(row),
    };
  }

  /** The first answers behind the place. Reads the log of this attempt only. */
  async answers(
    attemptId: string,
    { learner }: TimelineFacts,
    limit: number,
    after?: TimelinePlace,
  ): Promise<TimelineEntry[]> {
    const chosen = new Conditions().add('w.attempt_id = ?', toBinary(attemptId));
    behind(chosen, after, RANKS.answer, 'w.saved_at', (key) => {
      const { questionId, sequence } = ofAnswerKey(key);
      const question = toBinary(questionId);
      return {
        sql: '(w.question_id > ? OR (w.question_id = ? AND w.sequence > ?))',
        values: [question, question, sequence],
      };
    });
    const rows = await this.database.rows(
      `SELECT ${SAVED.sql} FROM answer_entries w FORCE INDEX (PRIMARY)
       WHERE ${chosen.sql} ORDER BY w.saved_at, w.question_id, w.sequence LIMIT ?`,
      [...chosen.params, limit],
      SAVED,
    );
    return rows.map(({ savedAt, ...answer }) => ({
      ...{ at: savedAt, rank: RANKS.answer, key: answerKey(answer), kind: 'answer_saved' },
      ...{ by: learner, reason: null, details: {}, answer },
    }));
  }

  /** The first actions behind the place. */
  async actions(attemptId: string, limit: number, after?: TimelinePlace): Promise<TimelineEntry[]> {
    const chosen = new Conditions().add('a.attempt_id = ?', toBinary(attemptId));
    behind(chosen, after, RANKS.action, 'a.acted_at', (key) => ({
      sql: 'a.id > ?',
      values: [toBinary(key)],
    }));
    const rows = await this.database.rows(
      `SELECT ${ACTED.sql} FROM attempt_actions a FORCE INDEX (ix_attempt_actions_order)
         LEFT JOIN users u ON u.id = a.acted_by
       WHERE ${chosen.sql} ORDER BY a.acted_at, a.id LIMIT ?`,
      [...chosen.params, limit],
      ACTED,
    );
    return rows.map(({ id, kind, actedBy, actedAt, reason, details, givenName, familyName }) => ({
      ...{ at: actedAt, rank: RANKS.action, key: id, kind, reason, details, answer: null },
      by: actedBy === null ? null : { id: actedBy, givenName: givenName ?? '', familyName: familyName ?? '' },
    }));
  }

  /** Answers and actions together; counted up to `most`. */
  async count(attemptId: string, most: number): Promise<number> {
    const id = toBinary(attemptId);
    return countUpTo(
      this.database,
      most,
      `SELECT w.sequence FROM answer_entries w WHERE w.attempt_id = ?
       UNION ALL SELECT 0 FROM attempt_actions a WHERE a.attempt_id = ?`,
      [id, id],
    );
  }
}

/** Adds the condition for rows of one rank behind the place. */
function behind(
  chosen: Conditions,
  after: TimelinePlace | undefined,
  rank: number,
  instant: string,
  within: (key: string) => { sql: string; values: SqlValue[] },
): void {
  if (after === undefined) return;
  if (after.rank < rank) chosen.add(`${instant} >= ?`, after.at);
  else if (after.rank > rank) chosen.add(`${instant} > ?`, after.at);
  else {
    const { sql, values } = within(after.key);
    chosen.add(`(${instant} > ? OR (${instant} = ? AND ${sql}))`, after.at, after.at, ...values);
  }
}
