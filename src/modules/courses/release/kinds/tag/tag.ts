import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind } from '../condition-kind';
import { LABELS, preparedLabels } from '../label-condition';
import { TagConditionDto } from './tag.dto';

interface TagCondition extends StoredCondition {
  kind: 'tag';
  tagIds: string[];
}

export const tag = conditionKind<TagConditionDto, TagCondition>({
  name: 'tag',
  Condition: TagConditionDto,
  kept: ({ tagIds }) => ({ kind: 'tag', tagIds }),
  asks: () => [LABELS],
  targets: () => [],
  prepare: ({ tagIds }) => preparedLabels(tagIds),
  faults: ({ tagIds }) => (tagIds.length === 0 ? [{ code: 'empty_tags', says: sentences.emptyTags }] : []),
  carried: (condition) => ({ ...condition, tagIds: [] }),
  example: { kind: 'tag', tagIds: ['01990000-0000-7000-8000-00000000b301'] },
});
