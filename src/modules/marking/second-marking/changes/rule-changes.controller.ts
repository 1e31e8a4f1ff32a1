import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { Post } from '../../../../shared/http/post';
import { OperationResponse, toOperationResponse } from '../../../../shared/operations/dto/operation.response';
import { ChangeMarkingRuleDto } from '../dto/marking-rule.dto';
import { CHANGE_MARKING_RULE_BODIES } from '../dto/marking-rule.examples';
import { RuleChangesService } from './rule-changes.service';

@ApiTags('Marking')
@Controller()
export class RuleChangesController {
  constructor(private readonly changes: RuleChangesService) {}

  @Post('quizzes/:activityId/marking-rules/:questionId/changes')
  @Endpoint({
    summary: 'Change how a question is marked whose scripts have marks',
    description: `For instructors. It is an operation: watch it (\`Location\`). With \`dryRun\` nothing changes. Its issues list the scripts whose mark
becomes another, and those that wait for another marker or for a decision then.

New marks follow the changed rule at once. Marks that were given stay, as the marks of the first, second and third marker; what counts follows from
them. Decisions stay. \`POST /v1/operations/{operationId}/reversal\` takes the whole change back, but for scripts that were marked since.`,
    bodies: CHANGE_MARKING_RULE_BODIES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'courses.instructors_only',
      404: ['courses.activity_not_found', 'marking.not_marked_by_hand'],
      409: ['operations.already_running', 'courses.archived'],
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
    @Body() change: ChangeMarkingRuleDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.changes.start(caller, { activityId, itemId }, change));
  }
}
