import { Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CompletionsService } from './completions.service';

const ERRORS = {
  403: ['courses.learners_only', 'courses.activity_closed', 'courses.not_begun', 'courses.over'],
  404: 'courses.activity_not_found',
  409: [
    'courses.archived',
    'progress.quiz_completes_itself',
    'progress.register_completes',
    'progress.nothing_to_complete',
  ],
};

@ApiTags('Progress')
@Controller('activities/:activityId/completion')
export class CompletionsController {
  constructor(private readonly completions: CompletionsService) {}

  @Put()
  @Endpoint({
    summary: 'Mark an activity as completed',
    description:
      'For the learners of the course: pages, videos, files and links. Doing it again changes nothing.',
    status: 204,
    errors: ERRORS,
  })
  complete(@CurrentCaller() caller: Caller, @Param('activityId', IdPipe) activityId: string): Promise<void> {
    return this.completions.complete(caller, activityId);
  }

  @Delete()
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
