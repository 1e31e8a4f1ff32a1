import { type QuestionDefinition, questionTypeOf } from './registry';

/** A definition without its key: what a version of a question holds, and all that a learner's view is made of. */
export type ContentPart = Pick<QuestionDefinition, 'type'>;
/** The fields of a definition that its type names as `keyFields`: what a key revision holds. */
export type KeyPart = Record<string, unknown>;

/** The two parts that a definition is stored in. `wholeDefinition` puts them together again. */
export function definitionParts(definition: QuestionDefinition): { content: ContentPart; key: KeyPart } {
  const { keyFields } = questionTypeOf(definition);
  const fields = Object.entries(definition);
  const isOfKey = ([name]: [string, unknown]): boolean => keyFields.includes(name);
  return {
    content: Object.fromEntries(fields.filter((field) => !isOfKey(field))) as unknown as ContentPart,
    key: Object.fromEntries(fields.filter(isOfKey)),
  };
}

export function wholeDefinition(content: ContentPart, key: KeyPart): QuestionDefinition {
  return { ...content, ...key } as QuestionDefinition;
}
