import type { Sentence } from '../../../shared/sentences/sentence';
import { ALL_QUESTION_TYPES } from '../question-types/registry';
import { sentences } from './formats.sentences';

/** The types that are answered by files, but for those that a format holds, each with why the format does not. */
export function uploadsBut(held: readonly string[], format: string): Record<string, Sentence> {
  const uploads = ALL_QUESTION_TYPES.filter(({ response, name }) => response.filesOf && !held.includes(name));
  return Object.fromEntries(uploads.map(({ name: type }) => [type, sentences.noUploads({ type, format })]));
}
