import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../shared/http/once';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import { STAFF_OF_LEARNERS } from '../../courses';
import { MarkFormNeededError } from './mark-files.errors';
import { MarkImportForm, MarkSheetQuery } from './mark-import.dto';
import { MarkImportsService } from './mark-imports.service';
import { MarkSheets } from './mark-sheets.service';
import { MarkUploads } from './mark-uploads';

@ApiTags('Marking')
@Controller('quizzes/:activityId')
export class MarkImportsController {
  constructor(
    private readonly sheets: MarkSheets,
    private readonly imports: MarkImportsService,
    private readonly uploads: MarkUploads,
  ) {}

  @Get('marking-sheet.csv')
  @ApiResponse({ status: 200, content: { 'text/csv': { schema: { type: 'string' } } } })
  @Endpoint({
    summary: 'What is to be marked, as a spreadsheet',
    description: `For staff of the course, as CSV in UTF-8: a line a script, with empty columns for points and comment.
\`POST /v1/quizzes/{activityId}/mark-imports\` takes it back. Text that a spreadsheet would run as a formula has an apostrophe before it.`,
    ...READS.course,
    responseDescription: 'A line a script, in the order of the queue.',
    errors: { 403: STAFF_OF_LEARNERS, 404: 'courses.activity_not_found' },
  })
  async sheet(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Query() query: MarkSheetQuery,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<StreamableFile> {
    const lines = await this.sheets.lines(caller, activityId, query, request);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="marking-sheet.csv"',
    });
  }

  @Post('mark-imports')
  @Prepares()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: MarkImportForm })
  @Endpoint({
    summary: 'Import marks from a file',
    description: `For staff of the course: a sheet of \`GET /v1/quizzes/{activityId}/marking-sheet.csv\` with points in it. Columns \`script_id\` and \`points\` are
needed; \`learner_id\` or \`pseudonym\`, \`comment\` and \`version\` are read, others passed over. Commas, semicolons or tabs separate; where commas do not,
they may be decimal commas. Lines without points say nothing. The request is answered as soon as the file has arrived; then watch the operation (\`Location\`).

Its \`issues\` name every line that cannot be imported. If there are some, it stops at \`needs_confirmation\` before it gives any mark: confirm the operation to
give the others, or cancel it. A script that was marked or changed since the sheet was made is such a line, unless you send \`overwrite\`.
\`POST /v1/operations/{operationId}/reversal\` takes the marks back, but for scripts that were marked since.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: 'courses.activity_not_found',
      409: ['courses.archived', 'operations.already_running'],
      413: 'marking.file_too_large',
      415: 'request.unsupported_content',
      422: 'request.invalid',
      503: ['files.storage_unavailable', 'files.upload_given_up'],
      507: 'files.storage_full',
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Req() request: FastifyRequest,
    @TheOnce() once: Once,
  ): Promise<OperationResponse> {
    const courseId = await this.imports.mayImport(caller, activityId);
    if (!request.isMultipart()) throw new MarkFormNeededError();
    const upload = await this.uploads.receive(request.parts());
    const { sha256, encoding = '', dryRun, confirmed, overwrite } = upload;
    let isTaken = false;
    try {
      return await once(async () => {
        const of = { courseId, activityId, requestedBy: caller.userId };
        const operation = await this.imports.start({ ...upload, ...of });
        isTaken = true;
        return toOperationResponse(operation);
      }, `${sha256} ${encoding} ${dryRun} ${confirmed} ${overwrite}`);
    } finally {
      if (!isTaken) await this.uploads.discard(upload);
    }
  }
}
