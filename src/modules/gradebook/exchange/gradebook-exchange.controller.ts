import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import { GradebookImportForm } from './dto/gradebook-import.dto';
import { GradebookSheetQuery } from './dto/gradebook-sheet.query';
import { SheetFormNeededError } from './exchange.errors';
import { GradebookImportsService } from './gradebook-imports.service';
import { GradebookSheets } from './gradebook-sheets.service';
import { SheetUploads } from './sheet-uploads';

@ApiTags('Gradebook')
@Controller('courses/:courseId')
export class GradebookExchangeController {
  constructor(
    private readonly sheets: GradebookSheets,
    private readonly imports: GradebookImportsService,
    private readonly uploads: SheetUploads,
  ) {}

  @Get('gradebook.csv')
  @ApiResponse({
    status: 200,
    content: { 'text/csv': { schema: { type: 'string' } } },
    headers: {
      'Stoa-Structure-Version': {
        description:
          'Of what everybody’s totals depend on, as `structureVersion` of the gradebook: all lines are by it. Left out where that is null.',
        schema: { type: 'integer', minimum: 1 },
      },
    },
  })
  @Endpoint({
    summary: 'The gradebook as a spreadsheet',
    description: `For the staff of the course: all learners at once, as CSV in UTF-8. A line a learner, a column a line item, whose head ends with its id; words such as
\`excused\` stand where there is no score. The last column says what was exported, so that an import sees what has been changed since: leave it as it is. Text that a
spreadsheet would run as a formula has an apostrophe before it. All lines are by one version of what totals depend on, such as rules and line items: where somebody
changes that meanwhile, the answer breaks off.`,
    ...READS.course,
    responseDescription: 'A line a learner; cells without a result are empty.',
    errors: {
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      422: ['request.invalid', 'gradebook.no_such_period'],
      503: 'gradebook.structure_changing',
    },
  })
  async csv(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Query() query: GradebookSheetQuery,
    @HeavyRequestOf() request: HeavyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { structureVersion, lines } = await this.sheets.lines(caller, courseId, query, request);
    if (structureVersion !== null) void reply.header('stoa-structure-version', String(structureVersion));
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="gradebook.csv"',
    });
  }

  @Post('gradebook-imports')
  @Prepares()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: GradebookImportForm })
  @Endpoint({
    summary: 'Import scores from a spreadsheet',
    description: `For staff of the course: a sheet of \`GET /v1/courses/{courseId}/gradebook.csv\` in which scores were changed, or any other with a column of learners
(\`Learner id\`, \`Username\`, \`Email\` or \`Number\`) and columns that are headed by the id or the exact title of a line item. Commas, semicolons or tabs separate; where
commas do not, they may be decimal commas. A cell has a score, or a word: \`excused\`, \`not submitted\`, \`submitted\`, or \`none\`, which takes a score away. An empty cell
changes nothing, and neither does one that is as it was exported: so a sheet can be sent again, and an old one takes nothing back.

The request is answered as soon as the file has arrived; then watch the operation (\`Location\`). Its \`issues\` name each cell and line that cannot be imported. If there are
some, it stops at \`needs_confirmation\` before it records anything: confirm it to record the others, or cancel it. A result that somebody has changed since the sheet was
made is among them, unless you send \`overwrite\`; a result of a quiz, unless you send \`overrideQuizzes\`. Up to 500 changed cells are recorded all together or not at all;
of more, some hundred at a time. The \`changes\` of the operation, and of a dry run, tell each result before and after; the row is the learner.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: 'courses.not_found',
      409: ['courses.archived', 'gradebook.grades_closed', 'operations.already_running'],
      413: 'gradebook.sheet_too_large',
      415: 'request.unsupported_content',
      422: 'request.invalid',
      503: ['files.storage_unavailable', 'files.upload_given_up'],
      507: 'files.storage_full',
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Req() request: FastifyRequest,
    @TheOnce() once: Once,
  ): Promise<OperationResponse> {
    const today = await this.imports.mayImport(caller, courseId);
    if (!request.isMultipart()) throw new SheetFormNeededError();
    const upload = await this.uploads.receive(request.parts());
    const { sha256, encoding = '', dryRun, confirmed, overwrite, overrideQuizzes } = upload;
    let isTaken = false;
    try {
      return await once(async () => {
        const of = { courseId, today, requestedBy: caller.userId };
        const operation = await this.imports.start({ ...upload, ...of });
        isTaken = true;
        return toOperationResponse(operation);
      }, `${sha256} ${encoding} ${dryRun} ${confirmed} ${overwrite} ${overrideQuizzes}`);
    } finally {
      if (!isTaken) await this.uploads.discard(upload);
    }
  }
}
