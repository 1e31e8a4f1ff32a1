import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { Rational } from '../../../../shared/decimals/rational';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

type Row = EvidenceRow & { coveredSeconds: number; durationSeconds: string | null };

/**
 * Learners who have watched a share of a video: different seconds over its length, as its author says it in the version that is
 * published. Nobody covers a share of a video whose length nobody has said.
 */
@Injectable()
export class Covered implements EvidenceSource {
  readonly kind = 'covered';

  constructor(private readonly database: Database) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    const about = rowsAbout(asked, learners, ['u.activity_id', 'u.user_id']);
    const rows = await this.database.query<Row>(
      `SELECT u.activity_id AS activityId, u.user_id AS userId, u.last_watched_at AS firstAt,
              u.last_watched_at AS lastAt, u.covered_seconds AS coveredSeconds,
              JSON_VALUE(b.own_fields, '$.durationSeconds') AS durationSeconds
       FROM activity_uses u JOIN published_activities p ON p.activity_id = u.activity_id
       JOIN activity_bodies b ON b.activity_id = p.activity_id AND b.digest = p.digest
       WHERE ${about.sql} AND u.last_watched_at IS NOT NULL`,
      about.params,
    );
    const least = new Map(
      asked.map(({ activityId, condition }) => [activityId, condition.minPercent ?? '0']),
    );
    return rows.flatMap((row) => {
      const evidence = toEvidence(row);
      return covers(row, least.get(evidence.activityId) ?? '0') ? [evidence] : [];
    });
  }
}

/** Compared without rounding. */
function covers({ coveredSeconds, durationSeconds }: Row, percent: string): boolean {
  return (
    durationSeconds !== null &&
    Rational.of(String(coveredSeconds)).times(100).gte(Rational.of(percent).times(durationSeconds))
  );
}
