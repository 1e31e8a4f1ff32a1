import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

/** Learners who have handed in an attempt that counts. */
@Injectable()
export class Submitted implements EvidenceSource {
  readonly kind = 'submitted';

  constructor(private readonly database: Database) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    const about = rowsAbout(asked, learners, ['t.activity_id', 't.user_id']);
    const rows = await this.database.query<EvidenceRow>(
      `SELECT t.activity_id AS activityId, t.user_id AS userId, MIN(t.submitted_at) AS firstAt,
              MAX(t.submitted_at) AS lastAt
       FROM attempts t
       WHERE ${about.sql} AND t.submitted_at IS NOT NULL AND t.is_preview = 0 AND t.deleted_at IS NULL
       GROUP BY t.activity_id, t.user_id`,
      about.params,
    );
    return rows.map(toEvidence);
  }
}
