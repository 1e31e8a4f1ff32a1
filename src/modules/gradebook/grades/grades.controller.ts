import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { STAFF_OF_LEARNERS } from '../../courses';
import { ExplanationQuery } from './dto/explanation.query';
import { ExplanationResponse } from './dto/explanation.response';
import { GradesResponse } from './dto/grades.response';
import { GradesService } from './grades.service';

const PERIOD_ERRORS = ['request.invalid', 'gradebook.no_such_period'];

@ApiTags('Gradebook')
@Controller('courses/:courseId/grades')
export class GradesController {
  constructor(private readonly grades: GradesService) {}

  @Get('me')
  @Endpoint({
    summary: 'My grades in a course',
    description: 'For its learners, also after their enrollment has ended.',
    response: GradesResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found' },
  })
  own(@CurrentCaller() caller: Caller, @Param('courseId', IdPipe) courseId: string): Promise<GradesResponse> {
    return this.grades.own(caller, courseId);
  }

  @Get('me/explanation')
  @Endpoint({
    summary: 'How my total comes about',
    description:
      'For the learners of a course: what counts with what, what was dropped and why, weights as they count, in sentences and as a tree whose evaluation gives the total.',
    response: ExplanationResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found', 422: PERIOD_ERRORS },
  })
  explainOwn(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: ExplanationQuery,
  ): Promise<ExplanationResponse> {
    return this.grades.explain(caller, courseId, caller.userId, query);
  }

  @Get(':userId/explanation')
  @Endpoint({
    summary: "How a learner's total comes about",
    description: 'For the staff of the course. As for the learner, with the scores that are not posted yet.',
    response: ExplanationResponse,
    errors: {
      403: [...STAFF_OF_LEARNERS, 'courses.learners_only'],
      404: ['courses.not_found', 'gradebook.not_a_learner'],
      422: PERIOD_ERRORS,
    },
  })
  explain(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: ExplanationQuery,
  ): Promise<ExplanationResponse> {
    return this.grades.explain(caller, courseId, userId, query);
  }

  @Get(':userId')
  @Endpoint({
    summary: 'The grades of a learner',
    description: 'For the staff of the course.',
    response: GradesResponse,
    errors: {
      403: [...STAFF_OF_LEARNERS, 'courses.learners_only'],
      404: ['courses.not_found', 'gradebook.not_a_learner'],
    },
  })
  ofLearner(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<GradesResponse> {
    return this.grades.ofLearner(caller, courseId, userId);
  }
}
