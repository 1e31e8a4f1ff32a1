import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Observing } from '../../identity';
import { GradesResponse } from './dto/grades.response';
import { GradesService } from './grades.service';

@ApiTags('Observers')
@Controller('me/observed-learners/:learnerId/courses/:courseId/grades')
export class ObservedGradesController {
  constructor(
    private readonly grades: GradesService,
    private readonly observing: Observing,
  ) {}

  @Get()
  @Endpoint({
    summary: 'The grades of a learner whom you observe, in a course',
    description: 'As they see them themselves: marks that are not posted yet are not in it.',
    response: GradesResponse,
    errors: {
      403: 'courses.learners_only',
      404: ['identity.learner_not_observed', 'courses.not_found'],
    },
  })
  async own(
    @CurrentCaller() caller: Caller,
    @Param('learnerId', IdPipe) learnerId: string,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<GradesResponse> {
    return this.grades.own(await this.observing.asLearner(caller, learnerId), courseId);
  }
}
