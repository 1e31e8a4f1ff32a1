import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { namedEnum, namedSchema } from '../../../../shared/http/named-schemas';
import { AuthorResponse } from '../../../identity';
import type { PolicyChangeRecord } from '../policy-changes.repository';
import { POLICY_CHANGE_CAUSES, type PolicyChangeCause } from '../quiz-policy-change.entity';
import { BEHAVIOR_NAMES } from '../../behaviors/behavior';
import { GRADING_POLICIES } from '../../grading/grading-policy';
import { ReviewRulesDto } from '../../review/review-rules.dto';
import { FeedbackBandDto } from './update-quiz.dto';
import {
  ATTEMPT_ENDS,
  HIDDEN_VALUE,
  NAVIGATIONS,
  OFFLINE_RULES,
  type QuizSettings,
  SETTING_NAMES,
} from '../quiz-settings';

namedEnum('QuizSettingName', SETTING_NAMES);
namedEnum('PolicyChangeCause', POLICY_CHANGE_CAUSES);

const WORDS = [
  ...GRADING_POLICIES,
  ...ATTEMPT_ENDS,
  ...NAVIGATIONS,
  ...OFFLINE_RULES,
  ...BEHAVIOR_NAMES,
  HIDDEN_VALUE,
];
namedEnum('QuizBehavior', BEHAVIOR_NAMES);
namedEnum('QuizSettingWord', WORDS);

/** Whatever a setting can be. */
export const settingValue = namedSchema(
  'QuizSettingValue',
  {
    anyOf: [
      { type: 'null' },
      { type: 'boolean' },
      { type: 'integer' },
      { type: 'string', format: 'decimal' },
      { type: 'string', format: 'date-time' },
      { $ref: getSchemaPath('QuizSettingWord') },
      { $ref: getSchemaPath(ReviewRulesDto) },
      { type: 'array', items: { $ref: getSchemaPath(FeedbackBandDto) } },
    ],
  },
  [ReviewRulesDto, FeedbackBandDto],
);

/** One setting of a quiz that was changed. */
export class PolicyChangeResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: SETTING_NAMES, example: 'closesAt' })
  setting: keyof QuizSettings;

  @ApiProperty({ allOf: [settingValue], description: 'As the quiz had it. A password is not told.' })
  oldValue: unknown;

  @ApiProperty({ allOf: [settingValue], description: 'As the quiz has it since.' })
  newValue: unknown;

  @ApiProperty({
    enum: POLICY_CHANGE_CAUSES,
    example: 'settings',
    description: '`time_zone`: the course got another time zone, which moved the dates.',
  })
  cause: PolicyChangeCause;

  @ApiProperty({
    type: AuthorResponse,
    nullable: true,
    description: 'Null where no person changed the setting itself.',
  })
  changedBy: AuthorResponse | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T08:00:00.000Z' })
  changedAt: Date;
}

export function toPolicyChangeResponse(change: PolicyChangeRecord): PolicyChangeResponse {
  const { id, setting, oldValue, newValue, cause, changedBy, changedAt } = change;
  return { id, setting, oldValue, newValue, cause, changedBy, changedAt };
}
