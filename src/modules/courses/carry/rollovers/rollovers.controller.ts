import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { Post } from '../../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../../shared/operations/dto/operation.response';
import { RolloverDto } from './dto/rollover.dto';
import { ROLLOVERS } from './dto/rollover.examples';
import { RolloversService } from './rollovers.service';

@ApiTags('Schools and terms')
@RequirePermission('courses.roll_over')
@Controller('terms/:termId/rollovers')
export class RolloversController {
  constructor(private readonly rollovers: RolloversService) {}

  @Post()
  @Endpoint({
    summary: 'Copy all courses of a term into another',
    description: `For administrators. Each course becomes a draft of the other term as \`POST /v1/courses/{courseId}/copies\` makes one, with you as its instructor; its dates move by
the days between the first days of the terms, unless you say otherwise. It is an operation: watch it (\`Location\`). \`/v1/operations/{operationId}/changes\` names
each copy with the course that it is of (\`copiedFrom\`), or, of a dry run, the courses that would be copied; \`…/issues\` says what could not be copied, or not as it was. A course that was
copied there before is not copied again, as long as the copy is there, so the request can be repeated.`,
    bodies: ROLLOVERS,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      400: 'request.invalid_id',
      403: 'auth.role_needed',
      404: 'courses.term_not_found',
      409: 'operations.already_running',
      422: [
        ...['request.invalid', 'courses.dates_twice', 'courses.no_such_target_term', 'courses.same_term'],
        'courses.no_such_school',
      ],
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('termId', IdPipe) termId: string,
    @Body() dto: RolloverDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.rollovers.start(caller, termId, dto));
  }
}
