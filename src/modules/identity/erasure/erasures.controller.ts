import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import { ErasureDto } from './dto/erasure.dto';
import { ERASURES } from './dto/erasure.examples';
import { ErasuresService } from './erasures.service';

@ApiTags('Users')
@RequirePermission('accounts.manage')
@Controller('users/:userId/erasures')
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Post()
  @Endpoint({
    summary: 'Erase a person',
    description: `**This cannot be undone.** Look first with \`dryRun\`. The account loses its name, addresses and password and is called *Erased person* with a
number; sessions, free texts of answers, files that were handed in, signals, mails and reasons go. Enrollments, scores and choices stay under the pseudonym, so that
totals, statistics and the proofs of others stay as they are. It is an operation, one at a time: watch it (\`Location\`). Its summary has a part for each table: \`ended\`
rows are deleted, \`changed\` ones cleared, \`unchanged\` ones stay; \`/v1/operations/{operationId}/issues\` says of what stays why. It can be repeated.`,
    bodies: ERASURES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      400: 'request.invalid_id',
      403: ['auth.role_needed', 'identity.own_account'],
      404: 'identity.user_not_found',
      409: [
        'identity.legal_hold',
        'operations.already_running',
        'enrollments.teaches_alone',
        'assessments.person_has_open_attempt',
      ],
      422: ['request.invalid', 'identity.other_username'],
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: ErasureDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.erasures.start(caller, userId, dto));
  }
}
