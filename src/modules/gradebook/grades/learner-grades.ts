import { type CountedDue, countedDue, daysLate, handedInOn } from '../line-items/counted-due';
import { type Due, dueIn, isHandedInLate } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { fourTotals, type ItemStanding } from '../totals/course-total';
import { itemStanding } from '../totals/item-standings';
import { type TotalsView, totalsView } from '../totals/totals-view';
import { scorePercentage, scoreRange } from './grade';
import type { CourseGrades, Grade } from './grades.repository';

/** A line item with a learner's result, and what is computed from both. */
export interface LearnerGrade {
  grade: Grade;
  /** That of everybody. */
  due: Due | null;
  /** The one that counts for the learner. */
  counted: CountedDue | null;
  /** As `scorePercentage` computes it. */
  percentage: string | null;
  /** As `isHandedInLate` says. */
  late: boolean;
  /** As `daysLate` says. */
  daysLate: number | null;
  isOverride: boolean;
}

/** A learner's grades in a course. */
export interface LearnerGrades {
  totals: TotalsView;
  lineItems: LearnerGrade[];
}

/**
 * @param timeZone IANA name, of the course
 * @param scores which ones the viewer sees
 */
export function learnerGrades(
  { rules, grades }: CourseGrades,
  timeZone: string,
  now: Date,
  scores: 'posted' | 'all',
): LearnerGrades {
  const lineItems = grades.map((grade) => {
    const { activityId, min, max, result } = grade;
    const counted = dueOf(grade, timeZone, now);
    return {
      ...{ grade, counted, due: counted?.movedBy ? dueIn(timeZone, grade) : counted },
      percentage: scorePercentage(result?.score ?? null, scoreRange(min, max)),
      late: isHandedInLate(result, counted),
      daysLate: daysLate(result, counted),
      isOverride: isOverride(activityId !== null, result),
    };
  });
  const items = lineItems.map(({ grade, counted }) => standingOf(grade, counted, now));
  return { totals: totalsView(fourTotals(rules, items), rules.scheme, scores), lineItems };
}

/** How a learner stands in each line item of a course. */
export function standingsOf({ grades }: CourseGrades, timeZone: string, now: Date): ItemStanding[] {
  return grades.map((grade) => standingOf(grade, dueOf(grade, timeZone, now), now));
}

function dueOf(grade: Grade, timeZone: string, now: Date): CountedDue | null {
  return countedDue(grade, timeZone, grade.personal, handedInOn(grade.result), now);
}

function standingOf(grade: Grade, due: CountedDue | null, now: Date): ItemStanding {
  const { lineItemId: id, activityId, min, max, counting, standing, isPosted } = grade;
  const facts = { ...counting, id, range: scoreRange(min, max), expectsSubmission: activityId !== null };
  return itemStanding(facts, standing, { due, isPosted, now });
}
