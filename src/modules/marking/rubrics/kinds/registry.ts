import { criteria } from './criteria';
import { holistic } from './holistic';
import { items } from './items';
import type { RubricKind, RubricKindName } from './rubric-kind';

/** The kinds of rubrics. */
const KINDS: Record<RubricKindName, RubricKind> = { criteria, holistic, items };

export function rubricKindNamed(name: RubricKindName): RubricKind {
  return KINDS[name];
}
