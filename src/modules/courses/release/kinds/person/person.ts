import type { ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind } from '../condition-kind';
import { PersonConditionDto } from './person.dto';

interface PersonCondition extends StoredCondition {
  kind: 'person';
  userIds: string[];
}

/** It does not say whom it names: that is for staff. */
const NOT_FOR_YOU: ReleaseReason = { code: 'not_for_you', values: {}, sentence: sentences.notForYou() };

export const person = conditionKind<PersonConditionDto, PersonCondition>({
  name: 'person',
  Condition: PersonConditionDto,
  kept: ({ userIds }) => ({ kind: 'person', userIds }),
  asks: () => [],
  targets: () => [],
  prepare: ({ userIds }) => {
    const named = new Set(userIds);
    return { holds: ({ userId }) => named.has(userId), reason: () => NOT_FOR_YOU };
  },
  faults: ({ userIds }) =>
    userIds.length === 0 ? [{ code: 'empty_people', says: sentences.emptyPeople }] : [],
  carried: (condition) => ({ ...condition, userIds: [] }),
  example: { kind: 'person', userIds: ['01990000-0000-7000-8000-00000000a003'] },
});
