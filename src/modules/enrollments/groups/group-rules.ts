import type { FieldError } from '../../../shared/errors/domain-error';
import { sentences } from './groups.sentences';

/** How learners get into the groups of a set. */
export const GROUP_JOININGS = ['by_staff', 'by_self'] as const;
export type GroupJoining = (typeof GROUP_JOININGS)[number];

/** Who is in groups, as far as learners see it: in their own group, in all, or in none. */
export const GROUP_VISIBILITIES = ['own_group', 'all', 'none'] as const;
export type GroupVisibility = (typeof GROUP_VISIBILITIES)[number];

/** How a membership ended: `moved` to another group, `taken_out` by staff, `left` by oneself, `unenrolled`: they left the course. */
export const MEMBERSHIP_ENDINGS = ['moved', 'taken_out', 'left', 'unenrolled'] as const;
export type MembershipEnding = (typeof MEMBERSHIP_ENDINGS)[number];

/** What a set says of its groups; each field as `GroupSet` has it. */
export interface GroupSettings {
  title: string;
  joining: GroupJoining;
  groupSize: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  visibility: GroupVisibility;
}

/** Whether learners join, switch and leave by themselves now: opensAt ≤ now < closesAt. */
export const JOINING_STATES = ['by_staff', 'upcoming', 'open', 'closed'] as const;
export type JoiningState = (typeof JOINING_STATES)[number];

export function joiningState(
  { joining, opensAt, closesAt }: Pick<GroupSettings, 'joining' | 'opensAt' | 'closesAt'>,
  now: Date,
): JoiningState {
  if (joining === 'by_staff') return 'by_staff';
  if (closesAt !== null && now >= closesAt) return 'closed';
  return opensAt !== null && now < opensAt ? 'upcoming' : 'open';
}

/** Whether learners know that the set is there. */
export function learnersSeeSet({ visibility }: Pick<GroupSettings, 'visibility'>): boolean {
  return visibility !== 'none';
}

/** Whether learners see a group of the set at all. Who chooses a group must know what there is to choose from. */
export function learnersSeeGroup(
  { joining, visibility }: Pick<GroupSettings, 'joining' | 'visibility'>,
  isOwn: boolean,
): boolean {
  if (visibility === 'none') return false;
  return isOwn || visibility === 'all' || joining === 'by_self';
}

/** Whether learners see who is in a group of the set. */
export function learnersSeeMembers(
  { visibility }: Pick<GroupSettings, 'visibility'>,
  isOwn: boolean,
): boolean {
  return visibility === 'all' || (visibility === 'own_group' && isOwn);
}

/** What is wrong with settings as a whole. */
export function settingsFaults({
  joining,
  groupSize,
  opensAt,
  closesAt,
  visibility,
}: Omit<GroupSettings, 'title'>): FieldError[] {
  const faults: FieldError[] = [];
  if (joining === 'by_staff')
    for (const [field, value] of Object.entries({ groupSize, opensAt, closesAt }))
      if (value !== null)
        faults.push({ field, rule: 'bySelfOnly', message: sentences.bySelfOnly({ field }) });
  if (joining === 'by_self' && visibility === 'none') {
    const field = 'visibility';
    faults.push({ field, rule: 'visibleToJoin', message: sentences.visibleToJoin({ field }) });
  }
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    const field = 'closesAt';
    faults.push({ field, rule: 'isAfter', message: sentences.closesAfterOpening({ field }) });
  }
  return faults;
}

/** Somebody's place in a set: the group, or null for none. */
export interface WantedPlace {
  userId: string;
  groupId: string | null;
}

export interface StandingPlace {
  membershipId: string;
  userId: string;
  groupId: string;
}

export interface PlaceChange {
  userId: string;
  from: StandingPlace | null;
  to: string | null;
}

/** The wanted places that are not the standing ones. */
export function placeChanges(
  wanted: readonly WantedPlace[],
  standing: ReadonlyMap<string, StandingPlace>,
): PlaceChange[] {
  return wanted.flatMap(({ userId, groupId: to }) => {
    const from = standing.get(userId) ?? null;
    return (from?.groupId ?? null) === to ? [] : [{ userId, from, to }];
  });
}
