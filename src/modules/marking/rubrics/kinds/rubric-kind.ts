import type { Rational } from '../../../../shared/decimals/rational';
import type { Sentence } from '../../../../shared/sentences/sentence';

export const RUBRIC_KIND_NAMES = ['criteria', 'holistic', 'items'] as const;
/** `criteria`: a level of each. `holistic`: one level for the whole. `items`: each that holds adds or takes points. */
export type RubricKindName = (typeof RUBRIC_KIND_NAMES)[number];

export const ITEM_STARTS = ['zero', 'maximum'] as const;
/** What a script has before the first item: nothing, or all that the question is worth. */
export type ItemStart = (typeof ITEM_STARTS)[number];

/** Points are decimals. */
export interface RubricLevel {
  id: string;
  title: string;
  description: string | null;
  /** What the level earns; the most, where it is a range. */
  points: string;
  /** The least of a range; null: the level is no range. */
  fromPoints: string | null;
}

export interface RubricCriterion {
  id: string;
  title: string;
  description: string | null;
  levels: RubricLevel[];
}

export interface RubricItem {
  id: string;
  title: string;
  description: string | null;
  /** Below 0 for what takes points. */
  points: string;
}

/** How a rubric gives points. Plain data. */
export interface RubricDefinition {
  kind: RubricKindName;
  /** Of `criteria`, and the only one of `holistic`; otherwise empty. */
  criteria: RubricCriterion[];
  /** Of `items`; otherwise empty. */
  items: RubricItem[];
  /** Of `items`; otherwise null. */
  start: ItemStart | null;
  /** The bounds of `items`; null: 0, and what the question is worth. */
  leastPoints: string | null;
  mostPoints: string | null;
  /** Whether the best levels together earn what the question is worth, whatever that is. Not of `items`. */
  isScaled: boolean;
  /** Whether a marker may give other points than follow. */
  mayOverride: boolean;
}

export interface ChosenLevel {
  criterionId: string;
  levelId: string;
  /** Where the level is a range. */
  points: string | null;
  comment: string | null;
}

/** What a marker says of a script by a rubric. Plain data. */
export interface RubricChoices {
  levels: ChosenLevel[];
  itemIds: string[];
}

/** What is wrong with a field. The path begins at the definition, or at the choices. */
export interface RubricFault {
  field: string;
  rule: string;
  says: (field: string) => Sentence;
}

/** One way in which a rubric gives points. */
export interface RubricKind {
  readonly name: RubricKindName;
  /** What is wrong with a definition of this kind. */
  definitionFaults(definition: RubricDefinition): RubricFault[];
  /** What choices name that the rubric does not have, or not so. Not what is missing. */
  choiceFaults(definition: RubricDefinition, choices: RubricChoices): RubricFault[];
  /** What has not been chosen yet. */
  missing(definition: RubricDefinition, choices: RubricChoices): RubricFault[];
  /** What complete choices without faults earn, exactly, within the bounds of the rubric. */
  earned(definition: RubricDefinition, choices: RubricChoices, maxPoints: string): Rational;
}
