import { fieldsDivided } from './parts/divided-fields';
import { type QuestionDefinition, questionTypeOf } from './registry';

/** A definition without its key: what a version of a question holds, and all that a learner's view is made of. */
export type ContentPart = Pick<QuestionDefinition, 'type'>;
/** What a definition says of what is right, as its type names it: what a key revision holds. */
export type KeyPart = Record<string, unknown>;

/** The two parts that a definition is stored in. `wholeDefinition` puts them together again. */
export function definitionParts(definition: QuestionDefinition): { content: ContentPart; key: KeyPart } {
  const { keyFields, division } = questionTypeOf(definition);
  const { content, key } = division
    ? division.contentAndKey(definition)
    : fieldsDivided(definition, keyFields);
  return { content: content as ContentPart, key: key as KeyPart };
}

export function wholeDefinition(content: ContentPart, key: KeyPart): QuestionDefinition {
  const { division } = questionTypeOf(content);
  return division ? division.whole(content, key) : ({ ...content, ...key } as QuestionDefinition);
}
