import { JoinedByThemselvesError } from '../accommodations/labels/label-accommodations.errors';
import { LabelAccommodationsRepository } from '../accommodations/labels/label-accommodations.repository';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CourseAction, may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { invalidRequest } from '../../../shared/http/validation';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess, type CourseStanding, requireGranted } from '../../courses';
import type { ChangeGroupSetDto, NewGroupSetDto } from './dto/group-set.dto';
import {
  type GroupMembershipResponse,
  type GroupSetResponse,
  toGroupMembershipResponse,
  toGroupSetResponse,
} from './dto/group-set.response';
import { learnersSeeSet, settingsFaults } from './group-rules';
import type { GroupSet } from './group-set.entity';
import { GROUP_SET_ORDER, GroupSetsRepository, type ReadGroupSet } from './group-sets.repository';
import { GroupSetInUseError, GroupSetNotFoundError } from './groups.errors';
import { MEMBERSHIP_ORDER, MembershipsRepository } from './memberships.repository';

/** A set, and how the caller stands to its course. */
export interface FoundGroupSet {
  set: ReadGroupSet;
  standing: CourseStanding;
  forStaff: boolean;
}

/** The sets of groups of a course. */
@Injectable()
export class GroupSetsService {
  constructor(
    private readonly sets: GroupSetsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly accommodations: LabelAccommodationsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Staff read all, learners those that they may know of. */
  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<GroupSetResponse>> {
    const standing = await this.access.course(caller, courseId, 'groups.read');
    const forStaff = isForStaff(caller, standing);
    const filter = { courseId, forLearners: !forStaff };
    const { cursor, limit } = query;
    const after = GROUP_SET_ORDER.placeIn(cursor);
    const found = await this.sets.page(filter, caller.userId, { after, limit });
    const now = this.clock.now();
    const page = toPage(found, limit, GROUP_SET_ORDER.keysOf, (set) =>
      toGroupSetResponse(set, now, forStaff),
    );
    return withTotal(page, query, (most) => this.sets.count(filter, most));
  }

  /** Throws GroupSetTitleTakenError. */
  async create(caller: Caller, courseId: string, dto: NewGroupSetDto): Promise<GroupSetResponse> {
    await this.access.course(caller, courseId, 'groups.change');
    const { title, joining = 'by_staff', visibility = 'own_group' } = dto;
    const { groupSize = null, opensAt = null, closesAt = null } = dto;
    const settings = { joining, groupSize, opensAt, closesAt, visibility };
    refuse(settings);
    const now = this.clock.now();
    const set = { ...settings, id: newId(), courseId, title, version: 1, createdAt: now, updatedAt: now };
    await this.sets.insert(set);
    return toGroupSetResponse({ ...set, myGroupId: null }, now, true);
  }

  async read(caller: Caller, id: string): Promise<GroupSetResponse> {
    const { set, forStaff } = await this.find(caller, id, 'groups.read');
    return toGroupSetResponse(set, this.clock.now(), forStaff);
  }

  /** Throws StaleVersionError, GroupSetTitleTakenError. */
  async change(
    caller: Caller,
    id: string,
    dto: ChangeGroupSetDto,
    version: ExpectedVersion,
  ): Promise<GroupSetResponse> {
    const { set: found } = await this.find(caller, id, 'groups.change');
    const wanted: Partial<GroupSet> = withoutMissing(dto);
    return this.transactions.run(async () => {
      const stored = await this.sets.lock(id);
      if (!stored) throw new GroupSetNotFoundError();
      if (isStale(version, stored.version)) throw new StaleVersionError('group_set');
      const now = this.clock.now();
      const changed = { ...stored, ...wanted, myGroupId: found.myGroupId };
      if (isEmptyChange(wanted)) return toGroupSetResponse(changed, now, true);
      refuse(changed);
      if (changed.joining === 'by_self' && (await this.accommodations.isSetInUse(id, now)))
        throw new JoinedByThemselvesError();
      const next = { version: stored.version + 1, updatedAt: notBefore(now, stored.updatedAt) };
      await this.sets.update(id, { ...wanted, ...next });
      return toGroupSetResponse({ ...changed, ...next }, now, true);
    });
  }

  /** With its groups and their history. Throws StaleVersionError, GroupSetInUseError. */
  async delete(caller: Caller, id: string, version: ExpectedVersion): Promise<void> {
    const { standing } = await this.find(caller, id, 'groups.change');
    await this.transactions.run(async () => {
      const stored = await this.sets.lock(id);
      if (!stored) throw new GroupSetNotFoundError();
      if (isStale(version, stored.version)) throw new StaleVersionError('group_set');
      if (await this.memberships.hasMembers(id, stored.courseId, standing.today))
        throw new GroupSetInUseError();
      await this.sets.delete(id);
    });
  }

  /** For staff: who is and was in the groups of the set, the newest first. */
  async history(caller: Caller, id: string, query: CursorQuery): Promise<Page<GroupMembershipResponse>> {
    const { standing } = await this.find(caller, id, 'groups.read_history');
    requireGranted(may(caller, 'roster.read', standing));
    const { cursor, limit } = query;
    const after = MEMBERSHIP_ORDER.placeIn(cursor);
    const rows = await this.memberships.history(id, { after, limit });
    const page = toPage(rows, limit, MEMBERSHIP_ORDER.keysOf, toGroupMembershipResponse);
    return withTotal(page, query, (most) => this.memberships.countHistory(id, most));
  }

  /** Throws GroupSetNotFoundError also where the caller may not know of the set or of its course. */
  async find(
    caller: Caller,
    id: string,
    action: CourseAction,
    notFound: () => Error = () => new GroupSetNotFoundError(),
  ): Promise<FoundGroupSet> {
    const set = await this.sets.find(id, caller.userId);
    if (!set) throw notFound();
    const standing = await this.access.course(caller, set.courseId, action, notFound);
    const forStaff = isForStaff(caller, standing);
    if (!forStaff && !learnersSeeSet(set)) throw notFound();
    return { set, standing, forStaff };
  }
}

function isForStaff(caller: Caller, standing: CourseStanding): boolean {
  return may(caller, 'groups.read_history', standing).granted;
}

function refuse(settings: Parameters<typeof settingsFaults>[0]): void {
  const faults = settingsFaults(settings);
  if (faults.length > 0) throw invalidRequest(faults);
}
