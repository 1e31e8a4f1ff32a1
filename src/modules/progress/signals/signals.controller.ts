import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { ActivitySignalsDto } from './dto/activity-signals.dto';
import { RecordedSignalsResponse } from './dto/activity-signals.response';
import { SignalsService } from './signals.service';

@ApiTags('Progress')
@Controller('courses/:courseId/activity-signals')
export class SignalsController {
  constructor(private readonly signals: SignalsService) {}

  @Post()
  @Endpoint({
    summary: 'Tell what you have viewed and watched',
    description:
      'For the front end of a learner, many signals at once; all are recorded or none. Send a view each time that an activity is opened: views of it within half an hour of one another are one visit. Of a video, begin a watch session when the playback begins, then send what was played every 15 seconds, and when it stops. Signals may come late, out of order and again: one that was recorded before changes nothing, and another one with its id is refused (409). Seconds of a video count once. In one request, at most twice the time that has passed since the last one counts, and three seconds: what is more is kept, and the answer says how much of it does not count. After being offline, send all in one request, with adjoining segments as one.',
    response: RecordedSignalsResponse,
    errors: {
      403: ['courses.learners_only', 'courses.not_begun', 'courses.over'],
      404: 'courses.not_found',
      409: ['courses.archived', 'progress.signal_id_taken'],
      422: 'request.invalid',
    },
  })
  record(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: ActivitySignalsDto,
  ): Promise<RecordedSignalsResponse> {
    return this.signals.record(caller, courseId, dto);
  }
}
