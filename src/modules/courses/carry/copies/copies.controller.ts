import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { Post } from '../../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../../shared/operations/dto/operation.response';
import { ActivityResponse } from '../../content/dto/activity.response';
import { ActivityCopiesService } from './activity-copies.service';
import { CourseCopiesService } from './course-copies.service';
import { ACTIVITY_COPIES, CopyActivityDto } from './dto/activity-copy.dto';
import { CopyCourseDto } from './dto/course-copy.dto';
import { COURSE_COPIES } from './dto/course-copy.examples';

@ApiTags('Courses')
@Controller('courses/:courseId/copies')
export class CourseCopiesController {
  constructor(private readonly copies: CourseCopiesService) {}

  @Post()
  @RequirePermission('courses.create')
  @Endpoint({
    summary: 'Copy a course',
    description: `For the staff of the course who may create courses. The copy is a draft, with you as its instructor: description and settings, sections and activities
with their release rules, sessions, the question bank with its folders, quizzes with what they ask, rubrics, and the gradebook with its rules and columns.
What learners did, who takes part, and archived activities stay where they are. Files are there once, however many courses show them.

It is an operation: watch it (\`Location\`). Its \`summary\` counts what was made, \`/v1/operations/{operationId}/changes\` has the new course and every date that has moved,
with both values, and \`…/issues\` what is not as it was, such as a rule that waits for something that did not go along: that stays closed.
With \`dryRun\`, nothing is made, and the dates are told by the ids of what has them in the course.`,
    bodies: COURSE_COPIES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      400: 'request.invalid_id',
      403: ['auth.role_needed', 'courses.staff_only'],
      404: 'courses.not_found',
      422: [
        ...['request.invalid', 'courses.dates_twice', 'courses.no_start_date'],
        ...['courses.no_such_term', 'courses.no_such_school'],
      ],
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: CopyCourseDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.copies.start(caller, courseId, dto));
  }
}

@ApiTags('Course content')
@Controller('activities/:activityId/copies')
export class ActivityCopiesController {
  constructor(private readonly copies: ActivityCopiesService) {}

  @Post()
  @Endpoint({
    summary: 'Copy an activity within its course',
    description:
      'For its instructors. The copy comes at the end of a section, as a draft of its own: a quiz with its settings, and the same questions of the bank; a session with its time and place; the release rule and the place in the gradebook are the same. What learners did stays with the activity.',
    bodies: ACTIVITY_COPIES,
    status: 201,
    location: '/v1/activities/{id}',
    response: ActivityResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: [
        'courses.archived',
        'courses.outline_full',
        'courses.section_archived',
        'courses.release_never_met',
      ],
      413: 'files.course_limit',
      422: ['request.invalid', 'courses.no_such_section'],
    },
  })
  copy(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() dto: CopyActivityDto,
  ): Promise<ActivityResponse> {
    return this.copies.copy(caller, activityId, dto);
  }
}
