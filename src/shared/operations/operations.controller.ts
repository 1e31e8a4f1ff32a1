import { Body, Controller, Delete, Get, Param, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller } from '../auth/decorators';
import type { Caller } from '../auth/caller';
import { Endpoint } from '../http/endpoint';
import { IdPipe } from '../http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../http/pagination';
import { Post } from '../http/post';
import { READS } from '../http/what-is-read';
import { OperationChangeResponse, toOperationChangeResponse } from './dto/operation-change.response';
import {
  OperationIssueResponse,
  toOperationIssueResponse,
  OperationResponse,
  toOperationResponse,
} from './dto/operation.response';
import { ReverseOperationDto } from './dto/reverse-operation.dto';
import { OperationsService } from './operations.service';

const UNKNOWN = { 400: 'request.invalid_id', 404: 'operations.not_found' };

@ApiTags('Operations')
@Controller('operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  @Get()
  @Endpoint({
    summary: 'List operations',
    description: 'The newest first. You see the operations that you started; administrators see all.',
    ...READS.page,
    response: PageOf(OperationResponse),
    errors: { 400: 'request.invalid_cursor' },
  })
  async list(@CurrentCaller() caller: Caller, @Query() query: CursorQuery): Promise<Page<OperationResponse>> {
    const { data, page } = await this.operations.list(caller, query);
    return { data: data.map((operation) => toOperationResponse(operation)), page };
  }

  @Get(':operationId')
  @Endpoint({
    summary: 'Watch an operation',
    description:
      'Repeat it every second or so until the status is `succeeded`, `partly_succeeded`, `failed`, `cancelled` or `needs_confirmation`.',
    response: OperationResponse,
    errors: UNKNOWN,
  })
  async find(
    @CurrentCaller() caller: Caller,
    @Param('operationId', IdPipe) operationId: string,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.operations.find(caller, operationId));
  }

  @Get(':operationId/issues')
  @Endpoint({
    summary: 'List the issues of an operation',
    description:
      'Errors and warnings in the order in which they were found: for an import, file by file and line by line. At most 10,000.',
    ...READS.page,
    response: PageOf(OperationIssueResponse),
    errors: { ...UNKNOWN, 400: ['request.invalid_id', 'request.invalid_cursor'] },
  })
  async issues(
    @CurrentCaller() caller: Caller,
    @Param('operationId', IdPipe) operationId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<OperationIssueResponse>> {
    const { data, page } = await this.operations.issues(caller, operationId, query);
    return { data: data.map((issue) => toOperationIssueResponse(issue)), page };
  }

  @Get(':operationId/changes')
  @Endpoint({
    summary: 'List the rows that an operation has changed',
    description:
      'With their fields before and after, in the order of the changes. Kept for 30 days after the end of the operation. Empty for kinds of operation that keep no log, and for most dry runs; one of an import of scores tells what it would change.',
    ...READS.page,
    response: PageOf(OperationChangeResponse),
    errors: { ...UNKNOWN, 400: ['request.invalid_id', 'request.invalid_cursor'] },
  })
  async changes(
    @CurrentCaller() caller: Caller,
    @Param('operationId', IdPipe) operationId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<OperationChangeResponse>> {
    const { data, page } = await this.operations.changesOf(caller, operationId, query);
    return { data: data.map((change) => toOperationChangeResponse(change)), page };
  }

  @Post(':operationId/reversal')
  @Endpoint({
    summary: 'Reverse an operation',
    description: `Puts back the rows that an import has changed, as they were before. Rows that it has added end: accounts are
suspended, enrollments end, classes are archived, questions leave their bank. Rows that somebody has changed since stay as they are; the \`issues\` of the
reversal list them. Nothing that people have done is lost.

The answer is a new operation to watch (\`Location\`). It can be reversed, too. The next import of the same file makes the
same changes again: correct the file first.`,
    status: 202,
    response: OperationResponse,
    errors: {
      ...UNKNOWN,
      403: ['auth.role_needed', 'courses.instructors_only'],
      409: ['operations.not_reversible', 'operations.already_running', 'courses.archived'],
      422: 'request.invalid',
    },
  })
  async reverse(
    @CurrentCaller() caller: Caller,
    @Param('operationId', IdPipe) operationId: string,
    @Body() { only, dryRun = false }: ReverseOperationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperationResponse> {
    const reversal = await this.operations.reverse(caller, operationId, { only, dryRun });
    void reply.header('location', `/v1/operations/${reversal.id}`);
    return toOperationResponse(reversal);
  }

  @Put(':operationId/confirmation')
  @Endpoint({
    summary: 'Confirm an operation',
    description: 'Its `confirmation` says what you confirm. The operation then continues.',
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: { ...UNKNOWN, 409: ['operations.nothing_to_confirm', 'operations.already_running'] },
  })
  async confirm(
    @CurrentCaller() caller: Caller,
    @Param('operationId', IdPipe) operationId: string,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.operations.confirm(caller, operationId));
  }

  @Delete(':operationId')
  @Endpoint({
    summary: 'Cancel an operation',
    description: 'While it is queued, running or waiting for a confirmation. What it has done by then stays.',
    status: 204,
    errors: { ...UNKNOWN, 409: 'operations.finished' },
  })
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('operationId', IdPipe) operationId: string,
  ): Promise<void> {
    await this.operations.cancel(caller, operationId);
  }
}
