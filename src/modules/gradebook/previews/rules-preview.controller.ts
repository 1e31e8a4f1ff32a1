import { Body, Controller, Param, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../shared/http/once';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { PERIOD_REFUSALS } from '../rules/grade-rules.controller';
import { GRADE_RULES_EXAMPLES, GradeRulesDto } from '../rules/dto/grade-rules.dto';
import { RulesPreviewQuery } from './dto/rules-preview.query';
import { RulesPreviewResponse } from './dto/rules-preview.response';
import { RulesPreviewService } from './rules-preview.service';

/** Why the grading periods cannot be as they are sent. */
const OF_PERIODS = ['gradebook.period_in_use', 'gradebook.period_closed', 'gradebook.period_graded'];

@ApiTags('Gradebook')
@Controller('courses/:courseId/grade-rules')
export class RulesPreviewController {
  constructor(private readonly previews: RulesPreviewService) {}

  @Post('preview')
  // It reads the whole course, piece by piece, and so no transaction may be open meanwhile.
  @Prepares()
  @ApiBody({ type: GradeRulesDto, examples: GRADE_RULES_EXAMPLES })
  @Endpoint({
    summary: 'See whom other grade rules would move',
    description:
      'For instructors, with the body of `PUT /v1/courses/{courseId}/grade-rules`: whose totals and grades would change, and how far. Changes nothing, and refuses what the PUT refuses. A category without an `id` is new, and so has no line items.',
    ...READS.course,
    response: RulesPreviewResponse,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: ['courses.archived', 'gradebook.category_in_use', ...OF_PERIODS],
      422: [
        'request.invalid',
        'gradebook.rules_do_not_fit',
        'gradebook.weights_over_hundred',
        'gradebook.scheme_order',
        'gradebook.scheme_terms',
        'gradebook.no_such_category',
        ...PERIOD_REFUSALS,
      ],
      503: 'gradebook.structure_changing',
    },
  })
  async preview(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: GradeRulesDto,
    @Query() query: RulesPreviewQuery,
    @HeavyRequestOf() request: HeavyRequest,
    @TheOnce() once: Once,
  ): Promise<RulesPreviewResponse> {
    const preview = await this.previews.of(caller, courseId, dto, query, request);
    return once(() => Promise.resolve(preview));
  }
}
