import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Scope } from '../../../shared/auth/permissions';
import { Conditions } from '../../../shared/database/conditions';
import { toBinary } from '../../../shared/database/ids';
import { IsId, MayBeLeftOut } from '../../../shared/http/field-rules';
import { choiceValues, IS_CHOSEN, type LearnerChoice } from '../../courses';

/** Only those who are in a group, or have a tag; both, where both are named. */
export interface LabelFilter {
  groupId?: string | undefined;
  tagId?: string | undefined;
}

/** `groupId=…` in a query of a list of learners. */
export const IsGroupFilter = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: String,
      format: 'uuid',
      description:
        'Only learners who are in this group of the course. Nobody is in a group that is not there.',
    }),
    MayBeLeftOut(),
    IsId(),
  );

/** `tagId=…` in a query of a list of learners. */
export const IsTagFilter = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: String,
      format: 'uuid',
      description: 'Only learners who have this tag of the course. Nobody has a tag that is not there.',
    }),
    MayBeLeftOut(),
    IsId(),
  );

/** Which learners of a course a list has, by how they take part on a day and by groups and tags. */
export interface LearnerWishes extends LabelFilter {
  today: string;
  choice: LearnerChoice;
  /** Only those with whom the caller has to do; left out: all. */
  scope?: Scope;
}

/**
 * The condition for enrollments `e`, which names their accounts `u`. Memberships are counted for each learner whom the statement
 * walks past: a join would begin with the group, and lose the order of the list.
 */
export function areChosen({ today, choice, scope = 'all', ...labels }: LearnerWishes): Conditions {
  const chosen = new Conditions().add(IS_CHOSEN[choice], ...choiceValues(choice, today));
  restrictToLabels(chosen, labels);
  return restrictTo(scope, 'e.user_id', chosen);
}

/** Adds the conditions for enrollments `e` of whoever is in the group, and has the tag. */
export function restrictToLabels(chosen: Conditions, { groupId, tagId }: LabelFilter): void {
  if (groupId !== undefined)
    chosen.add(
      `(SELECT COUNT(*) FROM group_memberships gm
        WHERE gm.user_id = e.user_id AND gm.is_standing = 1 AND gm.group_id = ?) > 0`,
      toBinary(groupId),
    );
  if (tagId !== undefined)
    chosen.add(
      '(SELECT COUNT(*) FROM tagged_learners lt WHERE lt.tag_id = ? AND lt.user_id = e.user_id) > 0',
      toBinary(tagId),
    );
}

/** Adds that the learner of the column is in the scope, unless it is everybody. */
export function restrictTo(scope: Scope, column: string, chosen: Conditions): Conditions {
  if (scope === 'all') return chosen;
  const inGroups = new Conditions().among('gs.group_id', scope.groupIds);
  return chosen.add(
    `(SELECT COUNT(*) FROM group_memberships gs WHERE gs.user_id = ${column} AND gs.is_standing = 1 AND ${inGroups.sql}) > 0`,
    ...inGroups.params,
  );
}
