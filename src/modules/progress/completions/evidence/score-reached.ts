import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { Rational } from '../../../../shared/decimals/rational';
import { IS_EXEMPT, scoreRange } from '../../../gradebook';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

type Row = EvidenceRow & { score: string | null; min: string; max: string; isExempt: number };

/**
 * Learners whose recorded score reaches the least one, or who are excused. What lateness takes off a score is not taken off here: a
 * later due date completes nothing and takes no completion back.
 */
@Injectable()
export class ScoreReached implements EvidenceSource {
  readonly kind = 'score';

  constructor(private readonly database: Database) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    const about = rowsAbout(asked, learners, ['li.activity_id', 'r.user_id']);
    const rows = await this.database.query<Row>(
      `SELECT li.activity_id AS activityId, r.user_id AS userId, r.score, li.result_value_min AS min,
              li.result_value_max AS max, ${IS_EXEMPT} AS isExempt, r.updated_at AS firstAt, r.updated_at AS lastAt
       FROM line_items li JOIN results r ON r.line_item_id = li.id AND r.deleted_at IS NULL
       WHERE ${about.sql}`,
      about.params,
    );
    const least = new Map(
      asked.map(({ activityId, condition }) => [activityId, condition.minPercent ?? '0']),
    );
    return rows.flatMap((row) => {
      const evidence = toEvidence(row);
      const wanted = least.get(evidence.activityId) ?? '0';
      return row.isExempt === 1 || reaches(row, wanted) ? [evidence] : [];
    });
  }
}

/** Compared without rounding. */
function reaches({ score, min, max }: Pick<Row, 'score' | 'min' | 'max'>, percent: string): boolean {
  const range = scoreRange(min, max);
  if (score === null || !range) return false;
  return Rational.of(score).minus(range.least).times(100).gte(Rational.of(percent).times(range.width));
}
