import { ApiProperty, PickType } from '@nestjs/swagger';
import { TERM_CUTS, TERM_ORIGINS, type TermCut, type TermOrigin } from '../../../courses';
import { QuizResponse } from '../../quizzes/dto/quiz.response';
import { effectiveRules, originOf, type Rule, RULES, type RulesInForce } from '../rules-in-force';

/** The settings of a quiz that an attempt goes by. */
export class AttemptRulesResponse extends PickType(QuizResponse, RULES) {}

/** What gives each of the rules. */
class RuleOriginsResponse implements Record<Rule, TermOrigin> {
  @RuleOrigin() opensAt: TermOrigin;
  @RuleOrigin() dueAt: TermOrigin;
  @RuleOrigin() closesAt: TermOrigin;
  @RuleOrigin('accommodation') timeLimitSeconds: TermOrigin;
  @RuleOrigin() maxAttempts: TermOrigin;
  @RuleOrigin() hardClose: TermOrigin;
  @RuleOrigin() atEnd: TermOrigin;
  @RuleOrigin() graceSeconds: TermOrigin;
  @RuleOrigin() offlineAnswers: TermOrigin;
  @RuleOrigin() navigation: TermOrigin;
  @RuleOrigin() behavior: TermOrigin;
  @RuleOrigin() delayAfterFirstSeconds: TermOrigin;
  @RuleOrigin() delayAfterLaterSeconds: TermOrigin;
  @RuleOrigin() shuffleQuestions: TermOrigin;
  @RuleOrigin() shuffleOptions: TermOrigin;
}

/** The rules that an attempt goes by, as they were resolved last; from its end on they stay as they were then. */
export class RulesInForceResponse {
  @ApiProperty({
    format: 'date-time',
    example: '2026-03-09T10:00:00.000Z',
    description: 'Since when they hold: the start of the attempt, or the last change of them.',
  })
  since: Date;

  @ApiProperty({ type: AttemptRulesResponse, description: 'Those of everybody.' })
  base: AttemptRulesResponse;

  @ApiProperty({ type: AttemptRulesResponse, description: 'Those of this attempt.' })
  effective: AttemptRulesResponse;

  @ApiProperty({ type: RuleOriginsResponse, description: 'Where each of the effective ones comes from.' })
  origins: RuleOriginsResponse;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-20T22:30:00.000Z',
    description:
      'The attempt ends here at the latest: later than the close for those who have a longer time limit. Null where the quiz does not close.',
  })
  endsBy: Date | null;

  @ApiProperty({
    type: String,
    enum: [...TERM_CUTS, null],
    nullable: true,
    example: null,
    description:
      '`hard_close`: the quiz closes for everybody at one instant, which takes something from this learner.',
  })
  cutBy: TermCut | null;

  @ApiProperty({ example: false, description: 'Whether this learner need not say the password.' })
  passwordWaived: boolean;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Minutes for which the clock of the attempt may rest.',
  })
  restBreakMinutes: number;
}

function RuleOrigin(example: TermOrigin = 'quiz'): PropertyDecorator {
  return ApiProperty({ enum: TERM_ORIGINS, example });
}

export function toRulesInForceResponse(rules: RulesInForce): RulesInForceResponse {
  const { cutBy, passwordWaived, restBreakMinutes } = rules;
  const origins = RULES.map((rule) => [rule, originOf(rules, rule)]);
  return {
    since: new Date(rules.since),
    base: withInstants(rules.base),
    effective: withInstants(effectiveRules(rules)),
    origins: Object.fromEntries(origins) as Record<Rule, TermOrigin>,
    endsBy: toInstant(rules.endsBy),
    ...{ cutBy, passwordWaived, restBreakMinutes },
  };
}

function withInstants(rules: RulesInForce['base']): AttemptRulesResponse {
  const { opensAt, dueAt, closesAt, ...others } = rules;
  return {
    ...{ opensAt: toInstant(opensAt), dueAt: toInstant(dueAt), closesAt: toInstant(closesAt) },
    ...others,
    behavior: others.behavior ?? 'deferred',
  };
}

function toInstant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
