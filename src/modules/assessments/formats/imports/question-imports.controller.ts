import { Controller, Param, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import type { Caller } from '../../../../shared/auth/caller';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../../shared/http/once';
import { Post } from '../../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../../shared/operations/dto/operation.response';
import { QuestionFormNeededError } from '../formats.errors';
import { QuestionImportForm } from './question-import.dto';
import { QuestionImportsService } from './question-imports.service';
import { QuestionUploads } from './question-uploads';

@ApiTags('Quizzes')
@Controller('courses/:courseId/question-imports')
export class QuestionImportsController {
  constructor(
    private readonly imports: QuestionImportsService,
    private readonly uploads: QuestionUploads,
  ) {}

  @Post()
  @Prepares()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: QuestionImportForm })
  @Endpoint({
    summary: 'Import questions from a file',
    description: `For instructors. The questions go to the bank of the course, from which quizzes choose, with the tags and into the folders
that the file names. The request is answered as soon as the
file has arrived; then watch the operation (\`Location\`). Each question is judged by itself: what is wrong in one concerns no
other. Pictures and other files that stand in the file are uploaded in your name, by the rules for files: a text shows what stood for one that
cannot be kept, and a question that asks about it is refused. The \`issues\` name every question that cannot be imported, and every part of one that is not kept, with its line.

If some questions cannot be imported, it stops at \`needs_confirmation\` before it adds any: confirm the operation to add the others, or
send the file again, mended or with \`confirmed\`. \`POST /v1/operations/{operationId}/reversal\` takes the imported questions out
again, but for those that somebody has changed or put into a quiz since. A file has at most 50 MB.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'operations.already_running'],
      413: 'assessments.question_file_too_large',
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
    await this.imports.mayImport(caller, courseId);
    if (!request.isMultipart()) throw new QuestionFormNeededError();
    const upload = await this.uploads.receive(request.parts());
    const { sha256, format, encoding = '', dryRun, confirmed } = upload;
    let isTaken = false;
    try {
      return await once(async () => {
        const operation = await this.imports.start(courseId, { ...upload, requestedBy: caller.userId });
        isTaken = true;
        return toOperationResponse(operation);
      }, `${sha256} ${format} ${encoding} ${dryRun} ${confirmed}`);
    } finally {
      if (!isTaken) await this.uploads.discard(upload);
    }
  }
}
