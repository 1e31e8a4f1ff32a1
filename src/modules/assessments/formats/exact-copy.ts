import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { isDeeper } from '../../../shared/http/body-depth';
import { isJsonObject } from '../../../shared/http/request-shape';
import { guidanceIn, guidanceOf, type NewQuestion } from '../questions/question-content';
import type { StoredQuestion } from './question-format';
import type { WrittenFiles } from './embedded/written-file';
import type { XmlElement } from './xml-tree';

/*
 * An exact copy is a question word for word, beside what a format says of it, for all that the format has no way for. It counts only
 * while the format says what it said when the copy was made: whoever changes the question in another program changes the question.
 */

const LONGEST = 500_000;
const DEEPEST = 24;

/** What is written of a question beside what the format says. */
export function exactCopyOf(question: StoredQuestion, files: WrittenFiles): string {
  const { type, prompt, points, definition, feedback } = question;
  const named = Object.fromEntries([...files.values()].map(({ fileId, name }) => [fileId, name]));
  const copied = { type, prompt, points, definition, feedback, ...guidanceIn(question) };
  return JSON.stringify({ question: copied, files: named });
}

/** The question of a copy, which is still to be judged, and the names of its files by the ids that they have in it. Null for what is no copy. */
export function readExactCopy(json: string): { question: NewQuestion; files: Map<string, string> } | null {
  if (json.length > LONGEST) return null;
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isJsonObject(read) || isDeeper(read, DEEPEST)) return null;
  const { question, files = {} } = read as { question?: unknown; files?: unknown };
  if (!isJsonObject(question) || !isJsonObject(files)) return null;
  const names = Object.entries(files).filter(
    (each): each is [string, string] => /^[\da-f-]{36}$/.test(each[0]) && typeof each[1] === 'string',
  );
  return { question: question as NewQuestion, files: new Map(names) };
}

/** Whether reading what a format says gives the very question. */
export function saysAll(read: NewQuestion | null, question: StoredQuestion): boolean {
  if (!read) return false;
  return (
    read.type === question.type &&
    read.prompt === question.prompt &&
    plainDecimal(read.points) === question.points &&
    (read.feedback ?? null) === question.feedback &&
    isDeepStrictEqual(plain({ ...read.definition, type: read.type }), plain(question.definition)) &&
    isDeepStrictEqual(guidanceOf(read), guidanceIn(question))
  );
}

/** A sign of what elements say, whatever the blanks between them. The content of files is not part of it. */
export function digestOf(elements: readonly XmlElement[]): string {
  const hash = createHash('sha256');
  const add = ({ name, attributes, nodes }: XmlElement): void => {
    const said = Object.entries(attributes)
      .filter(([attribute]) => !attribute.startsWith('data-stoa-'))
      .sort(([one], [other]) => (one < other ? -1 : 1));
    hash.update(JSON.stringify([name, said]));
    for (const node of name === 'file' ? [] : nodes) {
      if (typeof node !== 'string') add(node);
      else if (node.trim() !== '') hash.update(JSON.stringify(node.replace(/\s+/g, ' ').trim()));
    }
    hash.update('/');
  };
  for (const element of elements) add(element);
  return hash.digest('base64url').slice(0, 22);
}

/** Without what says nothing, such as fields without a value. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
