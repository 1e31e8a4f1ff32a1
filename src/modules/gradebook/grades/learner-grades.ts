import { type CountedDue, countedDue, daysLate, handedInOn } from '../line-items/counted-due';
import { type Due, dueIn, isHandedInLate } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { gradeTotal, scorePercentage, scoreRange } from './grade';
import type { Grade } from './grades.repository';

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
  /** As `gradeTotal` computes it. */
  total: string | null;
  lineItems: LearnerGrade[];
}

/** @param timeZone IANA name, of the course. */
export function learnerGrades(grades: Grade[], timeZone: string, now: Date): LearnerGrades {
  return {
    total: totalOf(grades),
    lineItems: grades.map((grade) => {
      const { activityId, min, max, result } = grade;
      const counted = countedDue(grade, timeZone, grade.personal, handedInOn(result), now);
      return {
        ...{ grade, counted, due: counted?.movedBy ? dueIn(timeZone, grade) : counted },
        percentage: scorePercentage(result?.score ?? null, scoreRange(min, max)),
        late: isHandedInLate(result, counted),
        daysLate: daysLate(result, counted),
        isOverride: isOverride(activityId !== null, result),
      };
    }),
  };
}

/** As `gradeTotal` computes it, of a learner's grades in one course. */
export function totalOf(grades: Grade[]): string | null {
  return gradeTotal(
    grades.flatMap(({ min, max, result }) => (result ? [{ ...result, range: scoreRange(min, max) }] : [])),
  );
}
