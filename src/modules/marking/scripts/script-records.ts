import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { MarkRevision } from '../marks/mark-revision.entity';
import { QuestionMarkingRule } from '../second-marking/marking-rule.entity';
import { Script } from './script.entity';

const OF_SCRIPT = columnsOf(Script, 's', [
  ...(['id', 'courseId', 'activityId', 'itemId', 'workId', 'userId', 'maxPoints', 'answerNumber'] as const),
  ...(['handedInAt', 'standing', 'seed', 'place', 'claimedBy', 'claimedUntil'] as const),
  ...(['givenRevision', 'draftRevision', 'version', 'awaits'] as const),
  ...(['firstRevision', 'secondRevision', 'thirdRevision', 'decisionRevision'] as const),
]);
const PEOPLE = {
  ...{ learnerGivenName: 'u.given_name', learnerFamilyName: 'u.family_name' },
  ...{ claimerGivenName: 'c.given_name', claimerFamilyName: 'c.family_name' },
  ...{ giverGivenName: 'gu.given_name', giverFamilyName: 'gu.family_name' },
  ...{ drafterGivenName: 'du.given_name', drafterFamilyName: 'du.family_name' },
};

/** A script with its people and the mark and draft that it has, of `s` and `OF_ITS_HEAD`. */
export const SCRIPT_WITH_HEAD = OF_SCRIPT.and(
  columnsOf(MarkRevision, 'g', {
    ...({
      givenPoints: 'points',
      givenComment: 'comment',
      givenFileIds: 'fileIds',
      givenBy: 'markedBy',
      givenAt: 'markedAt',
      givenRubricRevision: 'rubricRevision',
      givenRubricChoices: 'rubricChoices',
      givenRubricPoints: 'rubricPoints',
      givenShare: 'share',
      givenCause: 'cause',
    } as const),
  }).orNull(),
)
  .and(
    columnsOf(MarkRevision, 'd', {
      ...({
        draftPoints: 'points',
        draftComment: 'comment',
        draftFileIds: 'fileIds',
        draftBy: 'markedBy',
        draftAt: 'markedAt',
        draftRubricRevision: 'rubricRevision',
        draftRubricChoices: 'rubricChoices',
        draftRubricPoints: 'rubricPoints',
        draftShare: 'share',
      } as const),
    }).orNull(),
  )
  .and(
    columnsOf(QuestionMarkingRule, 'k', {
      ...({ ruleMethod: 'method', thirdAbove: 'thirdAbove', thirdUnit: 'thirdUnit' } as const),
    }).orNull(),
  )
  .andExpressions<Record<keyof typeof PEOPLE, string | null>>(PEOPLE);

export const OF_ITS_HEAD = `STRAIGHT_JOIN users u ON u.id = s.user_id LEFT JOIN users c ON c.id = s.claimed_by
  LEFT JOIN mark_revisions g ON g.script_id = s.id AND g.number = s.given_revision
  LEFT JOIN mark_revisions d ON d.script_id = s.id AND d.number = s.draft_revision
  LEFT JOIN marking_rules k ON k.activity_id = s.activity_id AND k.item_id = s.item_id
  LEFT JOIN users gu ON gu.id = g.marked_by LEFT JOIN users du ON du.id = d.marked_by`;

export type ScriptWithHead = RowOf<typeof SCRIPT_WITH_HEAD>;
export const LOCKED_SCRIPT = OF_SCRIPT;
export type LockedScript = RowOf<typeof OF_SCRIPT>;
