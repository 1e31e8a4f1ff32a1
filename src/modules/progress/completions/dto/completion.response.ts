import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { say } from '../../../../shared/sentences/say';
import type { Language } from '../../../../shared/sentences/sentence';
import {
  COMPLETION_KINDS,
  COMPLETION_MATCHES,
  completionKind,
  type CompletionKindName,
  type CompletionMatch,
} from '../../../courses';
import { AuthorResponse } from '../../../identity';
import { COMPLETION_CAUSES, type CompletionCause } from '../activity-completion.entity';

namedEnum('CompletionKind', COMPLETION_KINDS);
namedEnum('CompletionCause', COMPLETION_CAUSES);

export class ConditionStateResponse {
  @ApiProperty({ enum: COMPLETION_KINDS, example: 'score' })
  kind: CompletionKindName;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    description: 'Of kinds that ask for a share: the least one, in percent; null of all others.',
    example: '60',
  })
  minPercent: string | null;

  @ApiProperty({
    description: 'What the learner has to do, in the language of whoever reads.',
    example: 'Score at least 60 %',
  })
  says: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when the learner meets it; null: they do not.',
    example: '2040-09-18T14:03:11.000Z',
  })
  metAt: Date | null;
}

export class CompletionDecisionResponse {
  @ApiProperty({ example: true })
  isCompleted: boolean;

  @ApiProperty({ example: 'Showed in the lesson that they can do it.' })
  reason: string;

  @ApiProperty({ format: 'date-time', example: '2040-09-18T15:00:00.000Z' })
  decidedAt: Date;

  @ApiProperty({ type: AuthorResponse, nullable: true, description: 'Null where the account is gone.' })
  author: AuthorResponse | null;
}

/** Where a learner stands with the completion of an activity. */
export class CompletionResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  activityId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null: it is not completed.',
    example: null,
  })
  completedAt: Date | null;

  @ApiProperty({
    enum: COMPLETION_CAUSES,
    nullable: true,
    description:
      'What completed it. `manual`: the learner said so. `quiz`: an attempt passed. `override`: an instructor decided about the result. `attendance`: the register. `rule`: the completion rule of the activity. `staff`: they said so. `kept`: an earlier rule, whose completions the author let stand.',
    example: null,
  })
  cause: CompletionCause | null;

  @ApiProperty({
    enum: COMPLETION_MATCHES,
    description: 'Whether all conditions have to be met, or one.',
    example: 'all',
  })
  match: CompletionMatch;

  @ApiProperty({
    type: [ConditionStateResponse],
    description: 'What completes the activity. Empty: nothing does, there is nothing to do.',
  })
  conditions: ConditionStateResponse[];

  @ApiProperty({ description: 'It counts in the progress of the course.', example: true })
  isCounted: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description:
      'By when this learner is expected to have completed it; null: no day is set, or it is counted from a start that they do not have.',
    example: '2040-09-20T16:00:00.000Z',
  })
  expectedAt: Date | null;

  @ApiPropertyOptional({
    type: [CompletionDecisionResponse],
    description: 'What staff have decided about it, the newest first, up to 50. Staff only.',
  })
  decisions?: CompletionDecisionResponse[];
}

/** A condition with what is known of it. */
export function toConditionState(
  condition: { kind: CompletionKindName; minPercent?: string },
  metAt: Date | null,
  language: Language,
): ConditionStateResponse {
  const { kind, minPercent = null } = condition;
  return { kind, minPercent, says: say(completionKind(kind).says(condition), language), metAt };
}
