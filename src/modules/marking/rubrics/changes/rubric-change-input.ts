import type { RubricDefinition } from '../kinds/rubric-kind';

/** The kind of operation. */
export const RUBRIC_CHANGE = 'rubric_change';

/** The part of its log that says which revision new marks are given by. */
export const RUBRICS_PART = 'rubrics';

/** What a change of a rubric needs to start, and to start again. Plain data. */
export interface RubricChangeInput {
  activityId: string;
  /** The question. */
  itemId: string;
  courseId: string;
  title: string;
  definition: RubricDefinition;
  sourceId: string | null;
}

/** Changes of the rubric of a question, and their reversals, go alone. */
export function exclusiveKeyOf({ itemId }: Pick<RubricChangeInput, 'itemId'>): string {
  return `rc:${itemId}`;
}
