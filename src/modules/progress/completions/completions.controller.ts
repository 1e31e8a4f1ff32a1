import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { STAFF_OF_LEARNERS } from '../../courses';
import { CompletionDecisions } from './completion-decisions';
import { CompletionStates } from './completion-states';
import { DecideCompletionDto } from './dto/completion.dto';
import { CompletionResponse } from './dto/completion.response';
import { CompletionsService } from './completions.service';

const ERRORS = {
  403: ['courses.learners_only', 'courses.activity_closed', 'courses.not_begun', 'courses.over'],
  404: 'courses.activity_not_found',
  409: [
    'courses.archived',
    'progress.quiz_completes_itself',
    'progress.register_completes',
    'progress.nothing_to_complete',
    'progress.rule_completes',
  ],
};

@ApiTags('Progress')
@Controller('activities/:activityId')
export class CompletionsController {
  constructor(
    private readonly completions: CompletionsService,
    private readonly states: CompletionStates,
    private readonly decisions: CompletionDecisions,
  ) {}

  @Get('completion')
  @Endpoint({
    summary: 'Where I stand with the completion of an activity',
    description: 'For the learners of the course: what completes it, and which of that is done.',
    response: CompletionResponse,
    errors: {
      403: ['courses.learners_only', 'courses.activity_closed'],
      404: 'courses.activity_not_found',
    },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
  ): Promise<CompletionResponse> {
    return this.states.own(caller, activityId);
  }

  @Get('learners/:userId/completion')
  @Endpoint({
    summary: 'Where a learner stands with the completion of an activity',
    description:
      'For the staff of the course, of whoever is or was a learner: with what staff have decided about it.',
    response: CompletionResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: ['courses.activity_not_found', 'progress.learner_not_found'],
    },
  })
  ofLearner(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
  ): Promise<CompletionResponse> {
    return this.states.ofLearner(caller, activityId, userId);
  }

  @Put('learners/:userId/completion')
  @Endpoint({
    summary: 'Say that a learner has completed an activity, or has not',
    description:
      'For the staff of the course. What they set stays, whatever the completion rule says. What they lift is completed again by what the learner does from then on. Each time is kept, with who and why.',
    response: CompletionResponse,
    errors: {
      403: STAFF_OF_LEARNERS,
      404: ['courses.activity_not_found', 'progress.learner_not_found'],
      409: ['courses.archived', 'progress.nothing_to_complete'],
    },
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: DecideCompletionDto,
  ): Promise<CompletionResponse> {
    return this.decisions.decide(caller, activityId, userId, dto);
  }

  @Put('completion')
  @Endpoint({
    summary: 'Mark an activity as completed',
    description:
      'For the learners of the course: pages, videos, files and links, and whatever has a completion rule that asks for it. Doing it again changes nothing.',
    status: 204,
    errors: ERRORS,
  })
  complete(@CurrentCaller() caller: Caller, @Param('activityId', IdPipe) activityId: string): Promise<void> {
    return this.completions.complete(caller, activityId);
  }

  @Delete('completion')
  @Endpoint({
    summary: 'Mark an activity as not completed after all',
    description: 'For the learners of the course. Doing it again changes nothing.',
    status: 204,
    errors: ERRORS,
  })
  reopen(@CurrentCaller() caller: Caller, @Param('activityId', IdPipe) activityId: string): Promise<void> {
    return this.completions.reopen(caller, activityId);
  }
}
