import { InvalidError, NotFoundError } from '../../../../shared/errors/domain-error';
import { exampleErrors } from '../../../../shared/errors/example-errors';
import { sentences } from '../groups.sentences';
import type { ConstraintFault } from './constraints';

export class GroupAssignmentNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.group_assignment_not_found', sentences.noAssignment());
  }
}

/** Lists of people contradict each other, the groups, or those who stay in them. */
export class GroupsImpossibleError extends InvalidError {
  constructor(faults: readonly ConstraintFault[], nameOf: (userId: string) => string) {
    super(
      'enrollments.groups_impossible',
      sentences.groupsImpossible(),
      faults.map(({ kind, list, userIds }) => {
        const field = `${list.of}[${list.index}].userIds`;
        const names = userIds.map(nameOf).join(', ');
        return { field, rule: kind, message: sentences.impossibleList({ field, kind, names }) };
      }),
    );
  }
}

exampleErrors(
  new GroupAssignmentNotFoundError(),
  new GroupsImpossibleError(
    [
      {
        kind: 'together_and_apart',
        list: { of: 'apart', index: 0 },
        userIds: ['Amara Nwachukwu', 'Ben Lee'],
      },
    ],
    (name) => name,
  ),
);
