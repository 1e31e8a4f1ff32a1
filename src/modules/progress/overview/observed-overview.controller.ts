import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { Observing } from '../../identity';
import { ProgressResponse } from '../learners/dto/progress.response';
import { ProgressService } from '../learners/progress.service';
import { CourseOverviewResponse } from './dto/overview.response';
import { OverviewService } from './overview.service';

@ApiTags('Observers')
@Controller('me/observed-learners/:learnerId')
export class ObservedOverviewController {
  constructor(
    private readonly overview: OverviewService,
    private readonly progress: ProgressService,
    private readonly observing: Observing,
  ) {}

  @Get('progress')
  @Endpoint({
    summary: 'The courses of a learner whom you observe, at a glance',
    description:
      'As they see them themselves: the courses in which they are an active learner, how far they are, what is next, what is due, and their grade.',
    ...READS.ownCourses,
    response: PageOf(CourseOverviewResponse),
    errors: { 404: 'identity.learner_not_observed' },
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('learnerId', IdPipe) learnerId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<CourseOverviewResponse>> {
    return this.overview.own(await this.observing.asLearner(caller, learnerId), query);
  }

  @Get('courses/:courseId/progress')
  @Endpoint({
    summary: 'The progress of a learner whom you observe, in a course',
    description: 'As they see it themselves: what is completed, and what comes next.',
    response: ProgressResponse,
    errors: {
      403: 'courses.learners_only',
      404: ['identity.learner_not_observed', 'courses.not_found'],
    },
  })
  async inCourse(
    @CurrentCaller() caller: Caller,
    @Param('learnerId', IdPipe) learnerId: string,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<ProgressResponse> {
    return this.progress.own(await this.observing.asLearner(caller, learnerId), courseId);
  }
}
