import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { Post } from '../../../../shared/http/post';
import { ASSIGN_EXAMPLES, AssignGroupsDto } from '../dto/group-assignment.dto';
import { GroupAssignmentResponse, ReversedAssignmentResponse } from '../dto/group-assignment.response';
import { AssignmentsService } from './assignments.service';

const NOT_THEIRS = ['courses.instructors_only', 'courses.not_enrolled'];

@ApiTags('Groups')
@Controller()
export class AssignmentsController {
  constructor(private readonly assignments: AssignmentsService) {}

  @Post('group-sets/:groupSetId/assignments')
  @Endpoint({
    summary: 'Put learners into groups at random',
    description:
      'For instructors: into so many groups, into groups of a size, or into the groups that there are. Smaller groups are raised first, so that sizes differ by one at most. Lists say who comes together and who apart; where they contradict each other, nothing is changed and the people are named. The same seed gives the same groups of the same learners. Try it with `dryRun`.',
    bodies: ASSIGN_EXAMPLES,
    status: 200,
    response: GroupAssignmentResponse,
    errors: {
      400: 'request.invalid_id',
      403: NOT_THEIRS,
      404: 'enrollments.group_set_not_found',
      409: 'courses.archived',
      422: ['request.invalid', 'enrollments.groups_impossible'],
    },
  })
  assign(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) setId: string,
    @Body() dto: AssignGroupsDto,
  ): Promise<GroupAssignmentResponse> {
    return this.assignments.assign(caller, setId, dto);
  }

  @Put('group-assignments/:groupAssignmentId/reversal')
  @Endpoint({
    summary: 'Reverse a random assignment to groups',
    description:
      'For instructors. Everybody who is still in the group into which it put them is back where they were before. Groups that it made stay. Doing it again changes nothing.',
    response: ReversedAssignmentResponse,
    errors: {
      400: 'request.invalid_id',
      403: NOT_THEIRS,
      404: 'enrollments.group_assignment_not_found',
      409: 'courses.archived',
    },
  })
  reverse(
    @CurrentCaller() caller: Caller,
    @Param('groupAssignmentId', IdPipe) id: string,
  ): Promise<ReversedAssignmentResponse> {
    return this.assignments.reverse(caller, id);
  }
}
