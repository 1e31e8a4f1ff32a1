import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { GradebookSheetQuery } from './dto/gradebook-sheet.query';
import { GradebookSheets } from './gradebook-sheets.service';

@ApiTags('Gradebook')
@Controller('courses/:courseId')
export class GradebookExchangeController {
  constructor(private readonly sheets: GradebookSheets) {}

  @Get('gradebook.csv')
  @ApiResponse({ status: 200, content: { 'text/csv': { schema: { type: 'string' } } } })
  @Endpoint({
    summary: 'The gradebook as a spreadsheet',
    description: `For the staff of the course: all learners at once, as CSV in UTF-8. A line a learner, a column a line item, whose head ends with its id; words such as
\`excused\` stand where there is no score. The last column says what was exported, so that an import sees what has been changed since: leave it as it is. Text that a
spreadsheet would run as a formula has an apostrophe before it.`,
    ...READS.course,
    responseDescription: 'A line a learner; cells without a result are empty.',
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  async csv(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: GradebookSheetQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<StreamableFile> {
    const lines = await this.sheets.lines(caller, courseId, query, request);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="gradebook.csv"',
    });
  }
}
