import { ApiProperty } from '@nestjs/swagger';
import { ChangedByResponse } from '../../results/dto/result.response';
import { GradeRulesResponse } from '../../rules/dto/grade-rules.response';
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
  return { id, changedAt, changedBy: { userId, givenName, familyName }, from: oldRules, to: newRules };
}
