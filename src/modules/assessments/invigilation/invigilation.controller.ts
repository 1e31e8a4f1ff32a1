import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { ExampleBodies } from '../../../shared/http/description/example-bodies';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { STAFF_OF_LEARNERS } from '../../courses';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';
import { InvigilationService } from './invigilation.service';
import {
  ExtendAttemptsDto,
  MessageAttemptsDto,
  PauseAttemptsDto,
  ResumeAttemptsDto,
} from './dto/open-attempts.dto';
import { OpenAttemptResultsResponse } from './dto/open-attempt-results.response';

const ERRORS = { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_QUIZ, 409: 'courses.archived' };
const EACH =
  'For staff of the course. For one attempt, some, or all that are open at the quiz; the answer tells what has become of each.';

const all = (value: object): ExampleBodies => ({ all: { summary: 'All that are open now', value } });

@ApiTags('Invigilation')
@Controller('quizzes/:activityId/open-attempts')
export class InvigilationController {
  constructor(private readonly invigilation: InvigilationService) {}

  @Post('pause')
  @Endpoint({
    summary: 'Pause open attempts',
    description: `${EACH} In a pause the clock stands: its time is given back, also behind the close, unless the quiz closes hard. Learners see no questions, and nothing that they send counts; it is kept. Pausing a paused attempt changes nothing.`,
    bodies: all({ reason: 'The fire alarm rang' }),
    response: OpenAttemptResultsResponse,
    errors: ERRORS,
  })
  pause(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() chosen: PauseAttemptsDto,
  ): Promise<OpenAttemptResultsResponse> {
    return this.invigilation.change(caller, activityId, { kind: 'paused' }, chosen);
  }

  @Post('resumption')
  @Endpoint({
    summary: 'Let paused attempts go on',
    description: `${EACH} Their ends are later by the time of the pause.`,
    bodies: all({ reason: 'Everybody is back' }),
    response: OpenAttemptResultsResponse,
    errors: ERRORS,
  })
  resume(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() chosen: ResumeAttemptsDto,
  ): Promise<OpenAttemptResultsResponse> {
    return this.invigilation.change(caller, activityId, { kind: 'resumed' }, chosen);
  }

  @Post('extension')
  @Endpoint({
    summary: 'Give open attempts more time',
    description: `${EACH} The time comes on top of what the rules give, also behind the close, unless the quiz closes hard: then \`cutBy\` says so. Each request adds; one that is sent again with its \`Idempotency-Key\` adds once. An attempt that can only be handed in goes on, if its new end lies ahead.`,
    bodies: all({ minutes: 10, reason: 'The projector failed' }),
    response: OpenAttemptResultsResponse,
    errors: ERRORS,
  })
  extend(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() { minutes, ...chosen }: ExtendAttemptsDto,
  ): Promise<OpenAttemptResultsResponse> {
    return this.invigilation.change(caller, activityId, { kind: 'extended', minutes }, chosen);
  }

  @Post('messages')
  @Endpoint({
    summary: 'Write to who is in a quiz',
    description: `${EACH} Learners find the message, a plain text, in their attempt, with its instant; its timeline tells when they have read it.`,
    bodies: all({ text: 'There is a mistake in question 3: read 5 for 4.' }),
    response: OpenAttemptResultsResponse,
    errors: ERRORS,
  })
  write(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() { text, attemptIds }: MessageAttemptsDto,
  ): Promise<OpenAttemptResultsResponse> {
    return this.invigilation.change(caller, activityId, { kind: 'message', text }, { attemptIds });
  }
}
