import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { AnswersSvg } from '../../../shared/charts/svg-answer';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { STAFF_OF_LEARNERS } from '../../courses';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';
import { GivenResponsesResponse } from './dto/given-responses.response';
import { GivenResponsesQuery, QuizStatisticsQuery } from './dto/quiz-statistics.query';
import { QuizStatisticsResponse } from './dto/quiz-statistics.response';
import { OptionTableResponse } from './options/dto/option-table.response';
import { OptionTableService } from './options/option-table.service';
import { OwnPlaceResponse } from './place/dto/own-place.response';
import { OwnPlaceService } from './place/own-place.service';
import { StatisticsService } from './statistics.service';

const CHART = {
  reads: 'Reads the graded attempts of its quiz, and one mark for each question of each of them.',
  responseDescription: 'An SVG picture, with a description in words.',
  errors: { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_QUIZ },
};

@ApiTags('Quizzes')
@Controller('quizzes/:activityId')
export class StatisticsController {
  constructor(
    private readonly statistics: StatisticsService,
    private readonly optionTables: OptionTableService,
    private readonly ownPlaces: OwnPlaceService,
  ) {}

  @Get('statistics')
  @Endpoint({
    summary: 'See what a quiz and its questions were worth',
    description:
      'For staff of the course: figures of the quiz and of each question, computed from the attempts that have all their marks, as they are now. They are exact and rounded to 10 decimals. The problems name what a teacher should look at, each with its rule.',
    reads: 'Reads the graded attempts of its quiz, and one mark for each question of each of them.',
    response: QuizStatisticsResponse,
    errors: { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_QUIZ },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() { attempts }: QuizStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<QuizStatisticsResponse> {
    return this.statistics.ofQuiz(caller, activityId, attempts, request);
  }

  @Get('statistics/scores.svg')
  @AnswersSvg()
  @Endpoint({
    ...CHART,
    summary: 'Chart: how the scores in a quiz lie',
    description:
      'For staff of the course: graded attempts by the tenth of the points that they earned. An SVG picture, with a description in words.',
  })
  scores(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() { attempts }: QuizStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<string> {
    return this.statistics.scoresChart(caller, activityId, attempts, request);
  }

  @Get('statistics/facility.svg')
  @AnswersSvg()
  @Endpoint({
    ...CHART,
    summary: 'Chart: how much the questions of a quiz earned',
    description:
      'For staff of the course: the facility of each question, those in another color that have a problem. An SVG picture, with a description in words.',
  })
  facility(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() { attempts }: QuizStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<string> {
    return this.statistics.facilityChart(caller, activityId, attempts, request);
  }

  @Get('own-place')
  @Endpoint({
    summary: 'See where you stand in a quiz',
    description:
      'Which part of the learners who have a grade in the quiz have a lower one than you. Told when the quiz shows your grade and at least ten have one, in steps of ten percent, so that it tells of no single classmate.',
    reads: 'Reads the graded attempts of its quiz.',
    response: OwnPlaceResponse,
    errors: { 403: 'courses.not_enrolled', 404: NO_SUCH_QUIZ },
  })
  ownPlace(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<OwnPlaceResponse> {
    return this.ownPlaces.of(caller, activityId, request);
  }

  @Get('questions/:questionId/options')
  @Endpoint({
    summary: 'See who chose which option of a question',
    description:
      'For staff of the course: a distractor table, for questions whose learners choose from options. The upper group are the attempts with the 27 % highest scores in the other questions, the lower group those with the 27 % lowest; who ties with one of them is in the group too. A right option should be chosen by the upper group more often, a wrong one less often.',
    reads: 'Reads the answers to this question in the graded attempts of its quiz.',
    response: OptionTableResponse,
    errors: { 403: STAFF_OF_LEARNERS, 404: [...NO_SUCH_QUIZ, 'assessments.question_not_found'] },
  })
  options(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) questionId: string,
    @Query() { attempts }: QuizStatisticsQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<OptionTableResponse> {
    return this.optionTables.ofQuestion(caller, { activityId, questionId }, attempts, request);
  }

  @Get('questions/:questionId/responses')
  @Endpoint({
    summary: 'See what learners answered to a question',
    description:
      'For staff of the course: the responses of the attempts that have all their marks, those that were given most often before others, with how often that was and what they earned. Nobody is named. Responses to different versions of the question, or graded by different revisions of its key, are told apart, and so are those to different numbers where they were drawn.',
    reads:
      'Reads the answers to this question in the graded attempts of its quiz, and as many texts as it shows.',
    response: GivenResponsesResponse,
    errors: { 403: STAFF_OF_LEARNERS, 404: [...NO_SUCH_QUIZ, 'assessments.question_not_found'] },
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
