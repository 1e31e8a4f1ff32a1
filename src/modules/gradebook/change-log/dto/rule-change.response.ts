import { ApiProperty } from '@nestjs/swagger';
import { ChangedByResponse } from '../../results/dto/result.response';
import { GradeRulesResponse } from '../../rules/dto/grade-rules.response';
import { fullScheme } from '../../schemes/grading-scheme';
import type { RuleChangeRecord } from '../rule-changes.repository';

/** One change of the grade rules of a course. */
export class RuleChangeResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  changedAt: Date;

  @ApiProperty({ type: ChangedByResponse })
  changedBy: ChangedByResponse;

  @ApiProperty({ type: GradeRulesResponse, description: 'As they were, with their line items of then.' })
  from: GradeRulesResponse;

  @ApiProperty({ type: GradeRulesResponse, description: 'As they were since.' })
  to: GradeRulesResponse;
}

export function toRuleChangeResponse({
  id,
  changedAt,
  changedBy: userId,
  givenName,
  familyName,
  oldRules,
  newRules,
}: RuleChangeRecord): RuleChangeResponse {
  return {
    id,
    changedAt,
    changedBy: { userId, givenName, familyName },
    from: full(oldRules),
    to: full(newRules),
  };
}

/** An earlier release wrote schemes of letters alone. */
function full(rules: GradeRulesResponse): GradeRulesResponse {
  return {
    ...{ ...BEFORE_PERIODS, ...rules },
    scheme: rules.scheme && fullScheme(rules.scheme),
    latePolicy: rules.latePolicy && { ...BEFORE_TOKENS, ...rules.latePolicy },
  };
}

/** Of what was logged before courses had grading periods. */
const BEFORE_PERIODS = { periods: [], totalPeriodWeight: null };
/** Likewise, before a late policy could give grace tokens. */
const BEFORE_TOKENS = { graceTokens: null };
