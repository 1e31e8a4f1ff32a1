import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../../shared/http/pagination';
import { Post } from '../../../../shared/http/post';
import { READS } from '../../../../shared/http/what-is-read';
import { OperationResponse, toOperationResponse } from '../../../../shared/operations/dto/operation.response';
import { ChangeRubricDto } from '../dto/rubric.dto';
import { CHANGE_RUBRIC_BODIES } from '../dto/rubric.examples';
import { RubricChangedScriptResponse } from './dto/rubric-change.response';
import { RubricChangesService } from './rubric-changes.service';

@ApiTags('Marking')
@Controller()
export class RubricChangesController {
  constructor(private readonly changes: RubricChangesService) {}

  @Post('quizzes/:activityId/rubrics/:questionId/changes')
  @Endpoint({
    summary: 'Change a rubric by which scripts have been marked',
    description: `For instructors. It is an operation: watch it (\`Location\`), and read whose marks change and by how much at
\`GET /v1/rubric-changes/{rubricChangeId}/scripts\`. With \`dryRun\` nothing changes.

New marks are given by the changed rubric at once. Marks that were given before keep what was chosen and get the points that follow now; the grade
follows each. Points that a marker gave in place of the rubric stay, and so do marks whose choices the changed rubric does not have: its \`issues\`
list those. \`POST /v1/operations/{operationId}/reversal\` takes the whole change back, but for scripts that were marked since.`,
    bodies: CHANGE_RUBRIC_BODIES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'courses.instructors_only',
      404: ['courses.activity_not_found', 'marking.rubric_not_found'],
      409: ['operations.already_running', 'courses.archived'],
      422: ['request.invalid', 'marking.invalid_rubric'],
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
    @Body() change: ChangeRubricDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.changes.start(caller, { activityId, itemId }, change));
  }

  @Get('rubric-changes/:rubricChangeId/scripts')
  @Endpoint({
    summary: 'List whose marks a change of a rubric changes',
    description:
      'For staff of the course: the scripts whose points the change has changed, or would change in a dry run, the largest change first. Kept for 90 days.',
    ...READS.page,
    response: PageOf(RubricChangedScriptResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: 'courses.staff_only',
      404: 'operations.not_found',
    },
  })
  scripts(
    @CurrentCaller() caller: Caller,
    @Param('rubricChangeId', IdPipe) operationId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<RubricChangedScriptResponse>> {
    return this.changes.scripts(caller, operationId, query);
  }
}
