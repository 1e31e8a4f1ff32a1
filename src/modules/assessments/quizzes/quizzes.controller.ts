import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { PolicyChangeResponse } from './dto/policy-change.response';
import { SETTINGS_EXAMPLES, UpdateQuizSettingsDto } from './dto/update-quiz.dto';
import { QuizResponse } from './dto/quiz.response';
import { QuizzesService } from './quizzes.service';
import { NO_SUCH_QUIZ } from './no-such-quiz';

@ApiTags('Quizzes')
@Controller('quizzes/:activityId')
export class QuizzesController {
  constructor(private readonly quizzes: QuizzesService) {}

  @Get()
  @Endpoint({
    summary: "Read a quiz's settings",
    description:
      'For everyone who takes part in the course. A quiz is an activity of type `quiz`; its id is that of the activity. Learners also read how many attempts they have left, and which one is under way.',
    response: QuizResponse,
    errors: {
      403: ['courses.not_enrolled', 'courses.activity_closed', 'courses.not_begun', 'courses.over'],
      404: NO_SUCH_QUIZ,
    },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<QuizResponse> {
    return this.quizzes.read(caller, activityId);
  }

  @Get('policy-changes')
  @Endpoint({
    summary: "List the changes of a quiz's settings",
    description:
      'For instructors and assistants, the newest first: who changed what, from what to what, and when.',
    ...READS.page,
    response: PageOf(PolicyChangeResponse),
    errors: {
      403: 'courses.staff_only',
      404: NO_SUCH_QUIZ,
    },
  })
  policyChanges(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<PolicyChangeResponse>> {
    return this.quizzes.policyChanges(caller, activityId, query);
  }

  @Patch()
  @ApiBody({ type: UpdateQuizSettingsDto, examples: SETTINGS_EXAMPLES })
  @Endpoint({
    summary: "Change a quiz's settings",
    description:
      'For instructors. `opensAt`, `dueAt` and `closesAt` must follow one another. Once somebody has attempted the quiz, `grading` and `passPercentage` stay: they have made grades.',
    response: QuizResponse,
    ifMatch: true,
    errors: {
      403: ['courses.instructors_only'],
      404: NO_SUCH_QUIZ,
      409: ['assessments.quiz_has_attempts', 'courses.archived'],
      422: ['request.invalid', 'assessments.invalid_settings'],
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() changes: UpdateQuizSettingsDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<QuizResponse> {
    return this.quizzes.change(caller, activityId, changes, version);
  }
}
