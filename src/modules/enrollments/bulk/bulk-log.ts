import type { PartCounts } from '../../../shared/operations/operation';
import type { NewChange } from '../../../shared/operations/operation-changes';
import type { BulkPlan } from './bulk-plan';
import {
  type BulkAction,
  type EnrollmentShape,
  isStateAction,
  type JudgedRow,
  type PlaceShape,
  type TagShape,
} from './bulk-rows';

/** Parts of the summary, and of the log by which a bulk change is reversed. */
export const PARTS = ['enrollments', 'groups', 'tags'] as const;
export type Part = (typeof PARTS)[number];

const ENDINGS: readonly BulkAction[] = ['complete', 'withdraw', 'take_out_of_group', 'untag'];

/** Rows that nobody can tell what they are about count among enrollments. */
function partOf(action: BulkAction | null): Part {
  if (action === null || isStateAction(action)) return 'enrollments';
  return action === 'tag' || action === 'untag' ? 'tags' : 'groups';
}

export function noCounts(): PartCounts[] {
  const none = { read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 };
  return PARTS.map((part) => ({ part, ...none }));
}

/** The counts with those of some more rows. */
export function withRows(counts: readonly PartCounts[], rows: readonly JudgedRow[]): PartCounts[] {
  const next = new Map(counts.map((each) => [each.part, { ...each }]));
  for (const row of rows) {
    const own = next.get(partOf(row.action));
    if (!own) continue;
    own.read += 1;
    own[countOf(row)] += 1;
  }
  return [...next.values()];
}

function countOf({
  outcome,
  action,
  before,
}: JudgedRow): 'added' | 'changed' | 'ended' | 'unchanged' | 'refused' {
  if (outcome === 'refused') return 'refused';
  if (outcome === 'already') return 'unchanged';
  if (action !== null && ENDINGS.includes(action)) return 'ended';
  return isNew(before) ? 'added' : 'changed';
}

function isNew(before: JudgedRow['before']): boolean {
  if (before === null) return true;
  if ('isTagged' in before) return !before.isTagged;
  return 'setId' in before && before.groupId === null;
}

/** An enrollment in the log: with the groups and tags that its person has lost with it. */
export type LoggedEnrollment = EnrollmentShape & { userId: string; groups?: string[]; tags?: string[] };
export type LoggedPlace = PlaceShape & { row: number };
export type LoggedTag = TagShape & { row: number };

/** What a plan changes, for the log by which it can be reversed. `row` is the number of the row. */
export function changesOf({ rows, lost }: BulkPlan): NewChange[] {
  return rows.flatMap((row): NewChange[] => {
    const { outcome, userId, before, after, number, action } = row;
    if (outcome !== 'done' || !userId || !after || action === null) return [];
    const part = partOf(action);
    const isEnd = ENDINGS.includes(action);
    const told = { part, action: isEnd ? ('removed' as const) : ('changed' as const) };
    if (!('enrollmentId' in after))
      return [
        { ...told, rowId: userId, before: { ...before, row: number }, after: { ...after, row: number } },
      ];
    const own = { userId, row: number };
    return [
      {
        ...told,
        ...(before === null && { action: 'added' as const }),
        rowId: after.enrollmentId,
        before: before && { ...before, ...own, ...lost.get(after.enrollmentId) },
        after: { ...after, ...own },
      },
    ];
  });
}
