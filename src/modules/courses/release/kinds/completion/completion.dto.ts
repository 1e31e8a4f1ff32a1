import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId } from '../../../../../shared/http/field-rules';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { ItsKind, RulePart } from '../its-kind';

export const COMPLETION_STATES = ['complete', 'incomplete', 'passed', 'failed'] as const;
export type CompletionState = (typeof COMPLETION_STATES)[number];

namedEnum('CompletionState', COMPLETION_STATES);

/** Holds for learners who stand so with an activity of the course. */
export class CompletionConditionDto extends RulePart {
  @ItsKind('completion')
  kind: 'completion';

  @ApiProperty({
    format: 'uuid',
    description: 'Of an activity of the same course.',
    example: '01990000-0000-7000-8000-00000000ac01',
  })
  @IsId()
  activityId: string;

  @ApiProperty({
    enum: COMPLETION_STATES,
    description:
      '`passed` and `failed` cannot be known before the first result that the learner is told: until then neither is met, nor is the opposite of either. Whoever is excused from the activity counts as having completed and passed it.',
    example: 'complete',
  })
  @IsIn(COMPLETION_STATES)
  state: CompletionState;
}
