import type { CourseReach, CourseWindow } from '../../../shared/auth/permissions';

/** What decides how far learners get on a day. Days are `YYYY-MM-DD` of the course's time zone. */
export interface WindowFacts {
  /** The first day; null: it has always begun. */
  startDate: string | null;
  /** The last day, on which it still takes place; null: it does not end. */
  endDate: string | null;
  beforeStart: CourseReach;
  afterEnd: CourseReach;
}

/** Where a course stands between its first and its last day, and how far its learners get into it. A day begins at midnight of the course's time zone. */
export function courseWindow(
  { startDate, endDate, beforeStart, afterEnd }: WindowFacts,
  today: string,
): CourseWindow {
  if (startDate !== null && today < startDate) return { is: 'not_begun', reach: beforeStart };
  if (endDate !== null && today > endDate) return { is: 'over', reach: afterEnd };
  return { is: 'running', reach: 'everything' };
}

/** Where the course stands for a learner who has completed it: they read as far as its learners do after its end, and do no more. */
export function windowOfCompleted({ afterEnd }: Pick<WindowFacts, 'afterEnd'>): CourseWindow {
  return { is: 'over', reach: afterEnd === 'everything' ? 'content' : afterEnd };
}
