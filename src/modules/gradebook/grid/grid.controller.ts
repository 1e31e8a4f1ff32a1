import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { GridQuery } from './dto/grid.query';
import { GradebookResponse } from './dto/gradebook.response';
import { GridService } from './grid.service';

const ERRORS = {
  403: STAFF_OF_LEARNERS,
  404: 'courses.not_found',
  422: ['request.invalid', 'gradebook.no_such_period', 'gradebook.no_such_category'],
};

@ApiTags('Gradebook')
@Controller('courses/:courseId')
export class GridController {
  constructor(private readonly grid: GridService) {}

  @Get('gradebook')
  @Endpoint({
    summary: 'The gradebook of a course',
    description:
      'For the staff of the course: a row a learner, a column a line item. By total, all totals of the course are looked at: those of a few learners that are older are computed first; while an operation computes those of many, the answer is 503.',
    ...READS.filteredPage,
    response: GradebookResponse,
    errors: { ...ERRORS, 409: 'gradebook.structure_changed', 503: 'gradebook.totals_not_ready' },
  })
  page(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: GridQuery,
  ): Promise<GradebookResponse> {
    return this.grid.page(caller, courseId, query);
  }
}
