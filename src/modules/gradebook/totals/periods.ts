import type { Day } from '../../../shared/time/zoned-time';
import type { GradeRules, PeriodRules } from './grade-rules';

/** A period by its days. */
type Days = Pick<PeriodRules, 'id' | 'startDate' | 'endDate'>;

/**
 * The period to which work belongs: the one that its line item names; otherwise that in which it is due for the learner, or without a
 * due date the last one. Null between periods, and in a course without any. Source: Canvas, `app/models/grading_period.rb`.
 *
 * @param dueDay of the learner
 */
export function periodOf(
  periods: readonly Days[],
  { named, dueDay }: { named: string | null; dueDay: Day | null },
): string | null {
  if (named !== null || periods.length === 0) return named;
  if (dueDay === null) return periods.at(-1)!.id;
  return periods.find((period) => isWithin(dueDay, period))?.id ?? null;
}

function isWithin(day: Day, { startDate, endDate }: Days): boolean {
  return startDate <= day && day <= endDate;
}

/** The total of the course is made of its periods. */
export function arePeriodsWeighted(periods: GradeRules['periods']): boolean {
  return periods.some(({ weight }) => weight !== null);
}
