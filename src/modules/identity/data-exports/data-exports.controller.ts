import { Readable } from 'node:stream';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import { DataExportsService } from './data-exports.service';

const ZIP = { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } };

const WHAT = `a zip with a folder for each category and JSON for each table in it, with the files that the person handed in, uploaded or was given, and with
\`README.txt\`, which says what is what. It never has passwords, codes or tokens, or other people's data; marks that are not posted yet are left out, and named. It is an
operation, one at a time for a person: watch it (\`Location\`), and fetch the file at \`GET /v1/data-exports/{dataExportId}/data.zip\`.`;

@ApiTags('My account')
@Controller()
export class DataExportsController {
  constructor(private readonly exports: DataExportsService) {}

  @Post('me/data-exports')
  @Endpoint({
    summary: 'Export all that is held about me',
    description: `Everything that the school holds about you: ${WHAT}`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: { 409: 'operations.already_running' },
  })
  async startMine(@CurrentCaller() caller: Caller): Promise<OperationResponse> {
    return toOperationResponse(await this.exports.start(caller, caller.userId));
  }

  @Get('data-exports/:dataExportId/data.zip')
  @ApiResponse({ status: 200, content: ZIP })
  @Endpoint({
    summary: 'Fetch what is held about a person',
    description:
      'Once the operation has succeeded, for 7 days, until a newer one is made, or until the person is erased. For the person and for administrators. Who fetched it, and when, is noted, and is part of the next export.',
    responseDescription: 'The zip archive.',
    errors: {
      400: 'request.invalid_id',
      404: ['identity.data_export_not_found', 'identity.data_export_gone'],
      409: 'identity.data_export_not_ready',
      503: 'files.storage_unavailable',
    },
  })
  async fetch(
    @CurrentCaller() caller: Caller,
    @Param('dataExportId', IdPipe) dataExportId: string,
  ): Promise<StreamableFile> {
    const pieces = await this.exports.open(caller, dataExportId);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type: 'application/zip',
      disposition: 'attachment; filename="data.zip"',
    });
  }
}

@ApiTags('Users')
@RequirePermission('accounts.manage')
@Controller('users/:userId/data-exports')
export class UserDataExportsController {
  constructor(private readonly exports: DataExportsService) {}

  @Post()
  @Endpoint({
    summary: 'Export all that is held about a person',
    description: `For administrators, when somebody asks what the school holds about them: ${WHAT}`,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'auth.role_needed',
      404: 'identity.user_not_found',
      409: 'operations.already_running',
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.exports.start(caller, userId));
  }
}
