import { ApiProperty } from '@nestjs/swagger';
import type { RubricChoices, RubricDefinition } from '../kinds/rubric-kind';
import { RubricMarkResponse, toRubricMarkResponse } from './rubric-mark.dto';
import { RubricContentResponse, toContentResponse } from './rubric.response';

/** A rubric with what a marker chose by it, as the learner sees it. */
export class ShownRubricResponse extends RubricContentResponse {
  @ApiProperty({ type: RubricMarkResponse, description: 'What was chosen.' })
  mark: RubricMarkResponse;
}

interface MarkByRubric {
  points: string | null;
  title: string | null;
  definition: RubricDefinition | null;
  rubricRevision: number | null;
  rubricChoices: RubricChoices | null;
  rubricPoints: string | null;
}

/** Null where the mark was given without a rubric, or by one that is not to be shown. */
export function toShownRubric(mark: MarkByRubric): ShownRubricResponse | null {
  const { points, title, definition, rubricRevision: revision, rubricChoices: choices, rubricPoints } = mark;
  if (title === null || !definition || revision === null || !choices) return null;
  return {
    ...toContentResponse(title, definition),
    mark: toRubricMarkResponse({ revision, choices, points: rubricPoints }, points),
  };
}
