import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { GRADE_RULES_EXAMPLES, GradeRulesDto } from './dto/grade-rules.dto';
import { GradeRulesResponse } from './dto/grade-rules.response';
import { GradeRulesService } from './grade-rules.service';

/** What a request may say wrongly of grading periods. */
export const PERIOD_REFUSALS = [
  ...['gradebook.period_dates', 'gradebook.periods_overlap', 'gradebook.period_weights'],
  'gradebook.no_such_period',
];

@ApiTags('Gradebook')
@Controller('courses/:courseId/grade-rules')
export class GradeRulesController {
  constructor(private readonly rules: GradeRulesService) {}

  @Get()
  @Endpoint({
    summary: 'How a course makes totals of scores',
    description:
      'For everybody in the course: the categories with their weights and drop rules, the grading periods, what becomes of missing and late work, and the names of totals. A new course has no categories, and each line item weighs the same.',
    response: GradeRulesResponse,
    errors: { 403: 'courses.not_enrolled', 404: 'courses.not_found' },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
  ): Promise<GradeRulesResponse> {
    return this.rules.read(caller, courseId);
  }

  @Put()
  @ApiBody({ type: GradeRulesDto, examples: GRADE_RULES_EXAMPLES })
  @Endpoint({
    summary: 'Set how a course makes totals of scores',
    description:
      'For instructors. Replaces all of it. Send the categories and grading periods that stay with their `id`: one without it is new. All totals are right from the next request on.',
    response: GradeRulesResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: 'courses.not_found',
      409: [
        'courses.archived',
        'gradebook.category_in_use',
        'gradebook.period_in_use',
        'gradebook.grades_closed',
        'gradebook.period_closed',
        'gradebook.period_graded',
      ],
      422: [
        'request.invalid',
        'gradebook.rules_do_not_fit',
        'gradebook.weights_over_hundred',
        'gradebook.scheme_order',
        'gradebook.scheme_terms',
        'gradebook.late_policy',
        'gradebook.missing_deduction',
        'gradebook.no_such_category',
        ...PERIOD_REFUSALS,
      ],
    },
  })
  replace(
    @CurrentCaller() caller: Caller,
    @Param('courseId', IdPipe) courseId: string,
    @Body() dto: GradeRulesDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<GradeRulesResponse> {
    return this.rules.replace(caller, courseId, dto, version);
  }
}
