import type { CourseRole } from '../../courses';

/*
 * How far the role of an enrollment reaches, as pure functions (decision 92): whether the course belongs to its instructor, and to
 * which groups its assistant is limited.
 */

export interface Reach {
  isOwner: boolean;
  /** Null: to no groups. */
  groupIds: readonly string[] | null;
}

/** What staff want of it. What is left out stays. */
export type ReachWish = Partial<Reach>;

export const FULL_REACH: Reach = { isOwner: false, groupIds: null };

/** `owner`: only an instructor is one. `groups`: only an assistant is limited to groups. */
export type ReachRefusal = { refused: 'owner' | 'groups' };

/** What becomes of the reach of an enrollment in this role. Groups are in the order of their ids, each of them once. */
export function reachAfter(
  role: CourseRole,
  before: Reach,
  { isOwner = before.isOwner, groupIds = before.groupIds }: ReachWish,
): Reach | ReachRefusal {
  if (isOwner && role !== 'instructor') return { refused: 'owner' };
  if (groupIds !== null && role !== 'assistant') return { refused: 'groups' };
  return { isOwner, groupIds: groupIds === null ? null : [...new Set(groupIds)].sort() };
}

export function isSameReach(one: Reach, other: Reach): boolean {
  return one.isOwner === other.isOwner && listOf(one) === listOf(other);
}

function listOf({ groupIds }: Reach): string | null {
  return groupIds === null ? null : groupIds.join();
}
