import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { GradesResponse } from './dto/grades.response';
import { GradesService } from './grades.service';

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

  @Get(':userId')
  @Endpoint({
    summary: 'The grades of a learner',
    description: 'For the staff of the course.',
    response: GradesResponse,
    errors: {
      403: ['courses.staff_only', 'courses.learners_only'],
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
