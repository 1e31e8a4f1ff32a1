import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { ActivitiesService } from './activities.service';
import { CREATE_ACTIVITY, UPDATE_ACTIVITY } from './activity-types/api-schemas';
import { ActivitiesQuery } from './dto/activities.query';
import { ActivityResponse } from './dto/activity.response';

@ApiTags('Course content')
@Controller()
export class ActivitiesController {
  constructor(private readonly activities: ActivitiesService) {}

  @Get('courses/:courseId/activities')
  @Endpoint({
    summary: 'Read the activities of a course',
    description:
      'For members of the course, in its order: many activities at once with their content, as each is read by itself. Staff read the drafts, all others what is published, and learners what is open to them.',
    reads: 'A page reads the positions of all activities of its course, and the contents of its own.',
    response: PageOf(ActivityResponse),
    errors: { 403: ['courses.not_enrolled', 'courses.not_begun', 'courses.over'], 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: ActivitiesQuery,
  ): Promise<Page<ActivityResponse>> {
    return this.activities.list(caller, courseId, query);
  }

  @Post('sections/:sectionId/activities')
  @Endpoint({
    summary: 'Add an activity to a section',
    description:
      'For instructors. What it holds depends on its `type`: see the examples. A quiz begins without questions; its settings are at `/v1/quizzes/{activityId}`.',
    status: 201,
    location: '/v1/activities/{id}',
    response: ActivityResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: [
        ...['courses.archived', 'courses.outline_full', 'courses.section_archived'],
        'courses.release_never_met',
      ],
      413: 'files.course_limit',
      422: [
        'request.invalid',
        'files.not_usable',
        'courses.too_many_files',
        'courses.wrong_file_type',
        'courses.invalid_captions',
      ],
      503: 'files.storage_unavailable',
    },
  })
  @ApiBody(CREATE_ACTIVITY)
  create(
    @CurrentCaller() caller: Caller,
    @Param('sectionId', IdPipe) sectionId: string,
    @Body() body: unknown,
  ): Promise<ActivityResponse> {
    return this.activities.create(caller, sectionId, body);
  }

  @Get('activities/:activityId')
  @Endpoint({
    summary: 'Read an activity',
    description:
      'For members of the course. Staff read the draft, all others what is published. One that release rules keep closed to the learner is refused with the reasons (403), and one that they hide is not found (404).',
    response: ActivityResponse,
    errors: {
      400: 'request.invalid_id',
      403: ['courses.not_enrolled', 'courses.activity_closed', 'courses.not_begun', 'courses.over'],
      404: 'courses.activity_not_found',
    },
  })
  find(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<ActivityResponse> {
    return this.activities.find(caller, activityId);
  }

  @Patch('activities/:activityId')
  @Endpoint({
    summary: 'Change an activity',
    description: 'For instructors. The type stays. To move it, put the outline into another order.',
    response: ActivityResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: ['courses.archived', 'courses.release_never_met'],
      413: 'files.course_limit',
      422: [
        'request.invalid',
        'files.not_usable',
        'courses.too_many_files',
        'courses.wrong_file_type',
        'courses.invalid_captions',
      ],
      503: 'files.storage_unavailable',
    },
  })
  @ApiBody(UPDATE_ACTIVITY)
  update(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() body: unknown,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ActivityResponse> {
    return this.activities.update(caller, activityId, body, version);
  }

  @Put('activities/:activityId/archive')
  @Endpoint({
    summary: 'Archive an activity',
    description:
      'For instructors: the next version of the course is without it. What learners did in it is kept, and it can come back.',
    response: ActivityResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: ['courses.archived', 'courses.release_never_met'],
    },
  })
  archive(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ActivityResponse> {
    return this.activities.archive(caller, activityId, version);
  }

  @Delete('activities/:activityId/archive')
  @Endpoint({
    summary: 'Take an activity out of the archive',
    description: 'For instructors. It comes back at the end of its section.',
    response: ActivityResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: [
        ...['courses.archived', 'courses.outline_full', 'courses.section_archived'],
        'courses.release_never_met',
      ],
    },
  })
  unarchive(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ActivityResponse> {
    return this.activities.unarchive(caller, activityId, version);
  }

  @Delete('activities/:activityId')
  @Endpoint({
    summary: 'Delete an activity',
    description:
      'For instructors, for good. One that learners have worked on is refused, since their work is kept, and so is one that they see in the version that is published: archive it instead.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: [
        'courses.archived',
        'courses.activity_published',
        'assessments.quiz_has_attempts',
        'enrollments.session_has_register',
        'gradebook.results_kept',
        'progress.activity_completed',
        'courses.release_never_met',
      ],
    },
  })
  delete(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.activities.delete(caller, activityId, version);
  }
}
