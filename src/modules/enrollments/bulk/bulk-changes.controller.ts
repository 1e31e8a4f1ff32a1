import { Body, Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../shared/http/once';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import type { ReceivedInput } from '../../../shared/operations/operation-inputs';
import { inEnglish } from '../../../shared/sentences/say';
import { STAFF_OF_LEARNERS } from '../../courses';
import { BulkChangesService, type NewBulkChange } from './bulk-changes.service';
import { BulkUploads } from './bulk-uploads';
import { EnrollmentFormNeededError } from './bulk.errors';
import { sentences } from './bulk.sentences';
import { CHANGE_ENROLLMENTS_BODIES, ChangeEnrollmentsDto, EnrollmentImportForm } from './dto/bulk-change.dto';
import { EnrollmentChangeRowResponse, EnrollmentChangeRowsQuery } from './dto/bulk-change.response';

const REFUSALS = {
  403: 'courses.instructors_only',
  404: 'courses.not_found',
  409: ['courses.archived', 'operations.already_running'],
  422: 'request.invalid',
  503: ['files.storage_unavailable', 'files.upload_given_up'],
  507: 'files.storage_full',
};

@ApiTags('Enrollments')
@Controller()
export class BulkChangesController {
  constructor(
    private readonly changes: BulkChangesService,
    private readonly uploads: BulkUploads,
  ) {}

  @Post('courses/:courseId/enrollment-changes')
  @Prepares()
  @Endpoint({
    summary: 'Change many enrollments, groups and tags at once',
    description: `For instructors: enroll, suspend, reactivate, complete and withdraw people, put them into groups and take them out, tag and untag them. Each row is done by
itself: what is wrong with one concerns no other. Rows that ask for something that is so already change nothing, so the same can be sent again. Two rows that ask for
different things of one person, such as their enrollment in one role or their group in one set, contradict each other; the second one is refused.

It is an operation: watch it (\`Location\`), and read what became of each row at \`GET /v1/enrollment-changes/{enrollmentChangeId}/rows\`. With \`dryRun\` nothing
changes. \`POST /v1/operations/{operationId}/reversal\` takes all of it back, but for what somebody has changed since.`,
    bodies: CHANGE_ENROLLMENTS_BODIES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: REFUSALS,
  })
  async change(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() { rows, dryRun = false, exceedsCapacity = false, reason }: ChangeEnrollmentsDto,
    @TheOnce() once: Once,
  ): Promise<OperationResponse> {
    await this.changes.mayChange(caller, courseId);
    const stored = await this.uploads.store(rows);
    const subject = inEnglish(sentences.rowsSubject({ count: rows.length }));
    const options = { dryRun, exceedsCapacity, ...(reason !== undefined && { reason }) };
    return this.started(caller, once, stored, { ...options, courseId, subject, format: 'rows' });
  }

  @Post('courses/:courseId/enrollment-imports')
  @Prepares()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: EnrollmentImportForm })
  @Endpoint({
    summary: 'Change many enrollments, groups and tags by a file',
    description: `As \`POST /v1/courses/{courseId}/enrollment-changes\`, of a CSV file of any length. The first line names the columns, in any order: \`userId\`, \`username\` or
\`email\`, \`action\` or \`state\`, \`role\`, \`beginDate\`, \`endDate\` (a day, or \`none\`), \`groupSet\`, \`group\`, \`tag\`. A column \`group: Projects\` has the title of the
group of the set “Projects” into which each person is put; a column \`tag: Needs help\` has \`yes\` or \`no\`. Empty cells change nothing. Commas, semicolons or tabs separate.
A cell that a spreadsheet would run as a formula is refused, unless an apostrophe stands before it.

The \`issues\` of the operation name line, column and rule of each row that is refused.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: { ...REFUSALS, 413: 'enrollments.sheet_too_large', 415: 'request.unsupported_content' },
  })
  async import(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Req() request: FastifyRequest,
    @TheOnce() once: Once,
  ): Promise<OperationResponse> {
    await this.changes.mayChange(caller, courseId);
    if (!request.isMultipart()) throw new EnrollmentFormNeededError();
    const { name: subject, ...upload } = await this.uploads.receive(request.parts());
    return this.started(caller, once, upload, { ...upload, courseId, subject, format: 'file' });
  }

  @Get('enrollment-changes/:enrollmentChangeId/rows')
  @Endpoint({
    summary: 'List what became of the rows of a change of many enrollments',
    description:
      'For staff of the course, in the order of the rows; of a dry run, what would become of them. Kept for 90 days.',
    ...READS.page,
    response: PageOf(EnrollmentChangeRowResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: STAFF_OF_LEARNERS,
      404: 'operations.not_found',
      422: 'request.invalid',
    },
  })
  rows(
    @CurrentCaller() caller: Caller,
    @Param('enrollmentChangeId', IdPipe) operationId: string,
    @Query() query: EnrollmentChangeRowsQuery,
  ): Promise<Page<EnrollmentChangeRowResponse>> {
    return this.changes.rows(caller, operationId, query);
  }

  private async started(
    caller: Caller,
    once: Once,
    stored: ReceivedInput,
    what: Omit<NewBulkChange, keyof ReceivedInput>,
  ): Promise<OperationResponse> {
    const { dryRun, exceedsCapacity, encoding = '', reason = '' } = what;
    let isTaken = false;
    try {
      return await once(async () => {
        const operation = await this.changes.start(caller, { ...what, ...stored });
        isTaken = true;
        return toOperationResponse(operation);
      }, `${stored.sha256} ${encoding} ${dryRun} ${exceedsCapacity} ${reason}`);
    } finally {
      if (!isTaken) await this.uploads.discard(stored);
    }
  }
}
