import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { AssignmentsService } from './assigning/assignments.service';
import type { AssignGroupsDto } from './dto/group-assignment.dto';
import type { NewGroupSetDto } from './dto/group-set.dto';
import { GroupSetsService } from './group-sets.service';

/** Groups for commands that create data. Errors as those of the routes. */
@Injectable()
export class GroupsFacade {
  constructor(
    private readonly sets: GroupSetsService,
    private readonly assignments: AssignmentsService,
  ) {}

  /** Makes a set, with groups into which chance puts the learners of the course. */
  async makeSet(by: Caller, courseId: string, set: NewGroupSetDto, wishes: AssignGroupsDto): Promise<void> {
    const { id } = await this.sets.create(by, courseId, set);
    await this.assignments.assign(by, id, wishes);
  }
}
