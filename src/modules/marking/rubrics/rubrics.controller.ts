import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { RubricDto, UpdateRubricDto } from './dto/rubric.dto';
import { RUBRIC_BODIES } from './dto/rubric.examples';
import { RubricResponse } from './dto/rubric.response';
import { RubricsService } from './rubrics.service';

const CHANGED_BY_INSTRUCTORS = {
  403: 'courses.instructors_only',
  404: 'marking.rubric_not_found',
  409: 'courses.archived',
} as const;
const INVALID = ['request.invalid', 'marking.invalid_rubric'];

@ApiTags('Marking')
@Controller()
export class RubricsController {
  constructor(private readonly rubrics: RubricsService) {}

  @Get('courses/:courseId/rubrics')
  @Endpoint({
    summary: 'List the rubrics of a course',
    description: 'For staff of the course, the newest first.',
    ...READS.page,
    response: PageOf(RubricResponse),
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<RubricResponse>> {
    return this.rubrics.list(caller, courseId, query);
  }

  @Post('courses/:courseId/rubrics')
  @Endpoint({
    summary: 'Add a rubric to a course',
    description:
      'For instructors. `PUT /v1/quizzes/{activityId}/rubrics/{questionId}` has a question marked by a copy of it.',
    bodies: RUBRIC_BODIES,
    status: 201,
    location: '/v1/rubrics/{id}',
    response: RubricResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['marking.too_many_rubrics', 'courses.archived'],
      422: INVALID,
    },
  })
  create(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() rubric: RubricDto,
  ): Promise<RubricResponse> {
    return this.rubrics.create(caller, courseId, rubric);
  }

  @Get('rubrics/:rubricId')
  @Endpoint({
    summary: 'Read a rubric',
    description: 'For staff of the course.',
    response: RubricResponse,
    errors: { 403: 'courses.staff_only', 404: 'marking.rubric_not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('rubricId', IdPipe) rubricId: string,
  ): Promise<RubricResponse> {
    return this.rubrics.read(caller, rubricId);
  }

  @Patch('rubrics/:rubricId')
  @Endpoint({
    summary: 'Change a rubric',
    description: 'For instructors. Questions that are marked by copies of it keep them as they are.',
    response: RubricResponse,
    ifMatch: true,
    errors: { ...CHANGED_BY_INSTRUCTORS, 422: INVALID },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('rubricId', IdPipe) rubricId: string,
    @Body() changes: UpdateRubricDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<RubricResponse> {
    return this.rubrics.change(caller, rubricId, changes, version);
  }

  @Delete('rubrics/:rubricId')
  @Endpoint({
    summary: 'Delete a rubric',
    description: 'For instructors. Questions that are marked by copies of it keep them.',
    status: 204,
    ifMatch: true,
    errors: CHANGED_BY_INSTRUCTORS,
  })
  remove(
    @CurrentCaller() caller: Caller,
    @Param('rubricId', IdPipe) rubricId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.rubrics.remove(caller, rubricId, version);
  }
}
