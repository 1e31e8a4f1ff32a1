import { ApiProperty } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import { namedEnum } from '../../../../shared/http/named-schemas';
import {
  GROUP_JOININGS,
  GROUP_VISIBILITIES,
  type GroupJoining,
  type GroupVisibility,
  JOINING_STATES,
  joiningState,
  type JoiningState,
  MEMBERSHIP_ENDINGS,
  type MembershipEnding,
} from '../group-rules';
import type { ReadGroupSet } from '../group-sets.repository';
import type { ReadGroup } from '../groups.repository';
import type { GroupMember, MembershipRecord } from '../memberships.repository';

namedEnum('GroupJoiningState', JOINING_STATES);
namedEnum('GroupMembershipEnding', MEMBERSHIP_ENDINGS);

const USER_ID = '01990000-0000-7000-8000-0000000000a2';

/** Groups of a course that belong together. */
export class GroupSetResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000b001' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'Project teams' })
  title: string;

  @ApiProperty({ enum: GROUP_JOININGS, example: 'by_self' })
  joining: GroupJoining;

  @ApiProperty({
    enum: JOINING_STATES,
    enumName: 'GroupJoiningState',
    description: 'Whether learners join, switch and leave by themselves now.',
    example: 'open',
  })
  state: JoiningState;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: any number.', example: 4 })
  groupSize: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  opensAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  closesAt: Date | null;

  @ApiProperty({ enum: GROUP_VISIBILITIES, example: 'own_group' })
  visibility: GroupVisibility;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The group of the set in which you are; null: in none.',
    example: null,
  })
  myGroupId: string | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;
}

/** A group of a set. */
export class GroupResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000b101' })
  id: string;

  @ApiProperty({ format: 'uuid', description: 'Of its set.' })
  groupSetId: string;

  @ApiProperty({ example: 'Team 1' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'Active learners of the course who are in it.', example: 3 })
  memberCount: number;

  @ApiProperty({ description: 'Whether you are in it.', example: false })
  isMine: boolean;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;
}

/** Somebody who is in a group now. */
export class GroupMemberResponse {
  @ApiProperty({ format: 'uuid', example: USER_ID })
  userId: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-04T14:05:00.000Z' })
  joinedAt: Date;
}

/** That somebody is or was in a group. */
export class GroupMembershipResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000b201' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  groupId: string;

  @ApiProperty({ format: 'uuid', example: USER_ID })
  userId: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-04T14:05:00.000Z' })
  joinedAt: Date;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The person who put them in, or themselves.',
    example: USER_ID,
  })
  joinedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it stands.' })
  leftAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The person who ended it; null where it stands, or ended because the learner left the course.',
  })
  leftBy: string | null;

  @ApiProperty({
    type: String,
    enum: [...MEMBERSHIP_ENDINGS, null],
    nullable: true,
    description: 'How it ended; null: it stands.',
    example: 'moved',
  })
  ending: MembershipEnding | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The random assignment that made it; null: it was made by a person.',
    example: null,
  })
  assignmentId: string | null;
}

/** What a request has changed. */
export class PlacedLearnersResponse {
  @ApiProperty({
    type: 'integer',
    description: 'Learners who are in another group now, or in none.',
    example: 24,
  })
  changed: number;

  @ApiProperty({ type: 'integer', description: 'Learners who were there before.', example: 1 })
  unchanged: number;
}

export function toGroupSetResponse(set: ReadGroupSet, now: Date, forStaff: boolean): GroupSetResponse {
  const { id, courseId, title, joining, groupSize, opensAt, closesAt, visibility } = set;
  const { myGroupId, version, createdAt, updatedAt } = set;
  const state = joiningState(set, now);
  const response = {
    ...{ id, courseId, title, joining, state, groupSize, opensAt, closesAt, visibility, myGroupId },
    ...{ version, createdAt, updatedAt },
  };
  // Time and where the reader is change what is told without a new version.
  return asView(response, viewIn(forStaff ? 'staff' : 'member', stateName([state, myGroupId])));
}

export function toGroupResponse(group: ReadGroup): GroupResponse {
  const { id, setId: groupSetId, title, memberCount, isMine, version, createdAt, updatedAt } = group;
  const response = { id, groupSetId, title, memberCount, isMine, version, createdAt, updatedAt };
  return asView(response, viewIn('group', stateName([memberCount, isMine])));
}

export function toGroupMemberResponse(member: GroupMember): GroupMemberResponse {
  const { userId, givenName, familyName, joinedAt } = member;
  return { userId, givenName, familyName, joinedAt };
}

export function toGroupMembershipResponse(membership: MembershipRecord): GroupMembershipResponse {
  const { id, groupId, userId, joinedAt, joinedBy, leftAt, leftBy, ending } = membership;
  const { assignmentId } = membership;
  return { id, groupId, userId, joinedAt, joinedBy, leftAt, leftBy, ending, assignmentId };
}
