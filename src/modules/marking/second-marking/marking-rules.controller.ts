import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { AnonymousQuery } from '../scripts/dto/script.query';
import { ScriptToMarkResponse } from '../scripts/dto/script.response';
import { DecisionsService } from './decisions.service';
import { AgreementResponse } from './dto/agreement.response';
import { DecisionDto, MarkingRuleDto } from './dto/marking-rule.dto';
import { DECISION_BODIES, MARKING_RULE_BODIES } from './dto/marking-rule.examples';
import { MarkingRuleResponse } from './dto/marking-rule.response';
import { MarkingRulesService } from './marking-rules.service';

const NOT_FOUND = ['courses.activity_not_found', 'marking.rule_not_found'];

@ApiTags('Marking')
@Controller()
export class MarkingRulesController {
  constructor(
    private readonly rules: MarkingRulesService,
    private readonly decisions: DecisionsService,
  ) {}

  @Get('quizzes/:activityId/marking-rules/:questionId')
  @Endpoint({
    summary: 'Read how a question is marked twice',
    description: 'For staff of the course.',
    response: MarkingRuleResponse,
    errors: { 403: 'courses.staff_only', 404: NOT_FOUND },
  })
  read(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
  ): Promise<MarkingRuleResponse> {
    return this.rules.read(caller, { activityId, itemId });
  }

  @Put('quizzes/:activityId/marking-rules/:questionId')
  @Endpoint({
    summary: 'Have a question marked by two people',
    description: `For instructors. Each script is marked by two people then, of whom the second does not see the first mark before they have given theirs,
and by a third where the two differ by more than \`thirdAbove\`. Nobody gives two of these marks. Until the rule says what counts, the attempt waits.
Once scripts have marks, \`POST /v1/quizzes/{activityId}/marking-rules/{questionId}/changes\` changes the rule.`,
    bodies: MARKING_RULE_BODIES,
    response: MarkingRuleResponse,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: ['courses.activity_not_found', 'marking.not_marked_by_hand'],
      409: ['marking.rule_has_marks', 'courses.archived'],
    },
  })
  use(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
    @Body() rule: MarkingRuleDto,
    @IfMatch() version: ExpectedVersion,
  ): Promise<MarkingRuleResponse> {
    return this.rules.use(caller, { activityId, itemId }, rule, version);
  }

  @Delete('quizzes/:activityId/marking-rules/:questionId')
  @Endpoint({
    summary: 'Have a question marked by one person',
    description: 'For instructors, while no script has a mark.',
    status: 204,
    ifMatch: true,
    errors: {
      403: 'courses.instructors_only',
      404: NOT_FOUND,
      409: ['marking.rule_has_marks', 'courses.archived'],
    },
  })
  stopUsing(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<void> {
    return this.rules.stopUsing(caller, { activityId, itemId }, version);
  }

  @Get('quizzes/:activityId/marking-rules/:questionId/agreement')
  @Endpoint({
    summary: 'Compare the two marks of each answer to a question',
    description:
      'For staff of the course: how much the first two markers agree. Reads the scripts of the question.',
    response: AgreementResponse,
    errors: { 403: 'courses.staff_only', 404: NOT_FOUND },
  })
  agreement(
    @CurrentCaller() caller: Caller,
    @Param('activityId', IdPipe) activityId: string,
    @Param('questionId', IdPipe) itemId: string,
  ): Promise<AgreementResponse> {
    return this.rules.agreement(caller, { activityId, itemId });
  }

  @Put('scripts/:scriptId/decision')
  @Endpoint({
    summary: 'Decide between the marks of a script',
    description:
      'For instructors, once two people have marked it, whatever the rule says. The decision counts then, and the markers change their marks no more. Null points take it back.',
    bodies: DECISION_BODIES,
    response: ScriptToMarkResponse,
    ifMatch: true,
    errors: {
      403: ['courses.instructors_only', 'marking.own_work'],
      404: 'marking.script_not_found',
      409: ['marking.nothing_to_decide', 'marking.not_handed_in', 'courses.archived'],
      422: ['request.invalid', 'marking.points_out_of_bounds', 'files.not_usable'],
    },
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('scriptId', IdPipe) scriptId: string,
    @Body() decision: DecisionDto,
    @IfMatch() version: ExpectedVersion,
    @Query() { anonymous }: AnonymousQuery,
  ): Promise<ScriptToMarkResponse> {
    return this.decisions.decide(caller, scriptId, decision, { version, anonymous });
  }
}
