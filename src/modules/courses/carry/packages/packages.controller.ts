import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../../shared/http/once';
import { Post } from '../../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../../shared/operations/dto/operation.response';
import { NotAFormError } from '../carry.errors';
import { CourseExportsService } from './course-exports.service';
import { CourseImportsService } from './course-imports.service';
import { CourseUploads } from './course-uploads';
import { CourseImportForm } from './dto/course-import.dto';

const ZIP = { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } };

@ApiTags('Courses')
@Controller()
export class CourseExportsController {
  constructor(private readonly exports: CourseExportsService) {}

  @Post('courses/:courseId/exports')
  @Endpoint({
    summary: 'Export a course',
    description: `For its staff: all that its authors made, as in a copy, with its files, as a zip that \`POST /v1/course-imports\` takes here and elsewhere. It holds the keys of
questions, and nothing about single learners; passwords of quizzes and people whom release rules name are left out. It is an operation: watch it (\`Location\`), and fetch
the file at \`GET /v1/course-exports/{courseExportId}/course.zip\`.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: { 400: 'request.invalid_id', 403: 'courses.staff_only', 404: 'courses.not_found' },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.exports.start(caller, courseId));
  }

  @Get('course-exports/:courseExportId/course.zip')
  @ApiResponse({ status: 200, content: ZIP })
  @Endpoint({
    summary: 'Fetch the file of an exported course',
    description:
      'Once the operation has succeeded, and for 7 days. For whoever asked for it and belongs to the staff of the course still, and for administrators.',
    responseDescription: 'The zip archive.',
    errors: {
      400: 'request.invalid_id',
      403: 'courses.staff_only',
      404: ['operations.not_found', 'courses.not_found', 'courses.export_gone'],
      409: 'courses.export_not_ready',
      503: 'files.storage_unavailable',
    },
  })
  async fetch(
    @CurrentCaller() caller: Caller,
    @Param('courseExportId', IdPipe) courseExportId: string,
  ): Promise<StreamableFile> {
    const pieces = await this.exports.open(caller, courseExportId);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type: 'application/zip',
      disposition: 'attachment; filename="course.zip"',
    });
  }
}

@ApiTags('Courses')
@RequirePermission('courses.create')
@Controller('course-imports')
export class CourseImportsController {
  constructor(
    private readonly imports: CourseImportsService,
    private readonly uploads: CourseUploads,
  ) {}

  @Post()
  @Prepares()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: CourseImportForm })
  @Endpoint({
    summary: 'Import a course',
    description: `For those who may create courses. The request is answered as soon as the file has arrived; then watch the operation (\`Location\`). It makes the whole course,
as a draft with you as its instructor, or nothing: a file that is damaged, that names what it does not have, or that says what the API would refuse fails the
operation, and its \`issues\` tell each fault with its place. \`/v1/operations/{operationId}/changes\` has the new course. The files of the course count as yours.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'auth.role_needed',
      413: 'courses.upload_too_large',
      415: 'request.unsupported_content',
      422: 'request.invalid',
      503: ['files.storage_unavailable', 'files.upload_given_up'],
      507: 'files.storage_full',
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @TheOnce() once: Once,
  ): Promise<OperationResponse> {
    if (!request.isMultipart()) throw new NotAFormError();
    const upload = await this.uploads.receive(request.parts());
    const { sha256, dryRun, title } = upload;
    let isTaken = false;
    try {
      return await once(async () => {
        const operation = await this.imports.start({ ...upload, requestedBy: caller.userId });
        isTaken = true;
        return toOperationResponse(operation);
      }, `${sha256} ${dryRun} ${title}`);
    } finally {
      if (!isTaken) await this.uploads.discard(upload);
    }
  }
}
