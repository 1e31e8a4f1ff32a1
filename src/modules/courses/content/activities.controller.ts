import { Body, Controller, Delete, Get, Param, Patch } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { ActivitiesService } from './activities.service';
import {
  ACTIVITY_CHANGE_EXAMPLES,
  ACTIVITY_EXAMPLES,
  CreateActivityDto,
  UpdateActivityDto,
} from './dto/activity.dto';
import { ActivityResponse } from './dto/activity.response';

@ApiTags('Course content')
@Controller()
export class ActivitiesController {
  constructor(private readonly activities: ActivitiesService) {}

  @Post('sections/:sectionId/activities')
  @Endpoint({
    summary: 'Add a page, a video or a quiz to a section',
    description:
      'For instructors. A quiz begins without questions; its settings are at `/v1/quizzes/{activityId}`.',
    status: 201,
    response: ActivityResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.section_not_found',
      409: ['courses.archived', 'courses.outline_full'],
      422: ['request.invalid', 'courses.video_url'],
    },
  })
  @ApiBody({ type: CreateActivityDto, examples: ACTIVITY_EXAMPLES })
  create(
    @CurrentCaller() caller: Caller,
    @Param('sectionId', IdPipe) sectionId: string,
    @Body() dto: CreateActivityDto,
  ): Promise<ActivityResponse> {
    return this.activities.create(caller, sectionId, dto);
  }

  @Get('activities/:activityId')
  @Endpoint({
    summary: 'Read an activity',
    description: 'For members of the course.',
    response: ActivityResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.not_enrolled',
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
      409: 'courses.archived',
      422: ['request.invalid', 'courses.video_url'],
    },
  })
  @ApiBody({ type: UpdateActivityDto, examples: ACTIVITY_CHANGE_EXAMPLES })
  update(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() dto: UpdateActivityDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ActivityResponse> {
    return this.activities.update(caller, activityId, dto, version);
  }

  @Delete('activities/:activityId')
  @Endpoint({
    summary: 'Delete an activity',
    description: 'For instructors. One that learners have worked on is refused: their work is kept.',
    status: 204,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: [
        'courses.archived',
        'assessments.quiz_has_attempts',
        'gradebook.results_kept',
        'progress.activity_completed',
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
