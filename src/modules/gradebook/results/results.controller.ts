import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { PutResultDto } from './dto/put-result.dto';
import { RESULT_BODIES } from './dto/put-result.examples';
import { ResultChangeResponse, ResultResponse } from './dto/result.response';
import { ResultsService } from './results.service';

const ERRORS = {
  403: STAFF_OF_LEARNERS,
  404: ['gradebook.line_item_not_found', 'gradebook.not_a_learner'],
};
const READ_ERRORS = {
  ...ERRORS,
  404: [...ERRORS[404], 'gradebook.result_not_found'],
  409: 'gradebook.line_item_archived',
};

@ApiTags('Gradebook')
@Controller('line-items/:lineItemId/results/:userId')
export class ResultsController {
  constructor(private readonly results: ResultsService) {}

  @Get()
  @Endpoint({
    summary: 'Read one result',
    description: 'For the staff of the course and the learner.',
    response: ResultResponse,
    errors: READ_ERRORS,
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<ResultResponse> {
    return this.results.read(caller, lineItemId, userId);
  }

  @Put()
  @Endpoint({
    summary: 'Grade a learner',
    description:
      'For the staff of the course. On a quiz this overrides what the attempts earned; later attempts leave it alone until the override is lifted.',
    bodies: RESULT_BODIES,
    response: ResultResponse,
    ifMatch: true,
    errors: {
      ...ERRORS,
      409: [
        'courses.archived',
        'gradebook.line_item_archived',
        'gradebook.grades_closed',
        'gradebook.period_closed',
      ],
      422: [
        'request.invalid',
        'gradebook.score_out_of_range',
        'gradebook.score_status_mismatch',
        'gradebook.submitted_at',
      ],
    },
  })
  put(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: PutResultDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ResultResponse> {
    return this.results.put(caller, lineItemId, userId, dto, version);
  }

  @Delete('override')
  @Endpoint({
    summary: 'Lift an override',
    description:
      'For the staff of the course. The result is again what the attempts earned; without any, there is none.',
    status: 204,
    ifMatch: true,
    errors: {
      ...ERRORS,
      409: [
        'courses.archived',
        'gradebook.line_item_archived',
        'gradebook.no_override',
        'gradebook.grades_closed',
        'gradebook.period_closed',
      ],
    },
  })
  liftOverride(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.results.liftOverride(caller, lineItemId, userId, version);
  }

  @Get('history')
  @Endpoint({
    summary: 'How a result came about',
    description:
      'For the staff of the course and the learner. Every change, the newest first, with what caused it.',
    ...READS.page,
    response: PageOf(ResultChangeResponse),
    errors: READ_ERRORS,
  })
  history(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<ResultChangeResponse>> {
    return this.results.history(caller, lineItemId, userId, query);
  }
}
