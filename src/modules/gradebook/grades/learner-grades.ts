import { type Due, dueIn, isHandedInLate } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { gradeTotal, scorePercentage, scoreRange } from './grade';
import type { Grade } from './grades.repository';

/** A line item with a learner's result, and what is computed from both. */
export interface LearnerGrade {
  grade: Grade;
  due: Due | null;
  /** As `scorePercentage` computes it. */
  percentage: string | null;
  /** As `isHandedInLate` says. */
  late: boolean;
  isOverride: boolean;
}

/** A learner's grades in a course. */
export interface LearnerGrades {
  /** As `gradeTotal` computes it. */
  total: string | null;
  lineItems: LearnerGrade[];
}

/** @param timeZone IANA name, of the course. */
export function learnerGrades(grades: Grade[], timeZone: string): LearnerGrades {
  return {
    total: totalOf(grades),
    lineItems: grades.map((grade) => {
      const { activityId, min, max, result } = grade;
      const due = dueIn(timeZone, grade);
      return {
        ...{ grade, due },
        percentage: scorePercentage(result?.score ?? null, scoreRange(min, max)),
        late: isHandedInLate(result, due),
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
