import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { FieldError } from '../../../shared/errors/domain-error';
import { DomainEvents } from '../../../shared/events/domain-events';
import { invalidRequest } from '../../../shared/http/validation';
import { type CourseStanding, NotEnrolledError } from '../../courses';
import type { PlaceLearnersDto } from './dto/group-set.dto';
import type { GroupResponse, PlacedLearnersResponse } from './dto/group-set.response';
import { joiningState, placeChanges, type WantedPlace } from './group-rules';
import { type GroupSetRecord, GroupSetsRepository } from './group-sets.repository';
import { GroupSetsService } from './group-sets.service';
import {
  GroupFullError,
  GroupNotFoundError,
  GroupsByStaffError,
  GroupsClosedError,
  GroupSetNotFoundError,
  GroupsNotOpenError,
} from './groups.errors';
import { LearnerLabelsChanged } from './groups.events';
import { GroupsRepository } from './groups.repository';
import { sentences } from './groups.sentences';
import { GroupsService } from './groups.service';
import { type MembershipCause, MembershipsRepository } from './memberships.repository';

/** Puts learners into groups, moves them and takes them out. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly sets: GroupSetsRepository,
    private readonly groups: GroupsRepository,
    private readonly setsOfCourse: GroupSetsService,
    private readonly groupsOfSet: GroupsService,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** By staff: all places or none. Saying the same again changes nothing. */
  async place(caller: Caller, setId: string, { members }: PlaceLearnersDto): Promise<PlacedLearnersResponse> {
    const { standing } = await this.setsOfCourse.find(caller, setId, 'groups.change');
    return this.transactions.run(async () => {
      const userIds = members.map(({ userId }) => userId);
      const learners = await this.hold(standing, userIds, caller.userId);
      if (!(await this.sets.lock(setId))) throw new GroupSetNotFoundError();
      const groupIds = members.flatMap(({ groupId }) => groupId ?? []);
      const groups = await this.groups.hold(setId, [...new Set(groupIds)]);
      refuseUnknown(members, learners, new Set(groups.map(({ id }) => id)));
      const changed = await this.write(standing.courseId, setId, members, {
        ...{ by: caller.userId, ending: 'taken_out' },
      });
      return { changed, unchanged: members.length - changed };
    });
  }

  /**
   * The caller joins a group, or switches to it. Throws GroupsByStaffError, GroupsNotOpenError, GroupsClosedError,
   * GroupFullError.
   */
  async join(caller: Caller, groupId: string): Promise<GroupResponse> {
    const { set, standing } = await this.groupsOfSet.find(caller, groupId, 'groups.join');
    const { courseId, today } = standing;
    const { userId } = caller;
    return this.transactions.run(async () => {
      const locked = await this.lockOpen(standing, set.id, userId);
      const [group] = await this.groups.hold(set.id, [groupId]);
      if (!group) throw new GroupNotFoundError();
      const own = (await this.memberships.standing(set.id, [userId])).get(userId);
      if (own?.groupId !== groupId && locked.groupSize !== null) {
        const members = await this.memberships.countMembers({ groupId, courseId, today }, locked.groupSize);
        if (members >= locked.groupSize) throw new GroupFullError(members);
      }
      await this.write(courseId, set.id, [{ userId, groupId }], { by: userId, ending: 'left' });
      return this.groupsOfSet.response(groupId, { userId, courseId, today });
    });
  }

  /** The caller leaves a group. Who is not in it stays where they are. Errors as those of `join`. */
  async leave(caller: Caller, groupId: string): Promise<void> {
    const { set, standing } = await this.groupsOfSet.find(caller, groupId, 'groups.join');
    const { userId } = caller;
    await this.transactions.run(async () => {
      await this.lockOpen(standing, set.id, userId);
      const own = (await this.memberships.standing(set.id, [userId])).get(userId);
      if (own?.groupId !== groupId) return;
      await this.write(standing.courseId, set.id, [{ userId, groupId: null }], {
        by: userId,
        ending: 'left',
      });
    });
  }

  /** Locks the learner's enrollment, then the set, and makes sure that they may join by themselves. */
  private async lockOpen(standing: CourseStanding, setId: string, userId: string): Promise<GroupSetRecord> {
    const learners = await this.hold(standing, [userId], userId);
    // They have left the course since they were let in.
    if (!learners.has(userId)) throw new NotEnrolledError();
    const set = await this.sets.lock(setId);
    if (!set) throw new GroupSetNotFoundError();
    const state = joiningState(set, this.clock.now());
    if (state === 'by_staff') throw new GroupsByStaffError();
    if (state === 'upcoming' && set.opensAt) throw new GroupsNotOpenError(set.opensAt);
    if (state === 'closed' && set.closesAt) throw new GroupsClosedError(set.closesAt);
    return set;
  }

  private hold(
    { courseId, today }: CourseStanding,
    userIds: readonly string[],
    by: string,
  ): Promise<Set<string>> {
    return this.memberships.holdLearners(courseId, today, userIds, by);
  }

  /** In a set that is locked. Returns how many places it changed. */
  async write(
    courseId: string,
    setId: string,
    wanted: readonly WantedPlace[],
    cause: Omit<MembershipCause, 'now'>,
  ): Promise<number> {
    const userIds = wanted.map(({ userId }) => userId);
    const changes = placeChanges(wanted, await this.memberships.standing(setId, userIds));
    if (changes.length === 0) return 0;
    const inSet = changes.map((change) => ({ ...change, setId }));
    await this.memberships.write(inSet, { ...cause, now: this.clock.now() });
    const changed = changes.map(({ userId }) => userId);
    await this.events.publish(new LearnerLabelsChanged(courseId, changed, cause.by));
    return changes.length;
  }
}

function refuseUnknown(
  members: readonly WantedPlace[],
  learners: ReadonlySet<string>,
  groups: ReadonlySet<string>,
): void {
  const faults = members.flatMap(({ userId, groupId }, index): FieldError[] => {
    const [ofUser, ofGroup] = [`members[${index}].userId`, `members[${index}].groupId`];
    return [
      ...(learners.has(userId)
        ? []
        : [
            { field: ofUser, rule: 'isActiveLearner', message: sentences.noActiveLearner({ field: ofUser }) },
          ]),
      ...(groupId === null || groups.has(groupId)
        ? []
        : [{ field: ofGroup, rule: 'isGroupOfSet', message: sentences.groupOfSet({ field: ofGroup }) }]),
    ];
  });
  if (faults.length > 0) throw invalidRequest(faults);
}
