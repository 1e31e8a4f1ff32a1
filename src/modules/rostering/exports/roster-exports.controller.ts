import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { READS } from '../../../shared/http/what-is-read';
import { CourseRosters } from './course-rosters.service';
import { CourseRosterQuery } from './dto/roster-export.query';

@ApiTags('Roster import')
@Controller('courses/:courseId')
export class CourseRostersController {
  constructor(private readonly rosters: CourseRosters) {}

  @Get('oneroster.zip')
  @ApiResponse({
    status: 200,
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  @Endpoint({
    summary: 'A course with its gradebook as a OneRoster bundle',
    description: `For the staff of the course: its categories, line items and results with its class and terms, as a OneRoster 1.1 zip, all as they were at one
instant. For administrators also its people and enrollments; in the file of others, results name learners by their sourcedIds only. Records that came from a roster keep
their sourcedId; those that were made in Stoa have one that begins with \`stoa:\` and stays the same. Scores are those that were entered, before lateness takes
something from them. Importing the bundle again changes nothing.`,
    ...READS.course,
    responseDescription: 'The zip archive.',
    errors: { 403: 'courses.staff_only', 404: 'courses.not_found', 422: 'request.invalid' },
  })
  async read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() { mode }: CourseRosterQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<StreamableFile> {
    const pieces = await this.rosters.open(caller, courseId, mode, request);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type: 'application/zip',
      disposition: 'attachment; filename="oneroster.zip"',
    });
  }
}
