import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

/** Learners who have said that they are done. Where that alone completes an activity, the completion is all that is kept of it. */
@Injectable()
export class MarkedDone implements EvidenceSource {
  readonly kind = 'marked_done';

  constructor(private readonly database: Database) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    const marks = rowsAbout(asked, learners, ['s.activity_id', 's.user_id']);
    const completions = rowsAbout(asked, learners, ['p.activity_id', 'p.user_id']);
    const rows = await this.database.query<EvidenceRow>(
      `SELECT s.activity_id AS activityId, s.user_id AS userId, s.marked_at AS firstAt, s.marked_at AS lastAt
       FROM completion_standings s WHERE ${marks.sql} AND s.marked_at IS NOT NULL
       UNION ALL
       SELECT p.activity_id, p.user_id, p.completed_at, p.completed_at
       FROM activity_completions p WHERE ${completions.sql} AND p.cause = 'manual'`,
      [...marks.params, ...completions.params],
    );
    return rows.map(toEvidence);
  }
}
