import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum, namedUnion } from '../../../../shared/http/named-schemas';
import { COMPLETION_KINDS } from '../completion-kinds';
import { MomentDto } from '../../release/kinds/date/date.dto';
import {
  COMPLETION_MATCHES,
  type CompletionMatch,
  EARLIER_COMPLETIONS,
  type EarlierCompletions,
} from '../completion-rule';
import { ALL_COMPLETION_KINDS } from '../kinds/registry';

namedEnum('AllOrAny', COMPLETION_MATCHES);
namedEnum('EarlierCompletions', EARLIER_COMPLETIONS);

const CONDITION = namedUnion(
  'CompletionCondition',
  'kind',
  Object.fromEntries(ALL_COMPLETION_KINDS.map(({ name, Condition }) => [name, Condition])),
);

/** What a learner has to do with an activity until it counts as completed. */
export class CompletionRuleDto {
  @ApiPropertyOptional({
    enum: COMPLETION_MATCHES,
    default: 'all',
    description: 'Whether all conditions have to be met, or one.',
    example: 'all',
  })
  @MayBeLeftOut()
  @IsIn(COMPLETION_MATCHES)
  match?: CompletionMatch;

  /** Each is read by itself, since they are of many kinds. */
  @ApiProperty({
    type: 'array',
    items: CONDITION,
    minItems: 1,
    maxItems: COMPLETION_KINDS.length,
    description: `Each kind once. Which kinds there are depends on the type of the activity.`,
    example: [{ kind: 'viewed' }, { kind: 'marked_done' }],
  })
  @IsArray()
  @ArrayMaxSize(COMPLETION_KINDS.length)
  conditions: unknown[];

  @ApiPropertyOptional({
    enum: EARLIER_COMPLETIONS,
    description:
      'What becomes of those who have completed the activity by another rule, when this one is published. `keep`: they stay. `recheck`: whoever does not meet this rule has not completed it any more. Needed where somebody has completed it. Whoever meets the rule already has completed the activity in either case, and what staff have set stays.',
    example: 'keep',
  })
  @MayBeLeftOut()
  @IsIn(EARLIER_COMPLETIONS)
  earlier?: EarlierCompletions;
}

/** For OpenAPI: the fields by which an activity is completed, as they are sent and told. */
export const COMPLETION_RULE_FIELD = {
  type: CompletionRuleDto,
  nullable: true,
  description:
    'What completes the activity. Null: what usually completes an activity of its type: a page, a video, a file, a folder and a link are marked as done, a quiz is passed, a session is attended.',
  example: null,
};

export const IS_REQUIRED_FIELD = {
  description:
    'Whether it counts in progress. In a course where nothing is required, everything counts. What is optional can be completed all the same.',
  example: true,
} as const;

export const EXPECTED_BY_FIELD = {
  type: MomentDto,
  nullable: true,
  description:
    'By when learners are expected to have completed it: it is in their calendars and outlines, and closes nothing. Null: no day.',
  example: { at: '2040-09-20T16:00:00.000Z' },
};
