import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type Client, FromClient } from '../../identity';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { START_CONFLICTS } from '../enrollments.errors';
import { KEY_REFUSALS } from '../keys/keys.errors';
import { AdmissionService } from './admission.service';
import {
  ASK_EXAMPLES,
  AskToEnrollDto,
  DecideRequestDto,
  EnrollmentRequestsQuery,
} from './dto/enrollment-request.dto';
import { EnrollmentRequestResponse } from './dto/enrollment-request.response';
import { ChangeEnrollmentSettingsDto } from './dto/enrollment-settings.dto';
import { EnrollmentSettingsResponse } from './dto/enrollment-settings.response';
import { EnrollmentRequestsService } from './requests.service';

const NO_REQUEST = 'enrollments.request_not_found';

@ApiTags('Enrollments')
@Controller()
export class AdmissionController {
  constructor(
    private readonly admission: AdmissionService,
    private readonly requests: EnrollmentRequestsService,
  ) {}

  @Get('courses/:courseId/enrollment-settings')
  @Endpoint({
    summary: 'Read how people come into a course by themselves',
    description: 'For everybody who sees the course, with its seats and how many wait for one.',
    response: EnrollmentSettingsResponse,
    errors: { 400: 'request.invalid_id', 404: 'courses.not_found' },
  })
  readSettings(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<EnrollmentSettingsResponse> {
    return this.admission.read(caller, courseId);
  }

  @Patch('courses/:courseId/enrollment-settings')
  @Endpoint({
    summary: 'Set how people come into a course by themselves',
    description:
      'For instructors: approval, a key, a window, seats with a waitlist, and for how long whoever comes in has access. It counts where the course has `selfEnrollment`. More seats go to those who wait at once. Fewer seats than learners are refused.',
    response: EnrollmentSettingsResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['enrollments.capacity_below_enrolled', 'courses.archived'],
      422: ['request.invalid', 'enrollments.closes_before_it_opens'],
    },
  })
  changeSettings(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: ChangeEnrollmentSettingsDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<EnrollmentSettingsResponse> {
    return this.admission.change(caller, courseId, dto, version);
  }

  @Get('courses/:courseId/enrollment-requests')
  @Endpoint({
    summary: 'List who asks to come into a course, and who waits',
    description:
      'For its staff, in the order in which people asked, which is the order of the waitlist. Decided requests are kept.',
    ...READS.filteredPage,
    response: PageOf(EnrollmentRequestResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      422: 'request.invalid',
    },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: EnrollmentRequestsQuery,
  ): Promise<Page<EnrollmentRequestResponse>> {
    return this.requests.ofCourse(caller, courseId, query);
  }

  @Get('me/enrollment-requests')
  @Endpoint({
    summary: 'List the courses that you asked to come into',
    description: 'The latest first, with your position where you wait for a seat.',
    ...READS.page,
    response: PageOf(EnrollmentRequestResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Query() query: CursorQuery,
  ): Promise<Page<EnrollmentRequestResponse>> {
    return this.requests.own(caller, query);
  }

  @Post('me/enrollment-requests')
  @Endpoint({
    summary: 'Ask to be enrolled in a course',
    description:
      'As a learner, in a published course that is open for it. Where nobody has to approve it and there is a seat, you are enrolled at once (`accepted`). Otherwise staff decide (`requested`), or you wait for a seat (`waitlisted`), and are told by mail. Some courses want a `key`; a few wrong ones in a minute are refused (429).',
    status: 201,
    location: '/v1/enrollment-requests/{id}',
    response: EnrollmentRequestResponse,
    errors: {
      403: ['enrollments.self_enrollment_off', ...KEY_REFUSALS[403]],
      404: 'courses.not_found',
      409: [
        ...START_CONFLICTS,
        ...['enrollments.course_over', 'enrollments.enroll_deadline_past', 'enrollments.admission_closed'],
        ...['enrollments.course_full', 'enrollments.already_asked', ...KEY_REFUSALS[409]],
      ],
    },
  })
  @ApiBody({ type: AskToEnrollDto, examples: ASK_EXAMPLES })
  ask(
    @CurrentCaller() caller: Caller,
    @Body() dto: AskToEnrollDto,
    @FromClient() { network }: Client,
  ): Promise<EnrollmentRequestResponse> {
    return this.requests.ask(caller, dto, network);
  }

  @Get('enrollment-requests/:enrollmentRequestId')
  @Endpoint({
    summary: 'Read a request to be enrolled',
    description: 'For whoever asked, and for the staff of the course.',
    response: EnrollmentRequestResponse,
    errors: { 400: 'request.invalid_id', 404: NO_REQUEST },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentRequestId', IdPipe) id: string,
  ): Promise<EnrollmentRequestResponse> {
    return this.requests.read(caller, id);
  }

  @Patch('enrollment-requests/:enrollmentRequestId')
  @Endpoint({
    summary: 'Accept or reject a request to be enrolled, or take a seat that is offered',
    description:
      'For instructors. Accepting enrolls the person; where no seat is free it puts them into the waitlist, in the order in which they asked, unless `exceedsCapacity` is sent. The person is told by mail. Whoever asked accepts a seat that is offered to them (`offered`), until `offerUntil`.',
    response: EnrollmentRequestResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: NO_REQUEST,
      409: [
        ...START_CONFLICTS,
        ...['enrollments.request_decided', 'enrollments.offer_over', 'enrollments.course_full'],
      ],
      422: 'request.invalid',
    },
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentRequestId', IdPipe) id: string,
    @Body() dto: DecideRequestDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<EnrollmentRequestResponse> {
    return this.requests.decide(caller, id, dto, version);
  }

  @Delete('enrollment-requests/:enrollmentRequestId')
  @Endpoint({
    summary: 'Withdraw your request to be enrolled',
    description:
      'Also from the waitlist, and where a seat is offered to you, which goes to whoever is next. The request is kept as `withdrawn`; you may ask again.',
    status: 204,
    errors: {
      400: 'request.invalid_id',
      404: NO_REQUEST,
      409: ['enrollments.request_decided', 'enrollments.offer_over'],
    },
  })
  withdraw(@CurrentCaller() caller: Caller, @Param('enrollmentRequestId', IdPipe) id: string): Promise<void> {
    return this.requests.withdraw(caller, id);
  }
}
