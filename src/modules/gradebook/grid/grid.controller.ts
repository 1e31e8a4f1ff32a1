import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { GradebookQuery, LearnerChoiceQuery } from './dto/gradebook.query';
import { GradebookResponse } from './dto/gradebook.response';
import { GridService } from './grid.service';

const ERRORS = { 403: 'courses.staff_only', 404: 'courses.not_found' };

@ApiTags('Gradebook')
@Controller('courses/:courseId')
export class GridController {
  constructor(private readonly grid: GridService) {}

  @Get('gradebook')
  @Endpoint({
    summary: 'The gradebook of a course',
    description: 'For the staff of the course: a row a learner, a column a line item.',
    ...READS.filteredPage,
    response: GradebookResponse,
    errors: ERRORS,
  })
  page(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: GradebookQuery,
  ): Promise<GradebookResponse> {
    return this.grid.page(caller, courseId, query);
  }

  @Get('gradebook.csv')
  @ApiResponse({ status: 200, content: { 'text/csv': { schema: { type: 'string' } } } })
  @Endpoint({
    summary: 'The gradebook as a spreadsheet',
    description: 'For the staff of the course: all learners at once, as CSV in UTF-8.',
    ...READS.course,
    responseDescription: 'A line a learner; cells without a result are empty.',
    errors: ERRORS,
  })
  async csv(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() { learners }: LearnerChoiceQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<StreamableFile> {
    const lines = await this.grid.csv(caller, courseId, learners, request);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="gradebook.csv"',
    });
  }
}
