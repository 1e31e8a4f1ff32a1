import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { ChangeGroupSetDto, NewGroupDto, NewGroupSetDto, PlaceLearnersDto } from './dto/group-set.dto';
import {
  GroupMembershipResponse,
  GroupResponse,
  GroupSetResponse,
  PlacedLearnersResponse,
} from './dto/group-set.response';
import { GroupSetsService } from './group-sets.service';
import { GroupsService } from './groups.service';
import { MembershipsService } from './memberships.service';

const NOT_FOUND = 'enrollments.group_set_not_found';
const NOT_THEIRS = ['courses.instructors_only', 'courses.not_enrolled'];

@ApiTags('Groups')
@Controller()
export class GroupSetsController {
  constructor(
    private readonly sets: GroupSetsService,
    private readonly groups: GroupsService,
    private readonly memberships: MembershipsService,
  ) {}

  @Get('courses/:courseId/group-sets')
  @Endpoint({
    summary: 'List the sets of groups of a course',
    description:
      'For members of the course, in the order in which they were made. A learner is in at most one group of a set. Learners see the sets that they may know of.',
    ...READS.filteredPage,
    response: PageOf(GroupSetResponse),
    errors: { 403: 'courses.not_enrolled', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<GroupSetResponse>> {
    return this.sets.list(caller, courseId, query);
  }

  @Post('courses/:courseId/group-sets')
  @Endpoint({
    summary: 'Make a set of groups',
    description: 'For instructors. It has no groups yet.',
    status: 201,
    location: '/v1/group-sets/{id}',
    response: GroupSetResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'enrollments.group_set_title_taken'],
      422: 'request.invalid',
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: NewGroupSetDto,
  ): Promise<GroupSetResponse> {
    return this.sets.create(caller, courseId, dto);
  }

  @Get('group-sets/:groupSetId')
  @Endpoint({
    summary: 'Read a set of groups',
    description: 'For members of the course; for learners, as far as they may know of it.',
    response: GroupSetResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  read(@CurrentCaller() caller: Caller, @Param('groupSetId', IdPipe) id: string): Promise<GroupSetResponse> {
    return this.sets.read(caller, id);
  }

  @Patch('group-sets/:groupSetId')
  @Endpoint({
    summary: 'Change a set of groups',
    description:
      'For instructors. Who is in its groups stays there, also in more than a new `groupSize` has.',
    response: GroupSetResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: NOT_THEIRS,
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.group_set_title_taken', 'enrollments.joined_by_themselves'],
      422: 'request.invalid',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) id: string,
    @Body() dto: ChangeGroupSetDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<GroupSetResponse> {
    return this.sets.change(caller, id, dto, version);
  }

  @Delete('group-sets/:groupSetId')
  @Endpoint({
    summary: 'Delete a set of groups',
    description: 'For instructors, with its groups and their history, once nobody is in a group of it.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: NOT_THEIRS,
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.group_set_in_use'],
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) id: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.sets.delete(caller, id, version);
  }

  @Get('group-sets/:groupSetId/groups')
  @Endpoint({
    summary: 'List the groups of a set',
    description:
      'For members of the course, in the order in which they were made. Learners see all where they choose one by themselves or where the set shows all, otherwise their own.',
    reads: 'A page reads its own entries, and counts the members of each.',
    response: PageOf(GroupResponse),
    errors: { 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  listGroups(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) id: string,
    @Query() query: CursorQuery,
  ): Promise<Page<GroupResponse>> {
    return this.groups.list(caller, id, query);
  }

  @Post('group-sets/:groupSetId/groups')
  @Endpoint({
    summary: 'Make a group',
    description: 'For instructors. Nobody is in it yet.',
    status: 201,
    location: '/v1/groups/{id}',
    response: GroupResponse,
    errors: {
      400: 'request.invalid_id',
      403: NOT_THEIRS,
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.group_title_taken'],
      422: 'request.invalid',
    },
  })
  createGroup(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) id: string,
    @Body() dto: NewGroupDto,
  ): Promise<GroupResponse> {
    return this.groups.create(caller, id, dto);
  }

  @Put('group-sets/:groupSetId/members')
  @Endpoint({
    summary: 'Put learners into groups, move them, and take them out',
    description:
      'For instructors: a whole class at once, or some of it; all places or none. Learners are active learners of the course. Sending the same again changes nothing.',
    response: PlacedLearnersResponse,
    errors: {
      400: 'request.invalid_id',
      403: NOT_THEIRS,
      404: NOT_FOUND,
      409: 'courses.archived',
      422: 'request.invalid',
    },
  })
  place(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) id: string,
    @Body() dto: PlaceLearnersDto,
  ): Promise<PlacedLearnersResponse> {
    return this.memberships.place(caller, id, dto);
  }

  @Get('group-sets/:groupSetId/memberships')
  @Endpoint({
    summary: 'List who is and was in the groups of a set',
    description:
      'For instructors and assistants, the newest first: since when, until when, and who did it. Those who left the course are among them.',
    ...READS.page,
    response: PageOf(GroupMembershipResponse),
    errors: { 403: [...STAFF_OF_LEARNERS, 'courses.not_enrolled'], 404: NOT_FOUND },
  })
  history(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) id: string,
    @Query() query: CursorQuery,
  ): Promise<Page<GroupMembershipResponse>> {
    return this.sets.history(caller, id, query);
  }
}
