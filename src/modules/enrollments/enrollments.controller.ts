import { Body, Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, ReadsAlong } from '../../shared/auth/decorators';
import type { Caller } from '../../shared/auth/caller';
import { Endpoint } from '../../shared/http/endpoint';
import { IdPipe } from '../../shared/http/id.pipe';
import { type Page, PageOf } from '../../shared/http/pagination';
import { Post } from '../../shared/http/post';
import { READS } from '../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../courses';
import { CANDIDATE } from './candidates.repository';
import { EnrollDto, ENROLL_EXAMPLES } from './dto/enrollment.dto';
import { EnrollmentResponse } from './dto/enrollment.response';
import { RosterQuery } from './dto/enrollments.query';
import { START_CONFLICTS } from './enrollments.errors';
import { EnrollmentsService } from './enrollments.service';

@ApiTags('Enrollments')
@Controller()
export class EnrollmentsController {
  constructor(private readonly enrollments: EnrollmentsService) {}

  @Get('courses/:courseId/enrollments')
  @Endpoint({
    summary: 'Read the roster of a course',
    description:
      'For its staff. Enrollments that have ended are kept and listed too, and so are people whose account is suspended (`user.isSuspended`). Email addresses are for administrators.',
    ...READS.filteredPage,
    response: PageOf(EnrollmentResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      422: 'request.invalid',
    },
  })
  roster(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: RosterQuery,
  ): Promise<Page<EnrollmentResponse>> {
    return this.enrollments.roster(caller, courseId, query);
  }

  @Post('courses/:courseId/enrollments')
  @ReadsAlong(CANDIDATE)
  @Endpoint({
    summary: 'Enroll somebody in a course',
    description:
      'For its instructors. Name the person by `userId` or by `username`. An assistant can be limited to the learners of some groups (`groupIds`). If the person was enrolled in this role before, that enrollment becomes active again.',
    status: 201,
    location: '/v1/enrollments/{id}',
    response: EnrollmentResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: [
        ...START_CONFLICTS,
        'enrollments.instructor_account_needed',
        'enrollments.course_full',
        'enrollments.not_of_this_role',
      ],
      422: [
        ...['request.invalid', 'enrollments.no_such_person', 'enrollments.ends_before_it_begins'],
        'enrollments.no_such_group',
      ],
    },
  })
  @ApiBody({ type: EnrollDto, examples: ENROLL_EXAMPLES })
  enroll(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: EnrollDto,
  ): Promise<EnrollmentResponse> {
    return this.enrollments.enroll(caller, courseId, dto);
  }

  @Delete('enrollments/:enrollmentId')
  @Endpoint({
    summary: 'Withdraw from a course, or withdraw somebody',
    description:
      'Ends the enrollment at once; what was done is kept. For instructors of the course, and for yourself where people enroll themselves. The only instructor who can take part, and the only owner, cannot be withdrawn; other owners can be only by owners and administrators.',
    status: 204,
    errors: {
      400: 'request.invalid_id',
      403: ['enrollments.self_withdrawal_off', 'enrollments.course_owner', 'courses.instructors_only'],
      404: 'enrollments.not_found',
      409: [
        'enrollments.last_instructor',
        'enrollments.last_owner',
        'enrollments.drop_deadline_past',
        'courses.archived',
      ],
    },
  })
  withdraw(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentId', IdPipe) enrollmentId: string,
  ): Promise<void> {
    return this.enrollments.withdraw(caller, enrollmentId);
  }
}
