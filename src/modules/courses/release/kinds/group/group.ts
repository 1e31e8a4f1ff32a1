import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind } from '../condition-kind';
import { LABELS, preparedLabels } from '../label-condition';
import { GroupConditionDto } from './group.dto';

interface GroupCondition extends StoredCondition {
  kind: 'group';
  groupIds: string[];
}

export const group = conditionKind<GroupConditionDto, GroupCondition>({
  name: 'group',
  Condition: GroupConditionDto,
  kept: ({ groupIds }) => ({ kind: 'group', groupIds }),
  asks: () => [LABELS],
  targets: () => [],
  prepare: ({ groupIds }) => preparedLabels(groupIds),
  faults: ({ groupIds }) =>
    groupIds.length === 0 ? [{ code: 'empty_groups', says: sentences.emptyGroups }] : [],
  // Groups stay with the people who are in them.
  carried: (condition) => ({ ...condition, groupIds: [] }),
  example: { kind: 'group', groupIds: ['01990000-0000-7000-8000-00000000b101'] },
});
