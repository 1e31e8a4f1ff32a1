import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { type Client, FromClient } from '../../identity';
import { START_CONFLICTS } from '../enrollments.errors';
import {
  AnswerInvitationDto,
  AnswerWithTokenDto,
  INVITE_EXAMPLES,
  InvitationsQuery,
  InviteDto,
} from './dto/enrollment-invitation.dto';
import { EnrollmentInvitationResponse } from './dto/enrollment-invitation.response';
import { InvitationAnswers } from './invitation-answers.service';
import { INVITATION_OVER } from './invitations.errors';
import { InvitationsService } from './invitations.service';

const NOT_FOUND = 'enrollments.invitation_not_found';
const ANSWER_CONFLICTS = [
  ...START_CONFLICTS,
  ...INVITATION_OVER,
  ...['enrollments.course_full', 'enrollments.instructor_account_needed'],
];

@ApiTags('Enrollments')
@Controller()
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly answers: InvitationAnswers,
  ) {}

  @Get('courses/:courseId/enrollment-invitations')
  @Endpoint({
    summary: 'List who is invited into a course',
    description: 'For its staff, the latest first. Invitations that are answered or over are kept.',
    ...READS.filteredPage,
    response: PageOf(EnrollmentInvitationResponse),
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
    @Query() query: InvitationsQuery,
  ): Promise<Page<EnrollmentInvitationResponse>> {
    return this.invitations.list(caller, courseId, query);
  }

  @Post('courses/:courseId/enrollment-invitations')
  @Endpoint({
    summary: 'Invite somebody into a course',
    description:
      'For instructors. Name an account by `userId` or `username`, or anybody by `email`, also somebody who has no account yet. The mail has a token that holds once. Where `invitationsHoldSeats` of the enrollment settings is set, a learner’s invitation holds a seat until it is answered or over.',
    status: 201,
    location: '/v1/enrollment-invitations/{id}',
    response: EnrollmentInvitationResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: [
        ...START_CONFLICTS,
        ...['enrollments.already_invited', 'enrollments.too_many_invitations', 'enrollments.course_full'],
        'enrollments.instructor_account_needed',
      ],
      422: ['request.invalid', 'enrollments.no_such_person'],
    },
  })
  @ApiBody({ type: InviteDto, examples: INVITE_EXAMPLES })
  invite(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: InviteDto,
  ): Promise<EnrollmentInvitationResponse> {
    return this.invitations.invite(caller, courseId, dto);
  }

  @Get('me/enrollment-invitations')
  @Endpoint({
    summary: 'List the invitations to you',
    description: 'To your account and to its email address, the latest first.',
    ...READS.page,
    response: PageOf(EnrollmentInvitationResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Query() query: CursorQuery,
  ): Promise<Page<EnrollmentInvitationResponse>> {
    return this.answers.own(caller, query);
  }

  @Post('me/enrollment-invitations/answers')
  @HttpCode(200)
  @Endpoint({
    summary: 'Answer an invitation with the token of its mail',
    description:
      'The token of an invitation to an account holds for that account only. That of one to an address holds for whoever reads the mail, as a learner; to help or to teach, only for the account with that address.',
    response: EnrollmentInvitationResponse,
    errors: {
      403: 'enrollments.invitation_for_another',
      404: 'enrollments.invitation_token_unknown',
      409: ANSWER_CONFLICTS,
      422: 'request.invalid',
    },
  })
  answerWithToken(
    @CurrentCaller() caller: Caller,
    @Body() dto: AnswerWithTokenDto,
    @FromClient() { network }: Client,
  ): Promise<EnrollmentInvitationResponse> {
    return this.answers.answerWithToken(caller, dto, network);
  }

  @Get('enrollment-invitations/:enrollmentInvitationId')
  @Endpoint({
    summary: 'Read an invitation',
    description: 'For whoever is invited, and for the staff of the course.',
    response: EnrollmentInvitationResponse,
    errors: { 400: 'request.invalid_id', 404: NOT_FOUND },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentInvitationId', IdPipe) id: string,
  ): Promise<EnrollmentInvitationResponse> {
    return this.invitations.read(caller, id);
  }

  @Patch('enrollment-invitations/:enrollmentInvitationId')
  @Endpoint({
    summary: 'Accept or decline an invitation to you',
    description: 'You are enrolled at once, in the role for which you were invited.',
    response: EnrollmentInvitationResponse,
    errors: { 400: 'request.invalid_id', 404: NOT_FOUND, 409: ANSWER_CONFLICTS, 422: 'request.invalid' },
  })
  answer(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentInvitationId', IdPipe) id: string,
    @Body() { state }: AnswerInvitationDto,
  ): Promise<EnrollmentInvitationResponse> {
    return this.answers.answer(caller, id, state);
  }

  @Post('enrollment-invitations/:enrollmentInvitationId/mails')
  @HttpCode(200)
  @Endpoint({
    summary: 'Send an invitation again',
    description:
      'For instructors. The mail has a new token, the earlier one holds no more, and the invitation has as much time again.',
    response: EnrollmentInvitationResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: NOT_FOUND,
      409: [...INVITATION_OVER, 'enrollments.too_many_invitation_mails', 'courses.archived'],
    },
  })
  sendAgain(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentInvitationId', IdPipe) id: string,
  ): Promise<EnrollmentInvitationResponse> {
    return this.invitations.sendAgain(caller, id);
  }

  @Delete('enrollment-invitations/:enrollmentInvitationId')
  @Endpoint({
    summary: 'Revoke an invitation',
    description: 'For instructors. Nobody comes in with it any more. It is kept in the list.',
    status: 204,
    errors: {
      400: 'request.invalid_id',
      403: 'courses.instructors_only',
      404: NOT_FOUND,
      409: [...INVITATION_OVER, 'courses.archived'],
    },
  })
  revoke(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentInvitationId', IdPipe) id: string,
  ): Promise<void> {
    return this.invitations.revoke(caller, id);
  }
}
