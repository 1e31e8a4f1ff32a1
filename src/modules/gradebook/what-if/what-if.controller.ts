import { Body, Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { STAFF_OF_LEARNERS } from '../../courses';
import { WHAT_IF_EXAMPLES, WhatIfDto } from './dto/what-if.dto';
import { WhatIfResponse } from './dto/what-if.response';
import { WhatIfService } from './what-if.service';

const REFUSALS = [
  ...['request.invalid', 'gradebook.unknown_line_item', 'gradebook.excused_with_score'],
  ...['gradebook.score_out_of_range', 'gradebook.no_such_period'],
];

@ApiTags('Gradebook')
@Controller('courses/:courseId/grades')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIfService) {}

  @Post('me/what-if')
  @Endpoint({
    summary: 'What my totals would be',
    description:
      'For the learners of a course: the totals with other results in place of those that they have. Scores that are not posted have no part in it. Changes nothing, and stores nothing of what was supposed.',
    bodies: WHAT_IF_EXAMPLES,
    response: WhatIfResponse,
    errors: { 403: 'courses.learners_only', 404: 'courses.not_found', 422: REFUSALS },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: WhatIfDto,
  ): Promise<WhatIfResponse> {
    return this.whatIf.of(caller, courseId, caller.userId, dto);
  }

  @Post(':userId/what-if')
  @Endpoint({
    summary: 'What the totals of a learner would be',
    description:
      'For the staff of the course, with the scores that are not posted yet; what is supposed counts as posted. Changes nothing, and stores nothing of what was supposed.',
    bodies: WHAT_IF_EXAMPLES,
    response: WhatIfResponse,
    errors: {
      403: [...STAFF_OF_LEARNERS, 'courses.learners_only'],
      404: ['courses.not_found', 'gradebook.not_a_learner'],
      422: REFUSALS,
    },
  })
  ofLearner(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Param('userId', IdPipe) userId: string,
    @Body() dto: WhatIfDto,
  ): Promise<WhatIfResponse> {
    return this.whatIf.of(caller, courseId, userId, dto);
  }
}
