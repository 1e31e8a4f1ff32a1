import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { AssignmentsService } from './assigning/assignments.service';
import type { AssignGroupsDto } from './dto/group-assignment.dto';
import type { NewGroupSetDto } from './dto/group-set.dto';
import { GroupsService } from './groups.service';
import { GroupSetsService } from './group-sets.service';

/** Groups for commands that create data. Errors as those of the routes. */
@Injectable()
export class GroupsFacade {
  constructor(
    private readonly sets: GroupSetsService,
    private readonly assignments: AssignmentsService,
    private readonly groups: GroupsService,
  ) {}

  /** Makes a set, with groups into which chance puts the learners of the course. Returns the ids of the groups. */
  async makeSet(
    by: Caller,
    courseId: string,
    set: NewGroupSetDto,
    wishes: AssignGroupsDto,
  ): Promise<string[]> {
    const { id } = await this.sets.create(by, courseId, set);
    const { groups } = await this.assignments.assign(by, id, wishes);
    return groups.flatMap(({ groupId }) => groupId ?? []);
  }

  /** Makes a set with one group, in which nobody is yet. Returns the id of the group. */
  async makeGroup(
    by: Caller,
    courseId: string,
    { set, group }: { set: string; group: string },
  ): Promise<string> {
    const dto = { title: set, joining: 'by_staff', visibility: 'own_group' } as const;
    const { id } = await this.sets.create(by, courseId, dto);
    return (await this.groups.create(by, id, { title: group })).id;
  }
}
