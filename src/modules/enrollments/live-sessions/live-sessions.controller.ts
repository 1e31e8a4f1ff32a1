import { Body, Controller, Get, Param, Patch, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { ScheduleLiveSessionDto } from './dto/live-session.dto';
import { LiveSessionResponse } from './dto/live-session.response';
import { SessionChangeResponse } from './dto/session-change.response';
import { LiveSessionsService } from './live-sessions.service';

const NOT_OPEN = ['courses.not_enrolled', 'courses.activity_closed', 'courses.not_begun', 'courses.over'];
const NO_SUCH_SESSION = ['courses.activity_not_found', 'enrollments.live_session_not_found'];

@ApiTags('Course content')
@Controller('live-sessions/:liveSessionId')
export class LiveSessionsController {
  constructor(private readonly sessions: LiveSessionsService) {}

  @Get()
  @Endpoint({
    summary: 'Read when and where a session takes place',
    description:
      'For members of the course. A session is an activity of type `live_session`; its id is that of the activity.',
    response: LiveSessionResponse,
    errors: { 400: 'request.invalid_id', 403: NOT_OPEN, 404: NO_SUCH_SESSION },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('liveSessionId', IdPipe) activityId: string,
  ): Promise<LiveSessionResponse> {
    return this.sessions.read(caller, activityId);
  }

  @Patch()
  @Endpoint({
    summary: 'Change when and where a session takes place',
    description:
      'For instructors. A change counts at once, for everybody, and is logged. Calendars that have the session learn of it by a higher SEQUENCE.',
    response: LiveSessionResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: NO_SUCH_SESSION,
      409: 'courses.archived',
      422: 'request.invalid',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('liveSessionId', IdPipe) activityId: string,
    @Body() dto: ScheduleLiveSessionDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<LiveSessionResponse> {
    return this.sessions.change(caller, activityId, dto, version);
  }

  @Get('changes')
  @Endpoint({
    summary: 'List the changes of a session',
    description:
      'For instructors and assistants, the newest first: who changed what, from what to what, and when.',
    ...READS.page,
    response: PageOf(SessionChangeResponse),
    errors: { 403: 'courses.staff_only', 404: NO_SUCH_SESSION },
  })
  changes(
    @CurrentCaller() caller: Caller,
    @Param('liveSessionId', IdPipe) activityId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<SessionChangeResponse>> {
    return this.sessions.changes(caller, activityId, query);
  }

  @Get('calendar.ics')
  @ApiResponse({ status: 200, content: { 'text/calendar': { schema: { type: 'string' } } } })
  @Endpoint({
    summary: 'A session for a calendar',
    description:
      'For members of the course: an iCalendar file (RFC 5545) with the time zone of the course. Its SEQUENCE rises with each change; a session that is cancelled says so.',
    responseDescription: 'One appointment.',
    errors: {
      400: 'request.invalid_id',
      403: NOT_OPEN,
      404: NO_SUCH_SESSION,
      409: 'enrollments.no_times_yet',
    },
  })
  async calendar(
    @CurrentCaller() caller: Caller,
    @Param('liveSessionId', IdPipe) activityId: string,
  ): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.sessions.calendar(caller, activityId)), {
      type: 'text/calendar; charset=utf-8; method=PUBLISH',
      disposition: 'attachment; filename="session.ics"',
    });
  }
}
