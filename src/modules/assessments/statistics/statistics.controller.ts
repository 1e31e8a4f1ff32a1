import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';
import { GivenResponsesResponse } from './dto/given-responses.response';
import { GivenResponsesQuery, QuizStatisticsQuery } from './dto/quiz-statistics.query';
import { QuizStatisticsResponse } from './dto/quiz-statistics.response';
import { StatisticsService } from './statistics.service';

@ApiTags('Quizzes')
@Controller('quizzes/:activityId')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get('statistics')
  @Endpoint({
    summary: 'See what a quiz and its questions were worth',
    description:
      'For staff of the course: figures of the quiz and of each question, computed from the attempts that have all their marks, as they are now. They are exact and rounded to 10 decimals. The problems name what a teacher should look at, each with its rule.',
    reads: 'Reads the graded attempts of its quiz, and one mark for each question of each of them.',
    response: QuizStatisticsResponse,
    errors: { 403: 'courses.staff_only', 404: NO_SUCH_QUIZ },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() { attempts }: QuizStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<QuizStatisticsResponse> {
    return this.statistics.ofQuiz(caller, activityId, attempts, request);
  }

  @Get('questions/:questionId/responses')
  @Endpoint({
    summary: 'See what learners answered to a question',
    description:
      'For staff of the course: the responses of the attempts that have all their marks, those that were given most often before others, with how often that was and what they earned. Nobody is named. Responses to different versions of the question, or graded by different revisions of its key, are told apart, and so are those to different numbers where they were drawn.',
    reads:
      'Reads the answers to this question in the graded attempts of its quiz, and as many texts as it shows.',
    response: GivenResponsesResponse,
    errors: { 403: 'courses.staff_only', 404: [...NO_SUCH_QUIZ, 'assessments.question_not_found'] },
  })
  responses(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) questionId: string,
    @Query() { attempts, limit }: GivenResponsesQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<GivenResponsesResponse> {
    return this.statistics.responses(caller, { activityId, questionId, limit }, attempts, request);
  }
}
