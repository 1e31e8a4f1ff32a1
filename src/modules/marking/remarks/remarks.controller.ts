import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import {
  NewRemarkMessageDto,
  NewRemarkRequestDto,
  RemarkDecisionDto,
  RemarkRequestsQuery,
  RemarkRuleDto,
} from './dto/remark.dto';
import {
  NEW_REMARK_BODIES,
  REMARK_DECISION_BODIES,
  REMARK_MESSAGE_BODIES,
  REMARK_RULE_BODIES,
} from './dto/remark.examples';
import { RemarkRequestResponse, RemarkRuleResponse, RemarkThreadResponse } from './dto/remark.response';
import { RemarkDecisionsService } from './remark-decisions.service';
import { RemarkRulesService } from './remark-rules.service';
import { RemarksService } from './remarks.service';

const NOT_FOUND = { 404: 'marking.remark_request_not_found' } as const;

@ApiTags('Marking')
@Controller()
export class RemarksController {
  constructor(
    private readonly rules: RemarkRulesService,
    private readonly remarks: RemarksService,
    private readonly decisions: RemarkDecisionsService,
  ) {}

  @Get('quizzes/:activityId/remark-rule')
  @Endpoint({
    summary: 'Read for how long learners may ask for another mark',
    description: 'For members of the course.',
    response: RemarkRuleResponse,
    errors: {
      403: ['courses.not_enrolled', 'courses.activity_closed', 'courses.not_begun', 'courses.over'],
      404: 'courses.activity_not_found',
    },
  })
  readRule(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<RemarkRuleResponse> {
    return this.rules.read(caller, activityId);
  }

  @Put('quizzes/:activityId/remark-rule')
  @Endpoint({
    summary: 'Say for how long learners may ask for another mark',
    description: 'For instructors. Requests that were made before stay.',
    bodies: REMARK_RULE_BODIES,
    response: RemarkRuleResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.activity_not_found',
      409: 'courses.archived',
    },
  })
  putRule(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() { days }: RemarkRuleDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<RemarkRuleResponse> {
    return this.rules.put(caller, activityId, days, version);
  }

  @Post('attempts/:attemptId/questions/:questionId/remark-requests')
  @Endpoint({
    summary: 'Ask for another mark of an answer',
    description:
      'For the learner, of an answer that a person has marked: while the window of the quiz is open, which begins when they can see the mark. One at a time, and none after a decision.',
    bodies: NEW_REMARK_BODIES,
    status: 201,
    location: '/v1/remark-requests/{id}',
    response: RemarkThreadResponse,
    errors: {
      403: 'courses.learners_only',
      404: 'marking.script_not_found',
      409: [
        ...['marking.remarks_not_offered', 'marking.no_mark_to_see', 'marking.remark_window_closed'],
        ...['marking.remark_request_open', 'marking.remark_decided', 'courses.archived'],
      ],
    },
  })
  ask(
    @CurrentCaller() caller: Caller,
    @Param('attemptId', IdPipe) attemptId: string,
    @Param('questionId', IdPipe) questionId: string,
    @Body() { reason }: NewRemarkRequestDto,
  ): Promise<RemarkThreadResponse> {
    return this.remarks.ask(caller, { attemptId, questionId }, reason);
  }

  @Get('courses/:courseId/remark-requests')
  @Endpoint({
    summary: 'List what learners ask to be marked again',
    description: 'For staff of the course, who has waited longest first.',
    ...READS.filteredPage,
    response: PageOf(RemarkRequestResponse),
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' },
  })
  queue(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: RemarkRequestsQuery,
  ): Promise<Page<RemarkRequestResponse>> {
    return this.remarks.queue(caller, courseId, query);
  }

  @Get('me/remark-requests')
  @Endpoint({
    summary: 'List your requests for another mark',
    description: 'In all your courses, the newest first.',
    ...READS.page,
    response: PageOf(RemarkRequestResponse),
  })
  own(@CurrentCaller() caller: Caller, @Query() query: CursorQuery): Promise<Page<RemarkRequestResponse>> {
    return this.remarks.own(caller, query);
  }

  @Get('remark-requests/:remarkRequestId')
  @Endpoint({
    summary: 'Read a request for another mark',
    description: 'For its learner, and for staff of the course: with all that was written about it.',
    response: RemarkThreadResponse,
    errors: NOT_FOUND,
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('remarkRequestId', IdPipe) id: string,
  ): Promise<RemarkThreadResponse> {
    return this.remarks.read(caller, id);
  }

  @Post('remark-requests/:remarkRequestId/messages')
  @Endpoint({
    summary: 'Write about a request for another mark',
    description:
      'For its learner, and for staff of the course, while it is open. The learner is told by mail that staff have written.',
    bodies: REMARK_MESSAGE_BODIES,
    status: 200,
    response: RemarkThreadResponse,
    errors: {
      ...NOT_FOUND,
      409: ['marking.remark_request_over', 'marking.too_many_messages', 'courses.archived'],
    },
  })
  write(
    @CurrentCaller() caller: Caller,
    @Param('remarkRequestId', IdPipe) id: string,
    @Body() { text }: NewRemarkMessageDto,
  ): Promise<RemarkThreadResponse> {
    return this.remarks.write(caller, id, text);
  }

  @Put('remark-requests/:remarkRequestId/withdrawal')
  @Endpoint({
    summary: 'Withdraw your request for another mark',
    description: 'For its learner, while it is open. They may ask again while the window is.',
    response: RemarkThreadResponse,
    errors: { ...NOT_FOUND, 409: ['marking.remark_request_over', 'courses.archived'] },
  })
  withdraw(
    @CurrentCaller() caller: Caller,
    @Param('remarkRequestId', IdPipe) id: string,
  ): Promise<RemarkThreadResponse> {
    return this.remarks.withdraw(caller, id);
  }

  @Put('remark-requests/:remarkRequestId/decision')
  @Endpoint({
    summary: 'Decide on a request for another mark',
    description:
      'For instructors. A changed mark counts at once, in the gradebook, in totals and in progress, and stands in the history of the mark. The learner is told by mail. A decision is final.',
    bodies: REMARK_DECISION_BODIES,
    response: RemarkThreadResponse,
    ifMatch: true,
    errors: {
      403: ['courses.instructors_only', 'marking.own_work'],
      ...NOT_FOUND,
      409: ['marking.remark_request_over', 'marking.not_handed_in', 'courses.archived'],
      422: ['request.invalid', 'marking.invalid_decision', 'marking.points_out_of_bounds'],
    },
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('remarkRequestId', IdPipe) id: string,
    @Body() decision: RemarkDecisionDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<RemarkThreadResponse> {
    return this.decisions.decide(caller, id, decision, version);
  }
}
