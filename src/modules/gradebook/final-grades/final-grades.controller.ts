import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { PeriodQuery } from '../grades/dto/explanation.query';
import { GradebookPageQuery } from '../grid/dto/gradebook.query';
import {
  CloseGradesDto,
  FinalGradeHistoryQuery,
  GiveFinalGradeDto,
  ReopenGradesDto,
  ReportCommentDto,
} from './dto/final-grade.dto';
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
import type { GradeScope } from './grade-scope';
import { GradeClosingsService } from './grade-closings.service';

const INVALID = { 422: ['request.invalid', 'gradebook.no_such_period'] };
const OF_STAFF = { 403: STAFF_OF_LEARNERS, 404: 'courses.not_found', ...INVALID };
const OF_INSTRUCTORS = { 403: 'courses.instructors_only', 404: 'courses.not_found', ...INVALID };
const OF_LEARNER = {
  ...INVALID,
  403: [...STAFF_OF_LEARNERS, 'courses.learners_only'],
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
    description:
      'For the staff of the course, by name. With `period`, what they end that grading period with.',
    ...READS.filteredPage,
    response: PageOf(LearnerFinalGradeResponse),
    errors: OF_STAFF,
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: GradebookPageQuery,
  ): Promise<Page<LearnerFinalGradeResponse>> {
    return this.finals.page(caller, courseId, query);
  }

  @Get('final-grades/me')
  @Endpoint({
    summary: 'What I end the course with',
    description: 'For its learners, also after their enrollment has ended.',
    response: FinalGradeResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found', ...INVALID },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: PeriodQuery,
  ): Promise<FinalGradeResponse> {
    return this.finals.read(caller, { ...scopeIn(courseId, query), userId: caller.userId });
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
    @Query() query: PeriodQuery,
  ): Promise<FinalGradeResponse> {
    return this.finals.read(caller, { ...scopeIn(courseId, query), userId });
  }

  @Put('final-grades/:userId')
  @Endpoint({
    summary: 'Give a final grade in the place of the computed one',
    description: `For instructors: a percentage, or a mark such as \`incomplete\`. The computed grade stays beside it. With neither, the computed one stands again.

Where the grades are closed, this amends what was recorded, and with neither records what is computed now. With \`period\`, the grade is that of the grading period; totals of the course do not change by it.`,
    bodies: GIVE_FINAL_GRADE_BODIES,
    response: FinalGradeResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: ['courses.not_found', 'gradebook.not_a_learner'],
      422: [...INVALID[422], 'gradebook.percent_and_mark'],
    },
  })
  give(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: PeriodQuery,
    @Body() dto: GiveFinalGradeDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<FinalGradeResponse> {
    return this.finals.give(caller, { ...scopeIn(courseId, query), userId }, dto, version);
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
      ...INVALID,
    },
  })
  comment(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: PeriodQuery,
    @Body() { text }: ReportCommentDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<FinalGradeResponse> {
    return this.finals.comment(caller, { ...scopeIn(courseId, query), userId }, text, version);
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
    @Query() query: FinalGradeHistoryQuery,
  ): Promise<Page<FinalGradeChangeResponse>> {
    return this.finals.history(caller, { ...scopeIn(courseId, query), userId }, query);
  }

  @Get('grade-closing')
  @Endpoint({
    summary: 'Whether the grades of the course, or of a grading period, are closed',
    description:
      'For the staff of the course, with when they were closed and opened again, by whom and why, and how its grading periods stand.',
    response: GradesStateResponse,
    errors: OF_STAFF,
  })
  state(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: PeriodQuery,
  ): Promise<GradesStateResponse> {
    return this.closings.read(caller, scopeIn(courseId, query));
  }

  @Get('grade-closing/preview')
  @Endpoint({
    summary: 'What is open before the grades can be closed',
    description:
      'For the staff of the course: who has scores that are not posted, or work that waits for marks, and whether the course or the period goes on.',
    ...READS.course,
    response: ClosingPreviewResponse,
    errors: { ...OF_STAFF, 503: 'gradebook.structure_changing' },
  })
  preview(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: PeriodQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<ClosingPreviewResponse> {
    return this.closings.preview(caller, scopeIn(courseId, query), request);
  }

  @Put('grade-closing')
  @Endpoint({
    summary: 'Close the grades of the course, or of a grading period',
    description: `For instructors. Records what everybody who is or was a learner ends the course with. From then on nobody changes scores, line items and grade rules by hand.
With \`period\`, what they end that grading period with: from then on nobody changes scores and line items that belong to it, or its days. A score belongs to the period in which the work was due for the learner.
What attempts, regrades, marks and imports change is kept, but a recorded grade changes by an amendment only: \`isOutdated\` tells which would be another now.`,
    bodies: CLOSE_GRADES_BODIES,
    response: GradesStateResponse,
    errors: {
      ...OF_INSTRUCTORS,
      409: 'gradebook.grades_unfinished',
      503: 'gradebook.structure_changing',
    },
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: PeriodQuery,
    @Body() dto: CloseGradesDto,
  ): Promise<GradesStateResponse> {
    return this.closings.close(caller, scopeIn(courseId, query), dto);
  }

  @Post('grade-closing/reopening')
  @Endpoint({
    summary: 'Open the grades of the course, or of a grading period, again',
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
    @Query() query: PeriodQuery,
    @Body() { reason }: ReopenGradesDto,
  ): Promise<GradesStateResponse> {
    return this.closings.reopen(caller, scopeIn(courseId, query), reason);
  }
}

function scopeIn(courseId: string, { period }: PeriodQuery): GradeScope {
  return { courseId, periodId: period ?? null };
}
