import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import { STAFF_OF_LEARNERS } from '../../courses';
import { CourseRosters } from './course-rosters.service';
import { ROSTER_EXPORT_BODIES, RosterExportDto } from './dto/roster-export.dto';
import { CourseRosterQuery } from './dto/roster-export.query';
import { RosterExportsService } from './roster-exports.service';

const ZIP = { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } };

@ApiTags('Roster import')
@Controller('courses/:courseId')
export class CourseRostersController {
  constructor(private readonly rosters: CourseRosters) {}

  @Get('oneroster.zip')
  @ApiResponse({ status: 200, content: ZIP })
  @Endpoint({
    summary: 'A course with its gradebook as a OneRoster bundle',
    description: `For the staff of the course: its categories, line items and results with its class and terms, as a OneRoster 1.1 zip, all as they were at one
instant. For administrators also its people and enrollments; in the file of others, results name learners by their sourcedIds only. Records that came from a roster keep
their sourcedId; those that were made in Stoa have one that begins with \`stoa:\` and stays the same. Scores are those that were entered, before lateness takes
something from them. Importing the bundle again changes nothing.`,
    ...READS.course,
    responseDescription: 'The zip archive.',
    errors: {
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      422: 'request.invalid',
      503: 'rostering.spool_unavailable',
    },
  })
  async read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() { mode }: CourseRosterQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<StreamableFile> {
    return asZip(await this.rosters.open(caller, courseId, mode, request));
  }
}

@ApiTags('Roster import')
@RequirePermission('imports.run')
@Controller('roster-exports')
export class RosterExportsController {
  constructor(private readonly exports: RosterExportsService) {}

  @Post()
  @Endpoint({
    summary: 'Export courses with their gradebooks as a OneRoster bundle',
    description: `Of the school, of a term or of some courses: classes, people, enrollments, categories, line items and results as OneRoster 1.1 files. It is an
operation: watch it (\`Location\`), and fetch the bundle at \`GET /v1/roster-exports/{rosterExportId}/oneroster.zip\`. Its \`summary\` counts the rows of each file, and its
\`issues\` say what OneRoster cannot. Each course is as it was at one instant. Importing the bundle again changes nothing. Only one export runs at a time.`,
    bodies: ROSTER_EXPORT_BODIES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'auth.role_needed',
      409: 'operations.already_running',
      422: ['request.invalid', 'rostering.no_such_term', 'rostering.no_such_course'],
    },
  })
  async start(@CurrentCaller() caller: Caller, @Body() body: RosterExportDto): Promise<OperationResponse> {
    return toOperationResponse(await this.exports.start(caller, body));
  }

  @Get(':rosterExportId/oneroster.zip')
  @ApiResponse({ status: 200, content: ZIP })
  @Endpoint({
    summary: 'Fetch the bundle of an export',
    description: 'Once the operation has succeeded, and for 7 days.',
    responseDescription: 'The zip archive.',
    errors: {
      400: 'request.invalid_id',
      403: 'auth.role_needed',
      404: ['operations.not_found', 'rostering.export_gone'],
      409: 'rostering.export_not_ready',
      503: 'files.storage_unavailable',
    },
  })
  async fetch(@Param('rosterExportId', IdPipe) rosterExportId: string): Promise<StreamableFile> {
    const pieces = await this.exports.open(rosterExportId);
    return asZip(Readable.from(pieces, { objectMode: false }));
  }
}

function asZip(stream: Readable): StreamableFile {
  return new StreamableFile(stream, {
    type: 'application/zip',
    disposition: 'attachment; filename="oneroster.zip"',
  });
}
