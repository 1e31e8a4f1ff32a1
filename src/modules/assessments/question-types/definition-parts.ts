import type { FieldError } from '../../../shared/errors/domain-error';
import { fieldsDivided } from './parts/divided-fields';
import type { FilesById, NamedInDefinition } from './parts/named-files';
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

/** The files that a definition names by their ids. */
export function filesOfDefinition(definition: QuestionDefinition): NamedInDefinition[] {
  return questionTypeOf(definition).filesOf?.(definition) ?? [];
}

/** What is wrong with a definition for the files that it names, in `definition` of a request. */
export function fileFaultsOf(definition: QuestionDefinition, files: FilesById): FieldError[] {
  return questionTypeOf(definition).fileFaults?.(definition, files, 'definition') ?? [];
}

export function wholeDefinition(content: ContentPart, key: KeyPart): QuestionDefinition {
  const { division } = questionTypeOf(content);
  return division ? division.whole(content, key) : ({ ...content, ...key } as QuestionDefinition);
}
