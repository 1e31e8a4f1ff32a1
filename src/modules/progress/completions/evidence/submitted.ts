import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

/**
 * Learners who have handed in an attempt that counts, or answered a survey. An anonymous answer has no time: it counts as of the last change of
 * the survey before it.
 */
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
    const answered = rowsAbout(asked, learners, ['p.activity_id', 'p.user_id']);
    const answers = await this.database.query<EvidenceRow>(
      `SELECT p.activity_id AS activityId, p.user_id AS userId, COALESCE(p.answered_at, s.updated_at) AS firstAt,
              COALESCE(p.changed_at, p.answered_at, s.updated_at) AS lastAt
       FROM survey_participants p JOIN surveys s ON s.activity_id = p.activity_id WHERE ${answered.sql}`,
      answered.params,
    );
    return [...rows, ...answers].map(toEvidence);
  }
}
