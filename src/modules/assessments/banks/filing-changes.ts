import { isDeepStrictEqual } from 'node:util';
import type { Filing } from '../questions/question-content';
import type { FilingResult } from './dto/filing.dto';
import { changedTags, MOST_TAGS } from './tags';

export interface FilingChanges {
  folderId?: string | null;
  addTags?: string[];
  removeTags?: string[];
}

/** What becomes of one question of many that are filed at once. `filing` is there if it is changed. */
export interface FiledQuestion {
  questionId: string;
  result: FilingResult;
  filing?: Filing & { id: string };
}

/** @param before undefined where the bank has no such question */
export function filingChange(
  questionId: string,
  before: Filing | undefined,
  { folderId, addTags, removeTags }: FilingChanges,
): FiledQuestion {
  if (!before) return { questionId, result: 'not_found' };
  const tags = changedTags(before.tags, { add: addTags, remove: removeTags });
  if (tags.length > MOST_TAGS) return { questionId, result: 'too_many_tags' };
  const filing = { id: questionId, folderId: folderId === undefined ? before.folderId : folderId, tags };
  if (filing.folderId === before.folderId && isDeepStrictEqual(tags, before.tags))
    return { questionId, result: 'unchanged' };
  return { questionId, result: 'changed', filing };
}
