import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { toDraw } from './dto/draw.dto';
import { SlotListDto } from './dto/slot.dto';
import { SlotListResponse } from './dto/slot.response';
import { SlotsService } from './slots.service';
import { NO_SUCH_QUIZ } from '../quizzes/no-such-quiz';

@ApiTags('Quizzes')
@Controller()
export class SlotsController {
  constructor(private readonly slots: SlotsService) {}

  @Get('quizzes/:activityId/slots')
  @Endpoint({
    summary: 'List the places of a quiz',
    description:
      'For instructors and assistants. All places, at most 200, in the order of the quiz, each with the version that is asked now.',
    response: SlotListResponse,
    errors: { 403: 'courses.staff_only', 404: NO_SUCH_QUIZ },
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<SlotListResponse> {
    return this.slots.list(caller, activityId);
  }

  @Put('quizzes/:activityId/slots')
  @Endpoint({
    summary: 'Choose the questions of a quiz',
    description:
      "For instructors. Names questions of the bank of the course, in order, each held to one version or following the latest, or has questions drawn from the bank at a place: for each attempt anew, first those that the learner has been asked least often. Attempts that have started keep what they ask. Once a learner has attempted the quiz, only the versions can be others, and only such as are worth the same (409). `If-Match` takes the quiz's ETag.",
    response: SlotListResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: NO_SUCH_QUIZ,
      409: ['assessments.quiz_has_attempts', 'courses.archived'],
      422: ['request.invalid', 'assessments.invalid_slots'],
    },
  })
  replace(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Body() { slots }: SlotListDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<SlotListResponse> {
    const wanted = slots.map(({ questionId, versionId, draw }) => ({
      ...{ questionId, versionId: versionId ?? null, draw: draw && toDraw(draw) },
    }));
    return this.slots.replace(caller, activityId, wanted, version);
  }
}
