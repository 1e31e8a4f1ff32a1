import { KEPT_BACK, type ShownScore, shownScore } from '../lateness/shown-score';
import { type CountedDue, countedDue, handedInAt } from '../line-items/counted-due';
import { type Due, dueIn } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { presentShares } from '../stored-totals/stored-totals';
import { fourTotals } from '../totals/course-total';
import type { ItemStanding } from '../totals/standing';
import { itemStanding } from '../totals/item-standings';
import { type PeriodTotals, periodTotals, type TotalsView, totalsView } from '../totals/totals-view';
import type { CourseRules } from '../rules/stored-rules';
import { scoreRange } from './grade';
import type { CourseGrades, Grade } from './grades.repository';

/** A line item with a learner's result, and what is computed from both. */
export interface LearnerGrade extends ShownScore {
  grade: Grade;
  /** That of everybody. */
  due: Due | null;
  /** The one that counts for the learner. */
  counted: CountedDue | null;
  isOverride: boolean;
  /** The grading period to which it belongs for the learner. */
  periodId: string | null;
}

/** A learner's grades in a course. */
export interface LearnerGrades {
  totals: TotalsView;
  periods: PeriodTotals[];
  lineItems: LearnerGrade[];
}

/**
 * @param timeZone IANA name, of the course
 * @param scores which ones the viewer sees
 */
export function learnerGrades(
  found: CourseGrades,
  timeZone: string,
  now: Date,
  scores: 'posted' | 'all',
): LearnerGrades {
  const { rules, grades } = found;
  const items: ItemStanding[] = [];
  const lineItems = grades.map((grade) => {
    const { activityId, min, max, result, standing, isPosted } = grade;
    const counted = dueOf(grade, timeZone, now);
    const item = standingOf(grade, counted, rules, now);
    items.push(item);
    const isKeptBack = scores === 'posted' && !isPosted;
    return {
      ...{ grade, counted, due: counted?.movedBy ? dueIn(timeZone, grade) : counted },
      ...(isKeptBack ? KEPT_BACK : shownScore(rules, item, standing, counted, scoreRange(min, max))),
      isOverride: isOverride(activityId !== null, result),
      periodId: item.periodId,
    };
  });
  const shares = presentShares(found, now, () => fourTotals(rules, items));
  return {
    totals: totalsView(shares, rules.scheme, scores),
    periods: periodTotals(rules, items, scores),
    lineItems,
  };
}

/** How a learner stands in each line item of a course. */
export function standingsOf(
  found: Pick<CourseGrades, 'rules' | 'grades'>,
  timeZone: string,
  now: Date,
): ItemStanding[] {
  return timedStandings(found, timeZone, now).map(({ item }) => item);
}

/** The same with when each line item is due for the learner. */
export function timedStandings(
  { rules, grades }: Pick<CourseGrades, 'rules' | 'grades'>,
  timeZone: string,
  now: Date,
): { item: ItemStanding; due: Due | null; grade: Grade }[] {
  return grades.map((grade) => {
    const due = dueOf(grade, timeZone, now);
    return { item: standingOf(grade, due, rules, now), due, grade };
  });
}

function dueOf(grade: Grade, timeZone: string, now: Date): CountedDue | null {
  return countedDue(grade, timeZone, grade.personal, handedInAt(grade.standing), now);
}

function standingOf(grade: Grade, due: CountedDue | null, rules: CourseRules, now: Date): ItemStanding {
  const { lineItemId: id, min, max, counting, standing, isPosted } = grade;
  const facts = { ...counting, id, range: scoreRange(min, max) };
  return itemStanding(facts, standing, { due, isPosted, now, rules });
}
