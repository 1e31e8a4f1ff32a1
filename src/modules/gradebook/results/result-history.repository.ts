import { Injectable } from '@nestjs/common';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { NO_DECISION, toLateDecision } from '../lateness/late-decision';
import type { LatenessChangeResponse } from '../lateness/dto/lateness.response';
import type { ResultChangeResponse } from './dto/result.response';
import type { ResultChange } from './result-change.entity';
import type { ChangeCause, ScoreStatus } from './result-value';

/** A step of the history with its id, for cursors. */
export interface HistoryEntry {
  id: string;
  change: ResultChangeResponse;
}

export interface HistoryRow {
  id: Buffer;
  cause: ChangeCause;
  applied: number;
  oldScore: string | null;
  oldScoreStatus: ScoreStatus | null;
  newScore: string | null;
  newScoreStatus: ScoreStatus | null;
  oldSubmittedAt: Date | null;
  newSubmittedAt: Date | null;
  oldLateDecision: string | null;
  newLateDecision: string | null;
  comment: string | null;
  attemptId: Buffer | null;
  operationId: Buffer | null;
  changedBy: Buffer | null;
  givenName: string | null;
  familyName: string | null;
  changedAt: Date;
}

/** The newest steps first: by instant, which never decreases within a history, and then by id. */
export const HISTORY_ORDER = ListOrder.by<Pick<ResultChange, 'changedAt' | 'id'>>('ix_result_changes_order', {
  changedAt: 'instant',
  id: 'id',
}).reversed();

/** A step, `h`, with who made it, `u`. */
export const STEP = `h.id, h.cause, h.applied, h.old_score AS oldScore, h.old_score_status AS oldScoreStatus,
              h.new_score AS newScore, h.new_score_status AS newScoreStatus, h.old_submitted_at AS oldSubmittedAt,
              h.new_submitted_at AS newSubmittedAt, h.old_late_decision AS oldLateDecision,
              h.new_late_decision AS newLateDecision, h.comment, h.attempt_id AS attemptId,
              h.operation_id AS operationId, h.changed_by AS changedBy, h.changed_at AS changedAt,
              u.given_name AS givenName, u.family_name AS familyName`;

/** The first value of a result, `r`, that has no step, as if it were one. */
export const BEGINNING = `r.id, CASE WHEN r.source = 'quiz' THEN 'attempt' ELSE r.source END AS cause, 1 AS applied,
              NULL AS oldScore, NULL AS oldScoreStatus, r.score AS newScore, r.score_status AS newScoreStatus,
              NULL AS oldSubmittedAt, r.submitted_at AS newSubmittedAt, NULL AS oldLateDecision, NULL AS newLateDecision,
              r.comment, r.attempt_id AS attemptId, r.operation_id AS operationId, r.recorded_by AS changedBy,
              r.updated_at AS changedAt, u.given_name AS givenName, u.family_name AS familyName`;

@Injectable()
export class ResultHistoryRepository {
  constructor(private readonly database: Database) {}

  /** In `HISTORY_ORDER`, from the given place on; one more than `limit` if there are more. */
  async page(resultId: string, limit: number, after?: Place): Promise<HistoryEntry[]> {
    const chosen = new Conditions().add('h.result_id = ?', toBinary(resultId));
    if (after) HISTORY_ORDER.behind('h', after, chosen);
    const rows = await this.database.rows<HistoryRow>(
      `SELECT ${STEP}
       FROM result_changes h FORCE INDEX (${HISTORY_ORDER.index}) LEFT JOIN users u ON u.id = h.changed_by
       WHERE ${chosen.sql} ORDER BY ${HISTORY_ORDER.sql('h')} LIMIT ?`,
      [...chosen.params, limit + 1],
    );
    return rows.map(toEntry);
  }

  /** How many steps there are; counted up to `most`. */
  async count(resultId: string, most: number): Promise<number> {
    const steps = 'SELECT h.id FROM result_changes h WHERE h.result_id = ?';
    return countUpTo(this.database, most, steps, [toBinary(resultId)]);
  }

  /** The one step of a result that never changed, which has no rows in the history yet. */
  async beginning(resultId: string): Promise<HistoryEntry[]> {
    const rows = await this.database.rows<HistoryRow>(
      `SELECT ${BEGINNING}
       FROM results r LEFT JOIN users u ON u.id = r.recorded_by WHERE r.id = ? AND r.deleted_at IS NULL`,
      [toBinary(resultId)],
    );
    return rows.map(toEntry);
  }
}

export function toEntry(row: HistoryRow): HistoryEntry {
  const { cause, comment, changedAt, givenName, familyName } = row;
  return {
    id: fromBinary(row.id),
    change: {
      changedAt,
      cause,
      applied: row.applied === 1,
      from: scoreOf(row.oldScore, row.oldScoreStatus, row.oldSubmittedAt),
      to: scoreOf(row.newScore, row.newScoreStatus, row.newSubmittedAt),
      lateness: cause === 'lateness' ? toLatenessChange(row.oldLateDecision, row.newLateDecision) : null,
      comment,
      attemptId: fromNullableBinary(row.attemptId),
      operationId: fromNullableBinary(row.operationId),
      changedBy:
        row.changedBy === null
          ? null
          : { userId: fromBinary(row.changedBy), givenName: givenName ?? '', familyName: familyName ?? '' },
    },
  };
}

function scoreOf(
  score: string | null,
  scoreStatus: ScoreStatus | null,
  submittedAt: Date | null,
): ResultChangeResponse['from'] {
  return scoreStatus === null ? null : { score: nullablePlainDecimal(score), scoreStatus, submittedAt };
}

function toLatenessChange(from: string | null, to: string | null): LatenessChangeResponse {
  return { from: toLateDecision(from) ?? NO_DECISION, to: toLateDecision(to) ?? NO_DECISION };
}
