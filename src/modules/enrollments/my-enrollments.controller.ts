import { Body, Controller, Get, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../shared/auth/decorators';
import type { Caller } from '../../shared/auth/caller';
import { Endpoint } from '../../shared/http/endpoint';
import { type Page, PageOf } from '../../shared/http/pagination';
import { Post } from '../../shared/http/post';
import { READS } from '../../shared/http/what-is-read';
import { ENROLL_MYSELF_EXAMPLES, EnrollMyselfDto } from './dto/enrollment.dto';
import { EnrollmentResponse, MyEnrollmentResponse } from './dto/enrollment.response';
import { MyEnrollmentsQuery } from './dto/enrollments.query';
import { START_CONFLICTS } from './enrollments.errors';
import { type Client, FromClient } from '../identity';
import { KEY_REFUSALS } from './keys/keys.errors';
import { MyEnrollmentsService } from './my-enrollments.service';

@ApiTags('Enrollments')
@Controller('me/enrollments')
export class MyEnrollmentsController {
  constructor(private readonly enrollments: MyEnrollmentsService) {}

  @Get()
  @Endpoint({
    summary: 'List your courses',
    description: 'Every course you take or took part in, latest first.',
    ...READS.filteredPage,
    response: PageOf(MyEnrollmentResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: MyEnrollmentsQuery,
  ): Promise<Page<MyEnrollmentResponse>> {
    return this.enrollments.list(caller, query);
  }

  @Post()
  @Endpoint({
    summary: 'Enroll yourself in a course',
    description:
      'As a learner, in a published course that is open for it and not over, where there is a seat and nobody has to approve it. Some courses want a `key`; a few wrong ones in a minute are refused (429). Everywhere else, ask: `POST /v1/me/enrollment-requests`.',
    status: 201,
    location: '/v1/enrollments/{id}',
    response: EnrollmentResponse,
    errors: {
      403: ['enrollments.self_enrollment_off', ...KEY_REFUSALS[403]],
      404: 'courses.not_found',
      409: [
        ...START_CONFLICTS,
        ...['enrollments.course_over', 'enrollments.enroll_deadline_past', 'enrollments.admission_closed'],
        ...['enrollments.approval_needed', 'enrollments.course_full', ...KEY_REFUSALS[409]],
      ],
    },
  })
  @ApiBody({ type: EnrollMyselfDto, examples: ENROLL_MYSELF_EXAMPLES })
  enroll(
    @CurrentCaller() caller: Caller,
    @Body() dto: EnrollMyselfDto,
    @FromClient() { network }: Client,
  ): Promise<EnrollmentResponse> {
    return this.enrollments.enroll(caller, dto, network);
  }
}
