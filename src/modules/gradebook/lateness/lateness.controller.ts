import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { STAFF_OF_LEARNERS } from '../../courses';
import { ResultResponse } from '../results/dto/result.response';
import { LATENESS_BODIES } from './dto/lateness.examples';
import { PutLatenessDto } from './dto/put-lateness.dto';
import { LatenessService } from './lateness.service';

@ApiTags('Gradebook')
@Controller('line-items/:lineItemId/results/:userId/lateness')
export class LatenessController {
  constructor(private readonly lateness: LatenessService) {}

  @Put()
  @Endpoint({
    summary: 'Say how late a result is, or waive what lateness takes',
    description:
      'For the staff of the course. It beats what follows from the instants, and stays when the result gets another score. The version is that of the result.',
    bodies: LATENESS_BODIES,
    response: ResultResponse,
    ifMatch: true,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: ['gradebook.line_item_not_found', 'gradebook.not_a_learner'],
      409: [
        ...['courses.archived', 'gradebook.line_item_archived', 'gradebook.not_handed_in'],
        ...['gradebook.nothing_to_waive', 'gradebook.grades_closed', 'gradebook.period_closed'],
      ],
      422: ['request.invalid', 'gradebook.late_seconds'],
    },
  })
  put(
    @CurrentCaller() caller: Caller,
    @Param('lineItemId', IdPipe) lineItemId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: PutLatenessDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<ResultResponse> {
    return this.lateness.put(caller, lineItemId, userId, dto, version);
  }
}
