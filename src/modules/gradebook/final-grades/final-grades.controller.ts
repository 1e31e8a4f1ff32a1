import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { GradebookQuery } from '../grid/dto/gradebook.query';
import { CloseGradesDto, GiveFinalGradeDto, ReopenGradesDto, ReportCommentDto } from './dto/final-grade.dto';
import {
  CLOSE_GRADES_BODIES,
  GIVE_FINAL_GRADE_BODIES,
  REOPEN_GRADES_BODIES,
  REPORT_COMMENT_BODIES,
} from './dto/final-grade.examples';
import {
  FinalGradeChangeResponse,
  FinalGradeResponse,
  LearnerFinalGradeResponse,
} from './dto/final-grade.response';
import { ClosingPreviewResponse, GradesStateResponse } from './dto/grade-closing.response';
import { FinalGradesService } from './final-grades.service';
import { GradeClosingsService } from './grade-closings.service';

const OF_STAFF = { 403: 'courses.staff_only', 404: 'courses.not_found' };
const OF_INSTRUCTORS = { 403: 'courses.instructors_only', 404: 'courses.not_found' };
const OF_LEARNER = {
  403: ['courses.staff_only', 'courses.learners_only'],
  404: ['courses.not_found', 'gradebook.not_a_learner'],
};

@ApiTags('Gradebook')
@Controller('courses/:courseId')
export class FinalGradesController {
  constructor(
    private readonly finals: FinalGradesService,
    private readonly closings: GradeClosingsService,
  ) {}

  @Get('final-grades')
  @Endpoint({
    summary: 'List what learners end the course with',
    description: 'For the staff of the course, by name.',
    ...READS.filteredPage,
    response: PageOf(LearnerFinalGradeResponse),
    errors: OF_STAFF,
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: GradebookQuery,
  ): Promise<Page<LearnerFinalGradeResponse>> {
    return this.finals.page(caller, courseId, query);
  }

  @Get('final-grades/me')
  @Endpoint({
    summary: 'What I end the course with',
    description: 'For its learners, also after their enrollment has ended.',
    response: FinalGradeResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found' },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<FinalGradeResponse> {
    return this.finals.read(caller, courseId, caller.userId);
  }

  @Get('final-grades/:userId')
  @Endpoint({
    summary: 'What a learner ends the course with',
    description:
      'For the staff of the course, and the learner without reasons: what is computed, what an instructor gave in its place, and what was recorded when the grades of the course were closed.',
    response: FinalGradeResponse,
    errors: OF_LEARNER,
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<FinalGradeResponse> {
    return this.finals.read(caller, courseId, userId);
  }

  @Put('final-grades/:userId')
  @Endpoint({
    summary: 'Give a final grade in the place of the computed one',
    description: `For instructors: a percentage, or a mark such as \`incomplete\`. The computed grade stays beside it. With neither, the computed one stands again.

Where the grades of the course are closed, this amends what was recorded, and with neither records what is computed now.`,
    bodies: GIVE_FINAL_GRADE_BODIES,
    response: FinalGradeResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: ['courses.not_found', 'gradebook.not_a_learner'],
      422: ['request.invalid', 'gradebook.percent_and_mark'],
    },
  })
  give(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: GiveFinalGradeDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<FinalGradeResponse> {
    return this.finals.give(caller, courseId, userId, dto, version);
  }

  @Put('final-grades/:userId/comment')
  @Endpoint({
    summary: 'Say something of a learner in their report',
    description: 'For instructors. Learners see it once the grades of the course are closed.',
    bodies: REPORT_COMMENT_BODIES,
    response: FinalGradeResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: ['courses.not_found', 'gradebook.not_a_learner'],
    },
  })
  comment(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() { text }: ReportCommentDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<FinalGradeResponse> {
    return this.finals.comment(caller, courseId, userId, text, version);
  }

  @Get('final-grades/:userId/history')
  @Endpoint({
    summary: 'How a final grade came about',
    description:
      'For the staff of the course, and the learner without reasons: what was given, recorded and amended, the newest first.',
    ...READS.page,
    response: PageOf(FinalGradeChangeResponse),
    errors: OF_LEARNER,
  })
  history(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<FinalGradeChangeResponse>> {
    return this.finals.history(caller, courseId, userId, query);
  }

  @Get('grade-closing')
  @Endpoint({
    summary: 'Whether the grades of the course are closed',
    description: 'For the staff of the course, with when they were closed and opened again, by whom and why.',
    response: GradesStateResponse,
    errors: OF_STAFF,
  })
  state(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<GradesStateResponse> {
    return this.closings.read(caller, courseId);
  }

  @Get('grade-closing/preview')
  @Endpoint({
    summary: 'What is open before the grades can be closed',
    description:
      'For the staff of the course: who has scores that are not posted, or work that waits for marks, and whether the course goes on.',
    ...READS.course,
    response: ClosingPreviewResponse,
    errors: OF_STAFF,
  })
  preview(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<ClosingPreviewResponse> {
    return this.closings.preview(caller, courseId, request);
  }

  @Put('grade-closing')
  @Endpoint({
    summary: 'Close the grades of the course',
    description: `For instructors. Records what everybody who is or was a learner ends the course with. From then on nobody changes scores, line items and grade rules by hand.
What attempts, regrades, marks and imports change is kept, but a recorded grade changes by an amendment only: \`isOutdated\` tells which would be another now.`,
    bodies: CLOSE_GRADES_BODIES,
    response: GradesStateResponse,
    errors: { ...OF_INSTRUCTORS, 409: 'gradebook.grades_unfinished' },
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: CloseGradesDto,
  ): Promise<GradesStateResponse> {
    return this.closings.close(caller, courseId, dto);
  }

  @Post('grade-closing/reopening')
  @Endpoint({
    summary: 'Open the grades of the course again',
    description:
      'For instructors. Final grades follow scores and rules again. What was recorded stays in their histories.',
    bodies: REOPEN_GRADES_BODIES,
    status: 200,
    response: GradesStateResponse,
    errors: { ...OF_INSTRUCTORS, 409: 'gradebook.grades_not_closed' },
  })
  reopen(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() { reason }: ReopenGradesDto,
  ): Promise<GradesStateResponse> {
    return this.closings.reopen(caller, courseId, reason);
  }
}
