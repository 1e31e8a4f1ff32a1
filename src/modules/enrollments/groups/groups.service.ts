import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { CourseAction } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { notBefore } from '../../../shared/time/not-before';
import type { CourseStanding } from '../../courses';
import type { ChangeGroupDto, NewGroupDto } from './dto/group-set.dto';
import {
  type GroupMemberResponse,
  type GroupResponse,
  toGroupMemberResponse,
  toGroupResponse,
} from './dto/group-set.response';
import { learnersSeeGroup, learnersSeeMembers } from './group-rules';
import { type FoundGroupSet, GroupSetsService } from './group-sets.service';
import { GroupSetsRepository } from './group-sets.repository';
import { GroupInUseError, GroupNotFoundError, GroupSetNotFoundError } from './groups.errors';
import { GROUP_ORDER, type GroupReader, type GroupRecord, GroupsRepository } from './groups.repository';
import { type GroupMember, MEMBER_ORDER, MembershipsRepository } from './memberships.repository';

/** A group that the caller may know of, with its set. */
export interface FoundGroup extends FoundGroupSet {
  group: GroupRecord;
  isOwn: boolean;
}

/** The groups of a set, and who is in them. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly setsOfCourse: GroupSetsService,
    private readonly sets: GroupSetsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Staff read all, learners those that they may know of. */
  async list(caller: Caller, setId: string, query: CursorQuery): Promise<Page<GroupResponse>> {
    const { set, standing, forStaff } = await this.setsOfCourse.find(caller, setId, 'groups.read');
    const filter = { setId, ownOnly: !forStaff && !learnersSeeGroup(set, false) };
    const reader = readerOf(caller, standing);
    const { cursor, limit } = query;
    const found = await this.groups.page(filter, reader, { after: GROUP_ORDER.placeIn(cursor), limit });
    const page = toPage(found, limit, GROUP_ORDER.keysOf, toGroupResponse);
    return withTotal(page, query, (most) => this.groups.count(filter, reader, most));
  }

  /** Throws GroupTitleTakenError. */
  async create(caller: Caller, setId: string, { title }: NewGroupDto): Promise<GroupResponse> {
    await this.setsOfCourse.find(caller, setId, 'groups.change');
    const now = this.clock.now();
    const group = { id: newId(), setId, title, version: 1, createdAt: now, updatedAt: now };
    return this.transactions.run(async () => {
      if (!(await this.sets.lock(setId))) throw new GroupSetNotFoundError();
      await this.groups.insert([group]);
      return toGroupResponse({ ...group, memberCount: 0, isMine: false });
    });
  }

  async read(caller: Caller, id: string): Promise<GroupResponse> {
    const { standing } = await this.find(caller, id, 'groups.read');
    return this.response(id, readerOf(caller, standing));
  }

  async response(id: string, reader: GroupReader): Promise<GroupResponse> {
    const group = await this.groups.read(id, reader);
    if (!group) throw new GroupNotFoundError();
    return toGroupResponse(group);
  }

  /** Throws StaleVersionError, GroupTitleTakenError. */
  async change(
    caller: Caller,
    id: string,
    dto: ChangeGroupDto,
    version: ExpectedVersion,
  ): Promise<GroupResponse> {
    const { set, standing } = await this.find(caller, id, 'groups.change');
    const wanted = withoutMissing(dto);
    return this.transactions.run(async () => {
      const stored = await this.lock(set.id, id, version);
      if (!isEmptyChange(wanted)) {
        const updatedAt = notBefore(this.clock.now(), stored.updatedAt);
        await this.groups.update(id, { ...wanted, version: stored.version + 1, updatedAt });
      }
      return this.response(id, readerOf(caller, standing));
    });
  }

  /** With its history. Throws StaleVersionError, GroupInUseError. */
  async delete(caller: Caller, id: string, version: ExpectedVersion): Promise<void> {
    const { set, standing } = await this.find(caller, id, 'groups.change');
    const { courseId, today } = standing;
    await this.transactions.run(async () => {
      await this.lock(set.id, id, version);
      if ((await this.memberships.countMembers({ groupId: id, courseId, today }, 1)) > 0)
        throw new GroupInUseError();
      await this.groups.delete(id);
    });
  }

  /** Learners see nobody where the members of the group are not theirs to see. */
  async members(caller: Caller, id: string, query: CursorQuery): Promise<Page<GroupMemberResponse>> {
    const { set, standing, forStaff, isOwn } = await this.find(caller, id, 'groups.read');
    const { cursor, limit } = query;
    const after = MEMBER_ORDER.placeIn(cursor);
    const group = { groupId: id, courseId: standing.courseId, today: standing.today };
    const isShown = (forStaff && isOfCaller(standing, id)) || learnersSeeMembers(set, isOwn);
    const found = isShown ? await this.memberships.members(group, { after, limit }) : [];
    const page = toPage<GroupMember, GroupMemberResponse>(
      found,
      limit,
      MEMBER_ORDER.keysOf,
      toGroupMemberResponse,
    );
    return withTotal(page, query, (most) => (isShown ? this.memberships.countMembers(group, most) : 0));
  }

  /** Throws GroupNotFoundError also where the caller may not know of the group, its set or its course. */
  async find(caller: Caller, id: string, action: CourseAction): Promise<FoundGroup> {
    const group = await this.groups.find(id);
    const notFound = (): Error => new GroupNotFoundError();
    if (!group) throw notFound();
    const found = await this.setsOfCourse.find(caller, group.setId, action, notFound);
    const isOwn = found.set.myGroupId === id;
    if (!found.forStaff && !learnersSeeGroup(found.set, isOwn)) throw notFound();
    return { ...found, group, isOwn };
  }

  /** The set before the group. */
  private async lock(setId: string, id: string, version: ExpectedVersion): Promise<GroupRecord> {
    await this.sets.lock(setId);
    const [stored] = await this.groups.hold(setId, [id]);
    if (!stored) throw new GroupNotFoundError();
    if (isStale(version, stored.version)) throw new StaleVersionError('group');
    return stored;
  }
}

/** Assistants who are limited to groups see who is in these. */
function isOfCaller({ role, groupIds }: CourseStanding, id: string): boolean {
  return role !== 'assistant' || groupIds === null || groupIds.includes(id);
}

function readerOf({ userId }: Caller, { courseId, today }: FoundGroupSet['standing']): GroupReader {
  return { userId, courseId, today };
}
