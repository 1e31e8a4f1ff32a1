import { Body, Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import { MergeAccountDto } from './dto/merge.dto';
import { MERGES } from './dto/merge.examples';
import { AccountMergesResponse, toAccountMergeResponse } from './dto/merge.response';
import { MergesService } from './merges.service';

@ApiTags('Users')
@RequirePermission('accounts.manage')
@Controller('users/:userId/merges')
export class MergesController {
  constructor(private readonly merges: MergesService) {}

  @Post()
  @Endpoint({
    summary: 'Merge another account of the same person',
    description: `The account of the path is kept, and \`duplicateUsername\` is merged into it. Look first with \`dryRun\`.

- A **course** in which only the duplicate is enrolled moves with everything in it: enrollment, groups, attempts, marks, totals.
- Where **both are enrolled**, the enrollment that is kept takes over the better state, and the other one is withdrawn. Work moves where
  only the duplicate has any. Where both have, that of the duplicate stays with it and does not count; \`/v1/operations/{operationId}/issues\` names it.
- The sourcedId, the email address, the identifier and the phone number move where the kept account has none.
- The duplicate is suspended. What somebody did as staff keeps their old name.

It is an operation, all in one step: watch it (\`Location\`). \`POST /v1/operations/{operationId}/reversal\` takes it back within 30 days.`,
    bodies: MERGES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      400: 'request.invalid_id',
      403: ['auth.role_needed', 'identity.own_account'],
      404: 'identity.user_not_found',
      409: [
        'identity.not_mergeable',
        'identity.account_merged',
        'identity.legal_hold',
        'operations.already_running',
        'assessments.person_has_open_attempt',
      ],
      422: 'request.invalid',
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: MergeAccountDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.merges.start(caller, userId, dto));
  }

  @Get()
  @Endpoint({
    summary: 'List the merges of an account',
    description:
      'Those in which it is one of the two, newest first, with those that were reversed; the last 100.',
    response: AccountMergesResponse,
    errors: { 400: 'request.invalid_id', 403: 'auth.role_needed', 404: 'identity.user_not_found' },
  })
  async list(@Param('userId', IdPipe) userId: string): Promise<AccountMergesResponse> {
    return { data: (await this.merges.of(userId)).map(toAccountMergeResponse) };
  }
}
