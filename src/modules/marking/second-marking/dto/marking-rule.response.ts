import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import { MARKING_METHODS, type MarkingMethod, THIRD_UNITS, type ThirdUnit } from '../marking-rule';
import type { MarkingRuleRow } from '../marking-rules.repository';

/** That two people mark the answers to a question, and what counts then. */
export class MarkingRuleResponse {
  @ApiProperty({ format: 'uuid', description: 'The quiz.' })
  activityId: string;

  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ enum: MARKING_METHODS, example: 'average' })
  method: MarkingMethod;

  @ApiProperty({ type: String, format: 'decimal', nullable: true, example: '1' })
  thirdAbove: string | null;

  @ApiProperty({ enum: THIRD_UNITS, example: 'points' })
  thirdUnit: ThirdUnit;

  @ApiProperty({ example: 1 })
  version: number;
}

export function toMarkingRuleResponse(row: MarkingRuleRow & { method: MarkingMethod }): MarkingRuleResponse {
  const { activityId, itemId: questionId, method, thirdAbove, thirdUnit, version } = row;
  return { activityId, questionId, method, thirdAbove: nullablePlainDecimal(thirdAbove), thirdUnit, version };
}
