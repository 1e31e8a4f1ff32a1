import type { Sentence } from '../../../../shared/sentences/sentence';
import type { ActivityFields } from '../../content/activity-types/registry';
import type { CompletionKindName } from '../completion-kinds';
import type { CompletionCondition } from '../completion-rule';

/** All that the course itself knows of one kind of condition. Who has met it is told by the module that knows. */
export interface CompletionKind {
  /** As the API names it, in `kind`. */
  readonly name: CompletionKindName;

  /** The fields of a condition, with their validation and OpenAPI description; among them `kind`. */
  readonly Condition: new () => CompletionCondition;

  /** What the learner has to do. */
  readonly says: (condition: CompletionCondition) => Sentence;

  /** Why an activity with these fields cannot have the condition that stands at `field`; undefined where it can. */
  readonly misfit?: (
    fields: ActivityFields,
    field: string,
  ) => { rule: string; message: Sentence } | undefined;
}
