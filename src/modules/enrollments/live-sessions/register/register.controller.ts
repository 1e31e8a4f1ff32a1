import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import type { Caller } from '../../../../shared/auth/caller';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../../shared/http/pagination';
import { READS } from '../../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../../courses';
import { RecordAttendanceDto } from './dto/register.dto';
import { RecordedAttendanceResponse, RegisterEntryResponse } from './dto/register.response';
import { RegisterService } from './register.service';

const NO_SUCH_SESSION = ['courses.activity_not_found', 'enrollments.live_session_not_found'];

@ApiTags('Enrollments')
@Controller('live-sessions/:liveSessionId/register')
export class RegisterController {
  constructor(private readonly registers: RegisterService) {}

  @Get()
  @Endpoint({
    summary: 'Read the register of a session',
    description:
      'For instructors and assistants: everybody who is or was a learner of the course, by name, and whether they were there. Learners read their own entry in the session and in the outline.',
    ...READS.page,
    response: PageOf(RegisterEntryResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_SESSION },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('liveSessionId', IdPipe) activityId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<RegisterEntryResponse>> {
    return this.registers.read(caller, activityId, query);
  }

  @Put()
  @Endpoint({
    summary: 'Record who was at a session',
    description:
      'For instructors and assistants: a whole class at once, or some of it; all is recorded or nothing. Who was present or late has completed the session, and who is excused need not; who was absent has not. Sending the same again changes nothing. Each change is kept with who made it and when.',
    response: RecordedAttendanceResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: NO_SUCH_SESSION,
      409: ['courses.archived', 'enrollments.register_changed'],
      422: 'request.invalid',
    },
  })
  record(
    @CurrentCaller() caller: Caller,
    @Param('liveSessionId', IdPipe) activityId: string,
    @Body() dto: RecordAttendanceDto,
  ): Promise<RecordedAttendanceResponse> {
    return this.registers.record(caller, activityId, dto);
  }
}
