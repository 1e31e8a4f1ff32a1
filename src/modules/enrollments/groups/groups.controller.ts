import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { ChangeGroupDto } from './dto/group-set.dto';
import { GroupMemberResponse, GroupResponse } from './dto/group-set.response';
import { GroupsService } from './groups.service';
import { MembershipsService } from './memberships.service';

const NOT_FOUND = 'enrollments.group_not_found';
const NOT_THEIRS = ['courses.instructors_only', 'courses.not_enrolled'];
const NOT_BY_ONESELF = ['courses.learners_only', 'courses.not_enrolled', 'enrollments.groups_by_staff'];

@ApiTags('Groups')
@Controller('groups/:groupId')
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly memberships: MembershipsService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Read a group',
    description: 'For members of the course; for learners, as far as they may know of it.',
    response: GroupResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  read(@CurrentCaller() caller: Caller, @Param('groupId', IdPipe) id: string): Promise<GroupResponse> {
    return this.groups.read(caller, id);
  }

  @Patch()
  @Endpoint({
    summary: 'Rename a group',
    description: 'For instructors.',
    response: GroupResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: NOT_THEIRS,
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.group_title_taken'],
      422: 'request.invalid',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('groupId', IdPipe) id: string,
    @Body() dto: ChangeGroupDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<GroupResponse> {
    return this.groups.change(caller, id, dto, version);
  }

  @Delete()
  @Endpoint({
    summary: 'Delete a group',
    description: 'For instructors, with its history, once nobody is in it.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: NOT_THEIRS,
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.group_in_use'],
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('groupId', IdPipe) id: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.groups.delete(caller, id, version);
  }

  @Get('members')
  @Endpoint({
    summary: 'List who is in a group',
    description:
      'For members of the course: active learners, those who came first first. Empty for learners who may not see who is in it.',
    ...READS.filteredPage,
    response: PageOf(GroupMemberResponse),
    errors: { 403: 'courses.not_enrolled', 404: NOT_FOUND },
  })
  members(
    @CurrentCaller() caller: Caller,
    @Param('groupId', IdPipe) id: string,
    @Query() query: CursorQuery,
  ): Promise<Page<GroupMemberResponse>> {
    return this.groups.members(caller, id, query);
  }

  @Put('membership')
  @Endpoint({
    summary: 'Join a group, or switch to it',
    description:
      'For learners of the course, where they join by themselves and while that is open. Whoever is in another group of the set leaves it. Of several who want the last place at once, one gets it.',
    response: GroupResponse,
    errors: {
      400: 'request.invalid_id',
      403: NOT_BY_ONESELF,
      404: NOT_FOUND,
      409: [
        'courses.archived',
        'enrollments.group_full',
        'enrollments.groups_closed',
        'enrollments.groups_not_open',
      ],
    },
  })
  join(@CurrentCaller() caller: Caller, @Param('groupId', IdPipe) id: string): Promise<GroupResponse> {
    return this.memberships.join(caller, id);
  }

  @Delete('membership')
  @Endpoint({
    summary: 'Leave a group',
    description:
      'For learners, where they join by themselves and while that is open. Leaving again changes nothing.',
    status: 204,
    errors: {
      400: 'request.invalid_id',
      403: NOT_BY_ONESELF,
      404: NOT_FOUND,
      409: ['courses.archived', 'enrollments.groups_closed', 'enrollments.groups_not_open'],
    },
  })
  leave(@CurrentCaller() caller: Caller, @Param('groupId', IdPipe) id: string): Promise<void> {
    return this.memberships.leave(caller, id);
  }
}
