import { Rational } from '../../../shared/decimals/rational';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { ScoreOutOfRangeError } from '../gradebook.errors';
import type { CourseGrades, Grade } from '../grades/grades.repository';
import { ExcusedWithScoreError, UnknownLineItemError } from './what-if.errors';

/** A result that a learner does not have. */
export interface SupposedResult {
  lineItemId: string;
  /** A decimal; null for no result. */
  score?: string | null;
  isExcused?: boolean;
}

/**
 * What a learner would have in a course. What is supposed takes the place of a result, and like one that a person gives it is not
 * kept from the learner. So a score that is not posted is either left out, as in all totals of posted scores, or replaced: it
 * has no part in what a learner is told.
 *
 * Throws UnknownLineItemError, ExcusedWithScoreError, ScoreOutOfRangeError.
 */
export function supposedGrades(
  { rules, grades }: Pick<CourseGrades, 'rules' | 'grades'>,
  supposed: readonly SupposedResult[],
): Pick<CourseGrades, 'rules' | 'grades'> {
  const known = new Map(grades.map((grade) => [grade.lineItemId, grade]));
  const changed = new Map<string, Grade>();
  for (const [place, result] of supposed.entries()) {
    const grade = known.get(result.lineItemId);
    if (!grade || changed.has(result.lineItemId))
      throw new UnknownLineItemError(`results[${place}].lineItemId`);
    changed.set(result.lineItemId, withResult(grade, result, place));
  }
  return { rules, grades: grades.map((grade) => changed.get(grade.lineItemId) ?? grade) };
}

function withResult(grade: Grade, { score = null, isExcused = false }: SupposedResult, place: number): Grade {
  const { min, max } = grade;
  const field = `results[${place}].score`;
  if (isExcused && score !== null) throw new ExcusedWithScoreError(field);
  if (score !== null && (Rational.of(score).lt(min) || Rational.of(score).gt(max)))
    throw new ScoreOutOfRangeError(plainDecimal(min), plainDecimal(max), field);
  const hasResult = isExcused || score !== null;
  return {
    ...grade,
    // Nobody handed in what is supposed, so what is due is due by now.
    result: undefined,
    // A supposed score is what counts: lateness takes nothing from it.
    standing: hasResult
      ? {
          ...{ score, scoreStatus: isExcused ? 'exempt' : 'fully graded' },
          ...{ submittedAt: null, lateDecision: null },
        }
      : undefined,
    isPosted: true,
  };
}
