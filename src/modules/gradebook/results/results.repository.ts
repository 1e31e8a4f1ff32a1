import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import {
  fromBinary,
  fromNullableBinary,
  newId,
  toBinary,
  toNullableBinary,
} from '../../../shared/database/ids';
import { isDuplicateKey } from '../../../shared/database/constraint-errors';
import { isLearnersEnrollment } from '../../courses';
import { type LateDecision, toLateDecision, toStoredDecision } from '../lateness/late-decision';
import { JOIN_QUIZ } from '../line-items/due';
import type { ChangeCause, ResultSource, ResultValue, ScoreStatus } from './result-value';
import { QUIZ_REVIEW, type QuizReviewRow } from './withheld-results';

/** A learner and a line item, with the result that is stored for them, if any. */
export interface ResultSlot {
  lineItemId: string;
  courseId: string;
  userId: string;
  /** IANA name, of the course. */
  timeZone: string;
  isQuiz: boolean;
  stored: StoredResult | undefined;
}

export type ResultKey = Pick<ResultSlot, 'lineItemId' | 'userId'>;

export interface StoredResult {
  id: string;
  courseId: string;
  /** Undefined for a deleted result. */
  value: ResultValue | undefined;
  /** What staff have said about its lateness; null for most. */
  lateDecision: LateDecision | null;
  version: number;
  updatedAt: Date;
  /** Of the last step in its history; null while it has no rows there. */
  lastChangedAt: Date | null;
}

/** A step of a result's history. */
export interface ResultStep {
  resultId: string;
  courseId: string;
  cause: ChangeCause;
  applied: boolean;
  old: ResultValue | undefined;
  new: ResultValue | undefined;
  /** For the cause `lateness`. */
  lateness?: { old: LateDecision | null; new: LateDecision | null };
  comment: string | null;
  attemptId: string | null;
  operationId: string | null;
  changedBy: string | null;
  changedAt: Date;
}

interface SlotRow {
  lineItemId: Buffer;
  courseId: Buffer;
  activityId: Buffer | null;
  userId: Buffer;
  timeZone: string;
  resultId: Buffer | null;
  score: string | null;
  scoreStatus: ScoreStatus;
  scoreDate: string;
  submittedAt: Date | null;
  lateDecision: string | null;
  comment: string | null;
  source: ResultSource;
  attemptId: Buffer | null;
  operationId: Buffer | null;
  recordedBy: Buffer | null;
  deletedAt: Date | null;
  version: number;
  updatedAt: Date;
  lastChangedAt: Date | null;
}

const SLOT = `
  li.id AS lineItemId, li.course_id AS courseId, li.activity_id AS activityId, c.time_zone AS timeZone,
  u.id AS userId, r.id AS resultId, r.score, r.score_status AS scoreStatus, r.score_date AS scoreDate, r.comment,
  r.submitted_at AS submittedAt, r.late_decision AS lateDecision,
  r.source, r.attempt_id AS attemptId, r.operation_id AS operationId, r.recorded_by AS recordedBy,
  r.deleted_at AS deletedAt, r.version, r.updated_at AS updatedAt,
  (SELECT MAX(h.changed_at) FROM result_changes h WHERE h.result_id = r.id) AS lastChangedAt
  FROM line_items li JOIN courses c ON c.id = li.course_id`;
const JOIN_RESULT = 'LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = u.id';

const VALUE_COLUMNS = [
  ...[
    'score',
    'score_status',
    'score_date',
    'submitted_at',
    'comment',
    'source',
    'attempt_id',
    'operation_id',
  ],
  ...['recorded_by', 'deleted_at', 'updated_at'],
];

const INSERT_OF_QUIZ = `INSERT INTO results (id, line_item_id, user_id, ${VALUE_COLUMNS.join(', ')})
  SELECT ?, li.id, ?, ${VALUE_COLUMNS.map(() => '?').join(', ')} FROM line_items li WHERE li.activity_id = ?`;
/** The names of what an INSERT gives. */
const NEW_COLUMNS = ['id', 'line_item_id', 'user_id', ...VALUE_COLUMNS];

@Injectable()
export class ResultsRepository {
  constructor(private readonly database: Database) {}

  /** Undefined unless the person is or was a learner of the line item's course. */
  async slot(lineItemId: string, userId: string): Promise<ResultSlot | undefined> {
    const row = await this.database.row<SlotRow>(
      `SELECT ${SLOT}
       JOIN enrollments e ON e.course_id = li.course_id AND e.user_id = ? AND ${isLearnersEnrollment('e')}
       JOIN users u ON u.id = e.user_id ${JOIN_RESULT} WHERE li.id = ? AND li.deleted_at IS NULL`,
      [toBinary(userId), toBinary(lineItemId)],
    );
    return row && toSlot(row);
  }

  /** What decides whether learners see the results of a line item. */
  async reviewOf(lineItemId: string): Promise<QuizReviewRow | undefined> {
    return this.database.row<QuizReviewRow>(
      `SELECT ${QUIZ_REVIEW} FROM line_items li ${JOIN_QUIZ} WHERE li.id = ?`,
      [toBinary(lineItemId)],
    );
  }

  /** By the quiz; undefined when it has no line item. */
  async slotOfQuiz(activityId: string, userId: string): Promise<ResultSlot | undefined> {
    const row = await this.database.row<SlotRow>(
      `SELECT ${SLOT} JOIN users u ON u.id = ? ${JOIN_RESULT} WHERE li.activity_id = ?`,
      [toBinary(userId), toBinary(activityId)],
    );
    return row && toSlot(row);
  }

  /** The results of learners for a quiz, locked until the transaction ends. Two statements. */
  async lockOfQuiz(activityId: string, userIds: readonly string[]): Promise<ResultSlot[]> {
    if (userIds.length === 0) return [];
    const values = [toBinary(activityId), userIds.map(toBinary)];
    await this.database.query(
      `SELECT r.id FROM results r WHERE r.line_item_id = (SELECT li.id FROM line_items li WHERE li.activity_id = ?)
         AND r.user_id IN (?) ORDER BY r.line_item_id, r.user_id FOR UPDATE`,
      values,
    );
    const rows = await this.database.query<SlotRow>(
      `SELECT ${SLOT} JOIN results r ON r.line_item_id = li.id JOIN users u ON u.id = r.user_id
       WHERE li.activity_id = ? AND r.user_id IN (?)`,
      values,
    );
    return rows.map(toSlot);
  }

  /** Locks the results that exist until the transaction ends. */
  async lock(keys: ResultKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.query(
      'SELECT id FROM results WHERE (line_item_id, user_id) IN (?) ORDER BY line_item_id, user_id FOR UPDATE',
      [pairsOf(keys)],
    );
  }

  /** The slots of the keys for which a result is stored, deleted ones included. */
  async slots(keys: ResultKey[]): Promise<ResultSlot[]> {
    if (keys.length === 0) return [];
    const rows = await this.database.query<SlotRow>(
      `SELECT ${SLOT} JOIN results r ON r.line_item_id = li.id JOIN users u ON u.id = r.user_id
       WHERE (r.line_item_id, r.user_id) IN (?)`,
      [pairsOf(keys)],
    );
    return rows.map(toSlot);
  }

  /** False when there is a result by now. */
  async insert(id: string, slot: ResultSlot, value: ResultValue, now: Date): Promise<boolean> {
    try {
      await this.insertMany([{ id, ...slot, value }], now);
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'uq_results_learner')) return false;
      throw error;
    }
  }

  /** As `insert`, for many: none of them is there when it returns false. One statement. */
  async insertAll(
    results: { id: string; lineItemId: string; userId: string; value: ResultValue }[],
    now: Date,
  ): Promise<boolean> {
    const inOrder = results.toSorted((one, other) => (pairOf(one) < pairOf(other) ? -1 : 1));
    try {
      await this.insertMany(inOrder, now);
      return true;
    } catch (error) {
      if (isDuplicateKey(error, 'uq_results_learner')) return false;
      throw error;
    }
  }

  /** As `insert`, by the quiz, for a learner who most probably has no result for it. */
  async insertFirst(
    id: string,
    { activityId, userId }: { activityId: string; userId: string },
    value: ResultValue,
    now: Date,
  ): Promise<boolean> {
    try {
      const { affectedRows } = await this.database.run(INSERT_OF_QUIZ, [
        ...[toBinary(id), toBinary(userId), ...valueColumns(value, now), toBinary(activityId)],
      ]);
      return affectedRows > 0;
    } catch (error) {
      if (isDuplicateKey(error, 'uq_results_learner')) return false;
      throw error;
    }
  }

  /** One statement. A result that exists gets the new value and keeps its id; `updated_at` never decreases. */
  async upsertMany(
    results: { id: string; lineItemId: string; userId: string; value: ResultValue }[],
    now: Date,
  ): Promise<void> {
    const assignments = VALUE_COLUMNS.filter((column) => column !== 'updated_at').map(
      (column) => `${column} = VALUES(${column})`,
    );
    await this.insertMany(
      results,
      now,
      `${assignments.join(', ')}, updated_at = GREATEST(updated_at, VALUES(updated_at)), version = version + 1`,
    );
  }

  /** Replaces the version that was read, by the value or, without one, by a deletion. False when the version has changed. */
  async replace(stored: StoredResult, value: ResultValue | undefined, now: Date): Promise<boolean> {
    const [columns, values] = value
      ? [VALUE_COLUMNS, valueColumns(value, now)]
      : [
          ['deleted_at', 'updated_at'],
          [now, now],
        ];
    const { affectedRows } = await this.database.run(
      `UPDATE results SET ${columns.map((column) => `${column} = ?, `).join('')} version = version + 1
       WHERE id = ? AND version = ?`,
      [...values, toBinary(stored.id), stored.version],
    );
    return affectedRows > 0;
  }

  /** Sets what staff have said about the lateness of a result. False when its version has changed. */
  async decideLateness({ id, version }: StoredResult, decision: LateDecision): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      'UPDATE results SET late_decision = ?, version = version + 1 WHERE id = ? AND version = ?',
      [toStoredDecision(decision), toBinary(id), version],
    );
    return affectedRows > 0;
  }

  /**
   * Counts the version up without changing the value, so that others who read the old version must read again. False when
   * the version has changed.
   */
  async renew(stored: StoredResult): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      'UPDATE results SET version = version + 1 WHERE id = ? AND version = ?',
      [toBinary(stored.id), stored.version],
    );
    return affectedRows > 0;
  }

  async addSteps(steps: ResultStep[]): Promise<void> {
    await this.database.insertMany(
      'result_changes',
      [
        ...[
          'id',
          'result_id',
          'course_id',
          'cause',
          'applied',
          'old_score',
          'old_score_status',
          'new_score',
          'new_score_status',
        ],
        ...['old_submitted_at', 'new_submitted_at', 'old_late_decision', 'new_late_decision'],
        ...['comment', 'attempt_id', 'operation_id', 'changed_by', 'changed_at'],
      ],
      steps.map((step) => [
        toBinary(newId()),
        toBinary(step.resultId),
        toBinary(step.courseId),
        step.cause,
        step.applied,
        step.old?.score ?? null,
        step.old?.scoreStatus ?? null,
        step.new?.score ?? null,
        step.new?.scoreStatus ?? null,
        step.old?.submittedAt ?? null,
        step.new?.submittedAt ?? null,
        latenessIn(step, 'old'),
        latenessIn(step, 'new'),
        step.comment,
        toNullableBinary(step.attemptId),
        toNullableBinary(step.operationId),
        toNullableBinary(step.changedBy),
        step.changedAt,
      ]),
    );
  }

  private async insertMany(
    results: { id: string; lineItemId: string; userId: string; value: ResultValue }[],
    now: Date,
    onDuplicate?: string,
  ): Promise<void> {
    await this.database.insertMany(
      'results',
      NEW_COLUMNS,
      results.map(({ id, lineItemId, userId, value }) => [
        toBinary(id),
        toBinary(lineItemId),
        toBinary(userId),
        ...valueColumns(value, now),
      ]),
      onDuplicate,
    );
  }
}

function pairOf({ lineItemId, userId }: ResultKey): string {
  return `${lineItemId} ${userId}`;
}

/** Other steps than those about lateness say nothing of it. */
function latenessIn({ cause, lateness }: ResultStep, which: 'old' | 'new'): string | null {
  return cause === 'lateness' ? toStoredDecision(lateness?.[which] ?? null) : null;
}

function pairsOf(keys: ResultKey[]): Buffer[][] {
  return keys.map(({ lineItemId, userId }) => [toBinary(lineItemId), toBinary(userId)]);
}

/** In the order of VALUE_COLUMNS. */
function valueColumns(value: ResultValue, now: Date): SqlValue[] {
  return [
    value.score,
    value.scoreStatus,
    value.scoreDate,
    value.submittedAt,
    value.comment,
    value.source,
    toNullableBinary(value.attemptId),
    toNullableBinary(value.operationId),
    toNullableBinary(value.recordedBy),
    null,
    now,
  ];
}

function toSlot(row: SlotRow): ResultSlot {
  return {
    lineItemId: fromBinary(row.lineItemId),
    courseId: fromBinary(row.courseId),
    userId: fromBinary(row.userId),
    timeZone: row.timeZone,
    isQuiz: row.activityId !== null,
    stored: row.resultId === null ? undefined : toStored(row, row.resultId),
  };
}

function toStored(row: SlotRow, resultId: Buffer): StoredResult {
  const { score, scoreStatus, scoreDate, submittedAt, comment, source } = row;
  const value: ResultValue = {
    ...{ score, scoreStatus, scoreDate, submittedAt, comment, source },
    attemptId: fromNullableBinary(row.attemptId),
    operationId: fromNullableBinary(row.operationId),
    recordedBy: fromNullableBinary(row.recordedBy),
  };
  return {
    id: fromBinary(resultId),
    courseId: fromBinary(row.courseId),
    value: row.deletedAt === null ? value : undefined,
    lateDecision: toLateDecision(row.lateDecision),
    version: row.version,
    updatedAt: row.updatedAt,
    lastChangedAt: row.lastChangedAt,
  };
}
