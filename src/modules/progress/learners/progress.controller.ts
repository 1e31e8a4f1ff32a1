import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { STAFF_OF_LEARNERS } from '../../courses';
import { LearnerProgressQuery } from './dto/learner-progress.query';
import { LearnerProgressResponse, ProgressResponse } from './dto/progress.response';
import { ProgressService } from './progress.service';

@ApiTags('Progress')
@Controller('courses/:courseId/progress')
export class ProgressController {
  constructor(private readonly progress: ProgressService) {}

  @Get('me')
  @Endpoint({
    summary: 'My progress in a course',
    description: 'For its learners: what is completed, and what comes next.',
    response: ProgressResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found' },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<ProgressResponse> {
    return this.progress.own(caller, courseId);
  }

  @Get()
  @Endpoint({
    summary: 'The progress of the learners of a course',
    description:
      'For the staff of the course: every learner who can take part now, unless `learners` asks for others.',
    reads:
      'By name, a page reads its own learners, and those between them that the filters pass over. By percentage, the first page reads the whole course, and those behind it their own learners.',
    response: PageOf(LearnerProgressResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' },
  })
  ofLearners(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: LearnerProgressQuery,
  ): Promise<Page<LearnerProgressResponse>> {
    return this.progress.ofLearners(caller, courseId, query);
  }
}
