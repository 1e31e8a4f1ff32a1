import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { STAFF_OF_LEARNERS } from '../../courses';
import { RESULTS_BATCH_EXAMPLES, ResultsBatchDto } from './dto/results-batch.dto';
import { ResultsBatchResponse } from './dto/results-batch.response';
import { ResultsBatchService } from './results-batch.service';

@ApiTags('Gradebook')
@Controller('courses/:courseId/results')
export class ResultsBatchController {
  constructor(private readonly batches: ResultsBatchService) {}

  @Post('batch')
  @Endpoint({
    summary: 'Grade many cells of the gradebook at once',
    description:
      'For the staff of the course: up to 500 cells, each by the rules for a single result (`PUT /v1/line-items/{lineItemId}/results/{userId}`), and with the version that it was made from. Where some are refused, nothing is recorded, or the others are, as `onRefused` says. A cell that says what stands already is `unchanged`, so the same batch can be sent again.',
    bodies: RESULTS_BATCH_EXAMPLES,
    response: ResultsBatchResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      409: ['courses.archived', 'gradebook.batch_refused', 'gradebook.grades_closed'],
      422: 'request.invalid',
    },
  })
  record(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: ResultsBatchDto,
  ): Promise<ResultsBatchResponse> {
    return this.batches.record(caller, courseId, dto);
  }
}
