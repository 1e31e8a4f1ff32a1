import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

/** Learners who have opened an activity, as their clients say. */
@Injectable()
export class Viewed implements EvidenceSource {
  readonly kind = 'viewed';

  constructor(private readonly database: Database) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    const about = rowsAbout(asked, learners, ['u.activity_id', 'u.user_id']);
    const rows = await this.database.query<EvidenceRow>(
      `SELECT u.activity_id AS activityId, u.user_id AS userId, u.first_viewed_at AS firstAt,
              u.last_viewed_at AS lastAt
       FROM activity_uses u WHERE ${about.sql} AND u.first_viewed_at IS NOT NULL`,
      about.params,
    );
    return rows.map(toEvidence);
  }
}
