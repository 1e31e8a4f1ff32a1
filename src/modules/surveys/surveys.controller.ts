import { Body, Controller, Get, Param, Patch, Put, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../shared/auth/caller';
import { CurrentCaller } from '../../shared/auth/decorators';
import { Endpoint } from '../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../shared/http/etag';
import { IdPipe } from '../../shared/http/id.pipe';
import { READS } from '../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../courses';
import { AnswerSurveyDto, ScheduleSurveyDto } from './dto/survey.dto';
import { SavedSurveyAnswerResponse, SurveyResponse } from './dto/survey.response';
import { SurveyResultsResponse } from './dto/survey-results.response';
import { SurveyAnswersService } from './survey-answers.service';
import { SurveyResults } from './survey-results.service';
import { SurveysService } from './surveys.service';

const NO_SUCH_SURVEY = ['courses.activity_not_found', 'surveys.not_found'];

@ApiTags('Course content')
@Controller('surveys/:surveyId')
export class SurveysController {
  constructor(
    private readonly surveys: SurveysService,
    private readonly answers: SurveyAnswersService,
    private readonly results: SurveyResults,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Read when a survey takes answers',
    description:
      'For members of the course, and for learners with what they have answered. A survey is an activity of type `survey`; its id is that of the activity, which has the questions.',
    response: SurveyResponse,
    errors: {
      400: 'request.invalid_id',
      403: ['courses.not_enrolled', 'courses.activity_closed'],
      404: NO_SUCH_SURVEY,
    },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('surveyId', IdPipe) activityId: string,
  ): Promise<SurveyResponse> {
    return this.surveys.read(caller, activityId);
  }

  @Patch()
  @Endpoint({
    summary: 'Change when a survey takes answers',
    description:
      'For instructors. A change counts at once. Whether it is anonymous is fixed with the first answer. Its questions are changed with the activity, and published with the course; answers keep the questions that they were given to.',
    response: SurveyResponse,
    ifMatch: true,
    errors: {
      400: ['request.invalid_id', 'request.invalid_if_match'],
      403: 'courses.instructors_only',
      404: NO_SUCH_SURVEY,
      409: ['courses.archived', 'surveys.anonymity_fixed'],
      422: 'request.invalid',
    },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('surveyId', IdPipe) activityId: string,
    @Body() dto: ScheduleSurveyDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<SurveyResponse> {
    return this.surveys.change(caller, activityId, dto, version);
  }

  @Put('answer')
  @Endpoint({
    summary: 'Answer a survey',
    description:
      'For learners, once each. Sent again, the same answer is saved once. Another one takes its place where the survey lets answers be changed; an anonymous answer cannot be changed, since nobody knows whose it is.',
    response: SavedSurveyAnswerResponse,
    errors: {
      400: 'request.invalid_id',
      403: ['courses.learners_only', 'courses.activity_closed'],
      404: NO_SUCH_SURVEY,
      409: ['courses.archived', 'surveys.not_open', 'surveys.closed', 'surveys.answered'],
      422: 'request.invalid',
    },
  })
  answer(
    @CurrentCaller() caller: Caller,
    @Param('surveyId', IdPipe) activityId: string,
    @Body() dto: AnswerSurveyDto,
  ): Promise<SavedSurveyAnswerResponse> {
    return this.answers.put(caller, activityId, dto);
  }

  @Get('results')
  @Endpoint({
    summary: 'Read the results of a survey',
    description:
      'For staff of the course: counts, means and texts of each question. Of an anonymous survey from five answers on, in whole groups of five, and in no order that says when they came.',
    ...READS.course,
    response: SurveyResultsResponse,
    errors: { 400: 'request.invalid_id', 403: STAFF_OF_LEARNERS, 404: NO_SUCH_SURVEY },
  })
  readResults(
    @CurrentCaller() caller: Caller,
    @Param('surveyId', IdPipe) activityId: string,
  ): Promise<SurveyResultsResponse> {
    return this.results.read(caller, activityId);
  }

  @Get('answers.csv')
  @ApiResponse({ status: 200, content: { 'text/csv': { schema: { type: 'string' } } } })
  @Endpoint({
    summary: 'The answers of a survey as a spreadsheet',
    description:
      'For staff of the course: a line for each answer that the results tell, a column for each question, as CSV in UTF-8. With the names of those who answered, unless the survey is anonymous. Text that a spreadsheet would run as a formula has an apostrophe before it.',
    ...READS.course,
    responseDescription: 'A line an answer; a cell without an answer is empty.',
    errors: { 400: 'request.invalid_id', 403: STAFF_OF_LEARNERS, 404: NO_SUCH_SURVEY },
  })
  async csv(
    @CurrentCaller() caller: Caller,
    @Param('surveyId', IdPipe) activityId: string,
  ): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.results.csv(caller, activityId)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="survey.csv"',
    });
  }
}
