import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../../shared/auth/decorators';
import type { Principal } from '../../../shared/auth/principal';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { PutResultDto } from './dto/put-result.dto';
import { ResultChangeResponse, ResultResponse } from './dto/result.response';
import { ResultsService } from './results.service';

const ERRORS = {
  403: 'courses.staff_only',
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
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @CurrentUser() caller: Principal,
  ): Promise<ResultResponse> {
    return this.results.read(lineItemId, userId, caller);
  }

  @Put()
  @Endpoint({
    summary: 'Grade a learner',
    description:
      'For the staff of the course. On a quiz this overrides what the attempts earned; later attempts leave it alone until the override is lifted.',
    response: ResultResponse,
    ifMatch: true,
    errors: {
      ...ERRORS,
      409: ['courses.archived', 'gradebook.line_item_archived'],
      422: ['request.invalid', 'gradebook.score_out_of_range', 'gradebook.score_status_mismatch'],
    },
  })
  put(
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: PutResultDto,
    @IfMatch() version: ExpectedVersion,
    @CurrentUser() caller: Principal,
  ): Promise<ResultResponse> {
    return this.results.put(lineItemId, userId, dto, version, caller);
  }

  @Delete('override')
  @Endpoint({
    summary: 'Lift an override',
    description:
      'For the staff of the course. The result is again what the attempts earned; without any, there is none.',
    status: 204,
    ifMatch: true,
    errors: { ...ERRORS, 409: ['courses.archived', 'gradebook.line_item_archived', 'gradebook.no_override'] },
  })
  liftOverride(
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @IfMatch() version: ExpectedVersion,
    @CurrentUser() caller: Principal,
  ): Promise<void> {
    return this.results.liftOverride(lineItemId, userId, version, caller);
  }

  @Get('history')
  @Endpoint({
    summary: 'How a result came about',
    description:
      'For the staff of the course and the learner. Every change, the newest first, with what caused it.',
    response: PageOf(ResultChangeResponse),
    errors: READ_ERRORS,
  })
  history(
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @Query() query: CursorQuery,
    @CurrentUser() caller: Principal,
  ): Promise<Page<ResultChangeResponse>> {
    return this.results.history(lineItemId, userId, query, caller);
  }
}
