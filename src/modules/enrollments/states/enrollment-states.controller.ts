import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { ChangeEnrollmentDto } from '../dto/enrollment-change.dto';
import { EnrollmentHistoryResponse } from '../dto/enrollment-history.response';
import { EnrollmentResponse } from '../dto/enrollment.response';
import { EnrollmentStatesService } from './enrollment-states.service';

@ApiTags('Enrollments')
@Controller('enrollments/:enrollmentId')
export class EnrollmentStatesController {
  constructor(private readonly states: EnrollmentStatesService) {}

  @Get()
  @Endpoint({
    summary: 'Read an enrollment',
    description: 'For the staff of the course, and for yourself.',
    response: EnrollmentResponse,
    errors: { 400: 'request.invalid_id', 404: 'enrollments.not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentId', IdPipe) enrollmentId: string,
  ): Promise<EnrollmentResponse> {
    return this.states.read(caller, enrollmentId);
  }

  @Patch()
  @Endpoint({
    summary: 'Suspend, complete, extend or withdraw an enrollment, or change how far it reaches',
    description:
      'For instructors. Changes the state or the days of access; what was done is kept, and so is the change. From `active` and `suspended` it can become `active`, `suspended`, `completed` or `withdrawn`; from `expired`, `active` or `completed`; from `completed`, `active`. A withdrawn one stays: enroll the person again, which begins a new spell. An assistant can be limited to groups (`groupIds`); owners make an instructor an owner, too (`isOwner`), and the last owner stays.',
    response: EnrollmentResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: ['courses.instructors_only', 'courses.owners_only', 'enrollments.course_owner'],
      404: 'enrollments.not_found',
      409: [
        'enrollments.move_not_allowed',
        'enrollments.ended',
        'enrollments.last_instructor',
        'enrollments.last_owner',
        'enrollments.not_of_this_role',
        'courses.archived',
      ],
      422: [
        ...['request.invalid', 'enrollments.end_is_today', 'enrollments.ends_before_it_begins'],
        'enrollments.no_such_group',
      ],
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentId', IdPipe) enrollmentId: string,
    @Body() dto: ChangeEnrollmentDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<EnrollmentResponse> {
    return this.states.change(caller, enrollmentId, dto, version);
  }

  @Get('history')
  @Endpoint({
    summary: 'Read what an enrollment went through',
    description:
      'For the staff of the course, and for yourself: every spell, and every change of a state or of days. Who made a change, and why, is for staff.',
    response: EnrollmentHistoryResponse,
    errors: { 400: 'request.invalid_id', 404: 'enrollments.not_found' },
  })
  history(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentId', IdPipe) enrollmentId: string,
  ): Promise<EnrollmentHistoryResponse> {
    return this.states.historyOf(caller, enrollmentId);
  }
}
