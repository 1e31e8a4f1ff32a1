import { isDeepStrictEqual } from 'node:util';
import { Rational } from '../../../shared/decimals/rational';
import { shareOf } from '../../../shared/decimals/share-text';
import type { RubricChoices } from '../rubrics/kinds/rubric-kind';

export const MARK_KINDS = ['draft', 'given'] as const;
/** A draft is for markers only; what is given counts. */
export type MarkKind = (typeof MARK_KINDS)[number];

export const MARK_CAUSES = ['marker', 'file', 'rubric', 'reversal', 'rule', 'decision', 'remark'] as const;
/**
 * How a mark came: by a marker, one by one; from a file of marks; by a change of the rubric; because a change of many marks was taken
 * back; from the marks of several markers, by the rule of the question; by the decision of an instructor between them; or by the decision
 * on a remark request.
 */
export type MarkCause = (typeof MARK_CAUSES)[number];

/** Decimals of points. */
export const MARK_PLACES = 4;

/** Whether a mark may be so many points: from 0 to what the work is worth. Null, which is no mark, always may. */
export function isWithinBounds(points: string | null, maxPoints: string): boolean {
  if (points === null) return true;
  const value = Rational.of(points);
  return value.gte(0) && value.lte(maxPoints);
}

/**
 * A mark as it is by what the question is worth now, which a corrected key may have changed since it was given: what follows from a scaled
 * rubric is a part of that, rounded half-up once.
 */
export function atWorth<
  M extends { points: string | null; rubricPoints: string | null; share: string | null },
>(mark: M, maxPoints: string): M {
  if (mark.share === null) return mark;
  const points = Rational.of(maxPoints).times(shareOf(mark.share)).toDecimal(MARK_PLACES);
  return { ...mark, points, rubricPoints: mark.rubricPoints === null ? null : points };
}

interface SavedMark {
  kind: MarkKind;
  points: string | null;
  comment: string | null;
  fileIds: readonly string[] | null;
  answerNumber: number;
  markedBy: string;
  rubricRevision: number | null;
  rubricChoices: RubricChoices | null;
}

/** Whether two marks by the same person, of the same answer, say the same: `3.5` and `3.50` do. */
export function saysTheSame(one: SavedMark, other: SavedMark): boolean {
  if (one.kind !== other.kind || one.comment !== other.comment || one.markedBy !== other.markedBy)
    return false;
  if (one.answerNumber !== other.answerNumber || one.rubricRevision !== other.rubricRevision) return false;
  if (!isDeepStrictEqual(one.fileIds, other.fileIds)) return false;
  if (!isDeepStrictEqual(one.rubricChoices, other.rubricChoices)) return false;
  if (one.points === null || other.points === null) return one.points === other.points;
  return Rational.of(one.points).equals(other.points);
}
