import { Injectable } from '@nestjs/common';
import { Database } from '../../../../shared/database/database';
import { MET_STATUSES } from '../../../enrollments';
import type { AskedCondition, AskedLearners, Evidence, EvidenceSource } from './evidence-source';
import { type EvidenceRow, rowsAbout, toEvidence } from './evidence-rows';

/** Learners whom the register of a session calls present, late or excused. */
@Injectable()
export class Attended implements EvidenceSource {
  readonly kind = 'attended';

  constructor(private readonly database: Database) {}

  async of(asked: readonly AskedCondition[], learners: AskedLearners): Promise<Evidence[]> {
    const about = rowsAbout(asked, learners, ['t.activity_id', 't.user_id']);
    const rows = await this.database.query<EvidenceRow>(
      `SELECT t.activity_id AS activityId, t.user_id AS userId, t.recorded_at AS firstAt, t.recorded_at AS lastAt
       FROM attendance_entries t WHERE ${about.sql} AND t.status IN (?)`,
      [...about.params, [...MET_STATUSES]],
    );
    return rows.map(toEvidence);
  }
}
