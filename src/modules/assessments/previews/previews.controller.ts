import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { AttemptResponse } from '../attempts/dto/attempt.response';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';
import { PreviewsService } from './previews.service';

@ApiTags('Attempts')
@Controller('quizzes/:activityId/preview')
export class PreviewsController {
  constructor(private readonly previews: PreviewsService) {}

  @Post()
  @Endpoint({
    summary: 'Preview a quiz',
    description:
      'For instructors. Starts an attempt that counts nowhere, and that nobody else sees: the quiz as a learner without exceptions sees it, also before it opens, after its close, in a draft, and without the password. It is answered, submitted and read like any other, and shows what the review rules show a learner. A further one takes the place of the one before, which is gone.',
    status: 201,
    location: '/v1/attempts/{id}',
    response: AttemptResponse,
    errors: {
      403: 'courses.instructors_only',
      404: NO_SUCH_QUIZ,
      409: ['assessments.quiz_has_no_questions', 'courses.archived'],
    },
  })
  start(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<AttemptResponse> {
    return this.previews.start(caller, activityId);
  }
}
