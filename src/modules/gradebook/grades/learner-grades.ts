import { tokensOf, type TokensView } from '../lateness/grace-tokens';
import { KEPT_BACK, type ShownScore, shownScore } from '../lateness/shown-score';
import { type CountedDue, countedDue, handedInAt } from '../line-items/counted-due';
import { type Due, dueIn } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { presentShares } from '../stored-totals/stored-totals';
import { fourTotals } from '../totals/course-total';
import type { ItemStanding } from '../totals/standing';
import { itemStandings, type LearnerWork } from '../totals/item-standings';
import { type PeriodTotals, periodTotals, type TotalsView, totalsView } from '../totals/totals-view';
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
  /** As far as the viewer may know of them; null where the course gives none. */
  tokens: TokensView | null;
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
  const { items, dues } = timed(found, timeZone, now);
  const lineItems = grades.map((grade, place) => {
    const { activityId, min, max, result, standing, isPosted } = grade;
    const [counted, item] = [dues[place]!, items[place]!];
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
    tokens: tokensOf(rules, items, scores) ?? null,
  };
}

/** How a learner stands in each line item of a course. */
export function standingsOf(
  found: Pick<CourseGrades, 'rules' | 'grades'>,
  timeZone: string,
  now: Date,
): ItemStanding[] {
  return timed(found, timeZone, now).items;
}

/** The same with when each line item is due for the learner. */
export function timedStandings(
  found: Pick<CourseGrades, 'rules' | 'grades'>,
  timeZone: string,
  now: Date,
): { item: ItemStanding; due: Due | null; grade: Grade }[] {
  const { items, dues } = timed(found, timeZone, now);
  return found.grades.map((grade, place) => ({ item: items[place]!, due: dues[place]!, grade }));
}

function timed(
  { rules, grades }: Pick<CourseGrades, 'rules' | 'grades'>,
  timeZone: string,
  now: Date,
): { items: ItemStanding[]; dues: (CountedDue | null)[] } {
  const dues = grades.map((grade) => dueOf(grade, timeZone, now));
  const works = grades.map((grade, place) => toWork(grade, dues[place]!));
  return { items: itemStandings(works, { now, rules }), dues };
}

function dueOf(grade: Grade, timeZone: string, now: Date): CountedDue | null {
  return countedDue(grade, timeZone, grade.personal, handedInAt(grade.standing), now);
}

function toWork(grade: Grade, due: CountedDue | null): LearnerWork {
  const { lineItemId: id, min, max, counting, standing, isPosted } = grade;
  return { facts: { ...counting, id, range: scoreRange(min, max) }, result: standing, due, isPosted };
}
