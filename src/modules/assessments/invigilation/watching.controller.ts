import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { OpenAttemptResponse } from './dto/open-attempt.response';
import { TimelineEntryResponse } from './dto/timeline.response';
import { WatchingService } from './watching.service';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';

@ApiTags('Invigilation')
@Controller()
export class WatchingController {
  constructor(private readonly watching: WatchingService) {}

  @Get('quizzes/:activityId/open-attempts')
  @Endpoint({
    summary: 'See who is in a quiz, and how far',
    description:
      'For staff of the course: the open attempts, those that began first before others. Attempts of which the time is up stay in the list until their end is recorded.',
    ...READS.page,
    response: PageOf(OpenAttemptResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_QUIZ },
  })
  open(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<OpenAttemptResponse>> {
    return this.watching.open(caller, activityId, query);
  }

  @Get('attempts/:attemptId/timeline')
  @Endpoint({
    summary: 'See what happened in an attempt',
    description:
      'For staff of the course, in the order of time: the start, every answer that was saved (without what it says), what staff did, and the end.',
    reads: 'A page reads the log of its attempt.',
    response: PageOf(TimelineEntryResponse),
    errors: { 404: 'assessments.attempt_not_found' },
  })
  timeline(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<TimelineEntryResponse>> {
    return this.watching.timeline(caller, attemptId, query);
  }
}
