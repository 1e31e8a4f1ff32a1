import { Rational } from '../../../shared/decimals/rational';
import { shareText } from '../../../shared/decimals/share-text';
import { MARK_PLACES } from '../marks/mark-rules';
import { rubricKindNamed } from './kinds/registry';
import type { RubricChoices, RubricDefinition, RubricFault } from './kinds/rubric-kind';

export const RUBRIC_SHOWINGS = ['never', 'with_mark', 'before'] as const;
/** When learners see the rubric of a question: `with_mark` as the review rules let feedback through, `before` also earlier. */
export type RubricShowing = (typeof RUBRIC_SHOWINGS)[number];

/** What is wrong with a rubric. */
export function rubricFaults(definition: RubricDefinition): RubricFault[] {
  return rubricKindNamed(definition.kind).definitionFaults(definition);
}

/** What is wrong with a marking by a rubric. A draft need not be complete. */
export function choiceFaults(
  definition: RubricDefinition,
  choices: RubricChoices,
  isDraft: boolean,
): RubricFault[] {
  const kind = rubricKindNamed(definition.kind);
  const faults = kind.choiceFaults(definition, choices);
  return faults.length > 0 || isDraft ? faults : kind.missing(definition, choices);
}

/**
 * The points that follow from choices without faults: from 0 to what the question is worth, rounded half-up once, to the decimals of a
 * mark. Null while something is still to be chosen.
 */
export function rubricPoints(
  definition: RubricDefinition,
  choices: RubricChoices,
  maxPoints: string,
): string | null {
  const kind = rubricKindNamed(definition.kind);
  if (kind.missing(definition, choices).length > 0) return null;
  const earned = kind.earned(definition, choices, maxPoints);
  const most = Rational.of(maxPoints);
  const bounded = earned.gt(most) ? most : earned.lt(0) ? Rational.ZERO : earned;
  return bounded.toDecimal(MARK_PLACES);
}

/** The part of what the question is worth that follows from choices by a scaled rubric, exactly; null where it is no part of it. */
export function rubricShare(definition: RubricDefinition, choices: RubricChoices): string | null {
  const kind = rubricKindNamed(definition.kind);
  if (!definition.isScaled || kind.missing(definition, choices).length > 0) return null;
  return shareText(kind.earned(definition, choices, '1'));
}

/** Whether the points of a mark are others than those that follow. */
export function isOverridden(points: string | null, rubricPoints: string | null): boolean {
  if (points === null || rubricPoints === null) return points !== rubricPoints;
  return !Rational.of(points).equals(rubricPoints);
}

/** What a mark by a rubric becomes by another revision of it: null where that does not have what was chosen. */
export function recalculated(
  definition: RubricDefinition,
  mark: { points: string; rubricPoints: string | null; choices: RubricChoices },
  maxPoints: string,
): { points: string; rubricPoints: string; share: string | null } | null {
  if (choiceFaults(definition, mark.choices, false).length > 0) return null;
  const follows = rubricPoints(definition, mark.choices, maxPoints);
  if (follows === null) return null;
  // What a marker decided in place of the rubric stays, whatever the rubric says.
  if (isOverridden(mark.points, mark.rubricPoints))
    return { points: mark.points, rubricPoints: follows, share: null };
  return { points: follows, rubricPoints: follows, share: rubricShare(definition, mark.choices) };
}
