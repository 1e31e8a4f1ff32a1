import { distinctTags, tagForm } from '../../../shared/text/tags';

export { distinctTags, isTag, LONGEST_TAG, MOST_TAGS, tagForm } from '../../../shared/text/tags';

/** The tags of a question after some were taken away and others added, at the end. */
export function changedTags(
  before: readonly string[],
  { add = [], remove = [] }: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): string[] {
  const removed = new Set(remove.map(tagForm));
  return distinctTags([...before.filter((label) => !removed.has(tagForm(label))), ...add]);
}
