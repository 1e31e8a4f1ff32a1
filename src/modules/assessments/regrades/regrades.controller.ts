import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { OperationResponse, toOperationResponse } from '../../../shared/operations/dto/operation.response';
import { STAFF_OF_LEARNERS } from '../../courses';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';
import { REGRADE_BODIES, RegradeDto } from './dto/regrade.dto';
import { RegradedAttemptResponse } from './dto/regraded-attempt.response';
import { RegradesService } from './regrades.service';

@ApiTags('Quizzes')
@Controller()
export class RegradesController {
  constructor(private readonly regrades: RegradesService) {}

  @Post('quizzes/:activityId/regrades')
  @Endpoint({
    summary: 'Grade the submitted attempts of a quiz again',
    description: `For instructors, after a key was corrected. It is an operation: watch it (\`Location\`), and read whose marks change and by how much
at \`GET /v1/regrades/{regradeId}/attempts\`. With \`dryRun\` nothing changes.

Marks that people have given survive; so does what learners were asked. Gradebook, totals and completion follow with each portion. The score
before the first regrade is kept as \`scoreBeforeRegrade\` of the attempt. \`POST /v1/operations/{operationId}/reversal\` takes the whole regrade
back; attempts that were changed since stay as they are, and its \`issues\` list them.`,
    bodies: REGRADE_BODIES,
    status: 202,
    location: '/v1/operations/{id}',
    response: OperationResponse,
    errors: {
      403: 'courses.instructors_only',
      404: NO_SUCH_QUIZ,
      409: ['operations.already_running', 'courses.archived'],
      422: 'request.invalid',
    },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() regrade: RegradeDto,
  ): Promise<OperationResponse> {
    return toOperationResponse(await this.regrades.start(caller, activityId, regrade));
  }

  @Get('regrades/:regradeId/attempts')
  @Endpoint({
    summary: 'List whose marks a regrade changes',
    description:
      'For staff of the course: the attempts whose score a regrade has changed, or would change in a dry run, the largest change first. Kept for 90 days.',
    ...READS.page,
    response: PageOf(RegradedAttemptResponse),
    errors: {
      400: ['request.invalid_id', 'request.invalid_cursor'],
      403: STAFF_OF_LEARNERS,
      404: 'operations.not_found',
    },
  })
  attempts(
    @CurrentCaller() caller: Caller,
    @Param('regradeId', IdPipe) regradeId: string,
    @Query() query: CursorQuery,
  ): Promise<Page<RegradedAttemptResponse>> {
    return this.regrades.attempts(caller, regradeId, query);
  }
}
