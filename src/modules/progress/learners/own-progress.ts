import { countsInProgress } from '../statistics/completion';
import type { ActivityProgress } from './progress.repository';

/** One learner's progress in a course. */
export interface OwnProgress {
  /** Of the activities that count. */
  completed: number;
  total: number;
  /** What was completed last, whether it counts or not. */
  last: ActivityProgress | null;
  /** The first that counts and is not completed. */
  next: ActivityProgress | null;
  /** All, in the order of the course. */
  activities: ActivityProgress[];
}

/** @param activities in the order of the course. */
export function ownProgress(activities: ActivityProgress[]): OwnProgress {
  const counting = activities.filter(countsInProgress);
  const last = activities.reduce<ActivityProgress | null>(
    (latest, activity) =>
      activity.completedAt !== null && (latest?.completedAt ?? new Date(0)) < activity.completedAt
        ? activity
        : latest,
    null,
  );
  return {
    completed: counting.filter(({ completedAt }) => completedAt !== null).length,
    total: counting.length,
    last,
    next: counting.find(({ completedAt }) => completedAt === null) ?? null,
    activities,
  };
}
