import { addressesIn } from '../../../../shared/markdown/markdown';
import { fileIdsIn, mayNameFiles } from '../../../files';
import { filesOfDefinition } from '../../question-types/definition-parts';
import { type QuestionWithTexts, textsOf } from '../../questions/question-texts';

/** A file that is written along with the questions that name it. */
export interface WrittenFile {
  fileId: string;
  /** Unique within the question. */
  name: string;
  mediaType: string;
  /** Left out where the format has it beside the questions, and while a question is tried. */
  content?: Buffer;
}

/** By their ids. */
export type WrittenFiles = ReadonlyMap<string, WrittenFile>;

export const NO_FILES: WrittenFiles = new Map();

/** The files that a question names, each once. */
export function filesNamed(question: QuestionWithTexts): string[] {
  return [...timesNamed(question).keys()];
}

/** In how many of its texts, and in its definition, a question names each file. */
export function timesNamed(question: QuestionWithTexts): ReadonlyMap<string, number> {
  const inTexts = textsOf(question).flatMap(({ text }) =>
    mayNameFiles(text) ? fileIdsIn(addressesIn(text)) : [],
  );
  const inDefinition = filesOfDefinition(question.definition).map(({ fileId }) => fileId);
  const times = new Map<string, number>();
  for (const fileId of [...inDefinition, ...inTexts]) times.set(fileId, (times.get(fileId) ?? 0) + 1);
  return times;
}

/** Names so that no two are the same, whatever the letter case. */
export function uniqueNames<File extends { name: string }>(files: readonly File[]): File[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const dot = file.name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [file.name.slice(0, dot), file.name.slice(dot)] : [file.name, ''];
    let { name } = file;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${stem}-${number}${ending}`;
    taken.add(name.toLowerCase());
    return { ...file, name };
  });
}
