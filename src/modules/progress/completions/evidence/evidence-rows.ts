import { Conditions } from '../../../../shared/database/conditions';
import { fromBinary } from '../../../../shared/database/ids';
import type { AskedCondition, AskedLearners, Evidence } from './evidence-source';

/** Evidence as a statement brings it. */
export interface EvidenceRow {
  activityId: Buffer;
  userId: Buffer;
  firstAt: Date;
  lastAt: Date;
}

/** Rows about these activities and learners, by two columns such as `t.activity_id` and `t.user_id`. */
export function rowsAbout(
  asked: readonly AskedCondition[],
  learners: AskedLearners,
  [activity, user]: readonly [activity: string, user: string],
): Conditions {
  const about = new Conditions().among(
    activity,
    asked.map(({ activityId }) => activityId),
  );
  return learners === 'all' ? about : about.among(user, learners);
}

export function toEvidence({ activityId, userId, firstAt, lastAt }: EvidenceRow): Evidence {
  return { activityId: fromBinary(activityId), userId: fromBinary(userId), firstAt, lastAt };
}
