import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ActivityUse } from './activity-use.entity';

/** What a learner has seen of an activity. */
export interface ViewFact {
  /** On the server's clock; null where it was never viewed. */
  firstViewedAt: Date | null;
  /** Different seconds of a video that were watched. */
  coveredSeconds: number;
}

/** By learner, then by activity; nothing of what a learner has not been at. */
export type ViewFactsByLearner = ReadonlyMap<string, ReadonlyMap<string, ViewFact>>;

const FACTS = columnsOf(ActivityUse, 'u', ['userId', 'activityId', 'firstViewedAt', 'coveredSeconds']);

/** What learners have viewed and watched, for rules that ask. */
@Injectable()
export class ViewFacts {
  constructor(private readonly database: Database) {}

  /** One statement, in the running transaction if one is; none where there is nobody or nothing to ask about. */
  async of(
    courseId: string,
    userIds: readonly string[],
    activityIds: readonly string[],
  ): Promise<ViewFactsByLearner> {
    if (userIds.length === 0 || activityIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${FACTS.sql} FROM activity_uses u
       WHERE u.course_id = ? AND u.user_id IN (?) AND u.activity_id IN (?)`,
      [toBinary(courseId), userIds.map(toBinary), activityIds.map(toBinary)],
      FACTS,
    );
    const byLearner = Map.groupBy(rows, ({ userId }) => userId);
    return new Map(
      [...byLearner].map(([userId, own]) => [
        userId,
        new Map(
          own.map(({ activityId, firstViewedAt, coveredSeconds }) => [
            activityId,
            { firstViewedAt, coveredSeconds },
          ]),
        ),
      ]),
    );
  }
}
