import type { MarkKind } from '../marks/mark-rules';
import type { RubricChoices, RubricDefinition } from './kinds/rubric-kind';
import { choiceFaults, isOverridden, rubricPoints, rubricShare } from './rubric-rules';
import {
  faultsUnder,
  InvalidMarkingError,
  noRubric,
  overrideRefused,
  pointsNeeded,
  RubricChangedError,
  rubricNeeded,
} from './rubrics.errors';

/** What a mark says by a rubric. */
export interface RubricMark {
  revision: number;
  choices: RubricChoices;
  /** What follows from the choices; null while some are missing. */
  points: string | null;
  /** The part of what the question is worth that the mark is, exactly; null where it is no part of it. */
  share: string | null;
}

/** A mark as a marker sends it. */
export interface SentMark {
  kind: MarkKind;
  /** Undefined: what follows from the rubric. */
  points?: string | null | undefined;
  rubric?: { revision: number; choices: RubricChoices } | undefined;
}

/** The points of a mark, and what it says by the rubric. */
export interface DecidedMark {
  points: string | null;
  rubric: RubricMark | null;
}

/**
 * What a mark comes to by the rubric of its question, if it has one: its points follow from what was chosen, and may be others only where
 * the rubric allows it. Null points without a rubric take a mark back, whatever the rubric says.
 *
 * @throws InvalidMarkingError, and RubricChangedError for another revision of the rubric
 */
export function decided(
  rubric: { number: number; definition: RubricDefinition } | undefined,
  { kind, points, rubric: sent }: SentMark,
  maxPoints: string,
): DecidedMark {
  if (!rubric) {
    if (sent) throw new InvalidMarkingError([noRubric()]);
    if (points === undefined) throw new InvalidMarkingError([pointsNeeded()]);
    return { points, rubric: null };
  }
  const { number, definition } = rubric;
  if (!sent) {
    if (points === undefined || (points !== null && !definition.mayOverride))
      throw new InvalidMarkingError([rubricNeeded()]);
    return { points, rubric: null };
  }
  if (sent.revision !== number) throw new RubricChangedError(number);
  const faults = choiceFaults(definition, sent.choices, kind === 'draft');
  if (faults.length > 0) throw new InvalidMarkingError(faultsUnder('rubric', faults));
  const follows = rubricPoints(definition, sent.choices, maxPoints);
  const isOther = points !== undefined && points !== null && isOverridden(points, follows);
  if (isOther && !definition.mayOverride)
    throw new InvalidMarkingError([follows === null ? rubricNeeded() : overrideRefused(follows)]);
  return {
    points: points ?? follows,
    rubric: {
      ...{ revision: number, choices: sent.choices, points: follows },
      share: isOther ? null : rubricShare(definition, sent.choices),
    },
  };
}
