import { Controller, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentCaller, RequirePermission } from '../../shared/auth/decorators';
import type { Caller } from '../../shared/auth/caller';
import { Endpoint } from '../../shared/http/endpoint';
import { type Once, Prepares, TheOnce } from '../../shared/http/once';
import { Post } from '../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../shared/operations/dto/operation.response';
import { RosterImportForm } from './dto/roster-import.dto';
import { RosterImportsService } from './roster-imports.service';
import { RosterUploads } from './roster-uploads';
import { NotMultipartError } from './rostering.errors';

@ApiTags('Roster import')
@RequirePermission('imports.run')
@Controller('roster-imports')
export class RosterImportsController {
  constructor(
    private readonly imports: RosterImportsService,
    private readonly uploads: RosterUploads,
  ) {}

  @Post()
  @Prepares()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: RosterImportForm })
  @Endpoint({
    summary: 'Import a OneRoster bundle',
    description: `The request is answered as soon as the file has arrived; then watch the operation (\`Location\`). Its \`summary\` counts
the rows of each file, and its \`issues\` list every row that was not imported, with line, column and reason. Importing the
same bundle again changes nothing.

An import that would end more than ROSTER_END_SHARE_PERCENT of a class or of a whole file, or that has an empty file, stops at
\`needs_confirmation\` before it changes anything: confirm the operation, or send the file again with \`confirmed\`. Only one
import runs at a time.`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'auth.role_needed',
      409: 'operations.already_running',
      413: 'rostering.upload_too_large',
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
    if (!request.isMultipart()) throw new NotMultipartError();
    const upload = await this.uploads.receive(request.parts());
    const { sha256, dryRun, confirmed } = upload;
    let isTaken = false;
    try {
      const answer = await once(async () => {
        const operation = await this.imports.startStored({ ...upload, requestedBy: caller.userId });
        isTaken = true;
        return toOperationResponse(operation);
      }, `${sha256} ${dryRun} ${confirmed}`);
      return answer;
    } finally {
      if (!isTaken) await this.uploads.discard(upload);
    }
  }
}
