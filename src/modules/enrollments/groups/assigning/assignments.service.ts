import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Chance } from '../../../../shared/chance/chance';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { invalidRequest } from '../../../../shared/http/validation';
import type { CourseStanding } from '../../../courses';
import type { AssignGroupsDto } from '../dto/group-assignment.dto';
import type { GroupAssignmentResponse, ReversedAssignmentResponse } from '../dto/group-assignment.response';
import { GroupSetsRepository } from '../group-sets.repository';
import { GroupSetsService } from '../group-sets.service';
import { GroupSetNotFoundError } from '../groups.errors';
import { GroupsRepository } from '../groups.repository';
import { sentences } from '../groups.sentences';
import { MembershipsRepository } from '../memberships.repository';
import { MembershipsService } from '../memberships.service';
import { GroupAssignmentNotFoundError } from './assigning.errors';
import { AssignmentsRepository, type NamedLearner } from './assignments.repository';
import { type PlannedAssignment, planAssignment } from './planned-assignment';

/** Puts learners into the groups of a set at random, and takes that back. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly assignments: AssignmentsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly groups: GroupsRepository,
    private readonly sets: GroupSetsRepository,
    private readonly setsOfCourse: GroupSetsService,
    private readonly places: MembershipsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  /** Throws GroupsImpossibleError, and InvalidError for wishes that do not go together. */
  async assign(caller: Caller, setId: string, dto: AssignGroupsDto): Promise<GroupAssignmentResponse> {
    const { standing } = await this.setsOfCourse.find(caller, setId, 'groups.change');
    refuseWishes(dto);
    const seed = dto.seed ?? this.chance.seed();
    return this.transactions.run(async () => {
      const learners = await this.learners(caller, setId, standing, dto.dryRun === true);
      const groups = await this.assignments.groups(setId);
      const places = await this.assignments.places(setId);
      const plan = planAssignment({ learners, groups, places, wishes: dto, seed });
      if (dto.dryRun) return responseOf(null, seed, plan);
      return this.write(caller, standing.courseId, setId, seed, plan);
    });
  }

  /** The active learners of the course; unless they are only asked about, they and the set are locked. */
  private async learners(
    caller: Caller,
    setId: string,
    { courseId, today }: CourseStanding,
    onlyAsked: boolean,
  ): Promise<NamedLearner[]> {
    const learners = await this.assignments.learners(courseId, today);
    if (onlyAsked) return learners;
    const ids = learners.map(({ userId }) => userId);
    const held = await this.memberships.holdLearners(courseId, today, ids, caller.userId);
    if (!(await this.sets.lock(setId))) throw new GroupSetNotFoundError();
    return learners.filter(({ userId }) => held.has(userId));
  }

  private async write(
    { userId: by }: Caller,
    courseId: string,
    setId: string,
    seed: number,
    planned: PlannedAssignment,
  ): Promise<GroupAssignmentResponse> {
    const now = this.clock.now();
    const made: { id: string; title: string }[] = [];
    const groups = planned.groups.map((group) => {
      const id = group.groupId ?? newId();
      if (group.groupId === null) made.push({ id, title: group.title });
      return { ...group, groupId: id };
    });
    const times = { version: 1, createdAt: now, updatedAt: now };
    if (made.length > 0) await this.groups.insert(made.map((group) => ({ ...group, ...times, setId })));
    const id = newId();
    await this.assignments.insert({
      ...{ id, setId, seed, isEven: planned.isEven, placedCount: planned.placed },
      ...{ createdBy: by, createdAt: now, reversedBy: null, reversedAt: null },
    });
    const wanted = groups.flatMap(({ groupId, userIds }) => userIds.map((userId) => ({ userId, groupId })));
    await this.places.write(courseId, setId, wanted, { by, ending: 'taken_out', assignmentId: id });
    return responseOf(id, seed, { ...planned, groups });
  }

  /** Puts everybody who is still where it put them back to where they were. Doing it again changes nothing. */
  async reverse(caller: Caller, id: string): Promise<ReversedAssignmentResponse> {
    const assignment = await this.assignments.find(id);
    const notFound = (): Error => new GroupAssignmentNotFoundError();
    if (!assignment) throw notFound();
    const { setId, placedCount } = assignment;
    const { standing } = await this.setsOfCourse.find(caller, setId, 'groups.change', notFound);
    const { courseId, today } = standing;
    return this.transactions.run(async () => {
      const asked = (await this.assignments.stillPlaced(id)).map(({ userId }) => userId);
      const held = await this.memberships.holdLearners(courseId, today, asked, caller.userId);
      if (!(await this.sets.lock(setId))) throw notFound();
      const reversedAt = (await this.assignments.find(id))?.reversedAt ?? null;
      if (reversedAt !== null) return { restored: 0, kept: placedCount, reversedAt };
      const placed = (await this.assignments.stillPlaced(id)).filter(({ userId }) => held.has(userId));
      const known = new Set((await this.assignments.groups(setId)).map((group) => group.id));
      const wanted = placed.map(({ userId, previousGroupId: groupId }) => ({
        ...{ userId, groupId: groupId !== null && known.has(groupId) ? groupId : null },
      }));
      await this.places.write(courseId, setId, wanted, { by: caller.userId, ending: 'taken_out' });
      const now = this.clock.now();
      await this.assignments.markReversed(id, caller.userId, now);
      return { restored: placed.length, kept: placedCount - placed.length, reversedAt: now };
    });
  }
}

function refuseWishes({ groupCount, groupSize, remainder }: AssignGroupsDto): void {
  const faults: FieldError[] = [];
  if (groupCount !== undefined && groupSize !== undefined) {
    const field = 'groupSize';
    faults.push({ field, rule: 'countOrSize', message: sentences.countOrSize({ field }) });
  }
  if (remainder === 'smaller' && groupSize === undefined) {
    const field = 'remainder';
    faults.push({ field, rule: 'needsSize', message: sentences.smallerNeedsSize({ field }) });
  }
  if (faults.length > 0) throw invalidRequest(faults);
}

function responseOf(
  id: string | null,
  seed: number,
  { isEven, placed, groups }: PlannedAssignment,
): GroupAssignmentResponse {
  return { id, seed, isEven, placed, groups };
}
