import { Readable } from 'node:stream';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../courses';
import { PeopleSheets } from './people-sheets.service';

const CSV = { status: 200, content: { 'text/csv': { schema: { type: 'string' } } } } as const;
const AS_CSV =
  'as CSV in UTF-8. Text that a spreadsheet would run as a formula has an apostrophe before it. `POST /v1/courses/{courseId}/enrollment-imports` takes the file as it is.';

@ApiTags('Enrollments')
@Controller()
export class PeopleSheetsController {
  constructor(private readonly sheets: PeopleSheets) {}

  @Get('courses/:courseId/enrollments.csv')
  @ApiResponse(CSV)
  @Endpoint({
    summary: 'The roster of a course as a spreadsheet',
    description: `For its staff: a line for each enrollment, those that have ended, too, with its role, stored state and days, and a column for each set of groups and each tag, ${AS_CSV} Email addresses are for administrators.`,
    ...READS.course,
    responseDescription: 'A line an enrollment.',
    errors: { 400: 'request.invalid_id', 403: STAFF_OF_LEARNERS, 404: 'courses.not_found' },
  })
  async roster(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<StreamableFile> {
    return asFile(await this.sheets.roster(caller, courseId), 'roster.csv');
  }

  @Get('group-sets/:groupSetId/members.csv')
  @ApiResponse(CSV)
  @Endpoint({
    summary: 'The members of the groups of a set as a spreadsheet',
    description: `For staff of the course: a line for each learner who is in a group of the set, ${AS_CSV}`,
    ...READS.course,
    responseDescription: 'A line a learner.',
    errors: { 400: 'request.invalid_id', 403: STAFF_OF_LEARNERS, 404: 'enrollments.group_set_not_found' },
  })
  async members(
    @CurrentCaller() caller: Caller,
    @Param('groupSetId', IdPipe) groupSetId: string,
  ): Promise<StreamableFile> {
    return asFile(await this.sheets.members(caller, groupSetId), 'groups.csv');
  }
}

function asFile(lines: AsyncIterable<string>, name: string): StreamableFile {
  return new StreamableFile(Readable.from(lines, { objectMode: false }), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
}
