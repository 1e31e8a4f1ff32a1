import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleInstant } from '../../../../shared/http/description/example-days';
import { IsDecimalText, IsInstant, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { GRADING_POLICIES, type GradingPolicy } from '../../grading/grading-policy';
import { FEEDBACK_RULES, type FeedbackRule } from '../quiz-settings';

/** What to change; whatever is left out stays as it is. */
export class UpdateQuizSettingsDto {
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 100,
    example: 2,
    description: 'How many attempts a learner has; null: no limit.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  maxAttempts?: number | null;

  @ApiPropertyOptional({
    enum: GRADING_POLICIES,
    example: 'highest',
    description: 'Which submitted attempts make the grade. Fixed once somebody has attempted the quiz.',
  })
  @MayBeLeftOut()
  @IsIn(GRADING_POLICIES)
  grading?: GradingPolicy;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-05T08:00'),
    description: 'From then on attempts can be started; null: at once.',
  })
  @IsOptional()
  @IsInstant()
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-18T22:00'),
    description: 'When the quiz should be submitted by. Shown to learners; refuses nothing.',
  })
  @IsOptional()
  @IsInstant()
  dueAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-20T22:00'),
    description: 'From then on no attempt can be started; open attempts can still be submitted.',
  })
  @IsOptional()
  @IsInstant()
  closesAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '60',
    description:
      'Percentage of the points that passes; null: no pass mark. Fixed once somebody has attempted the quiz.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '100', places: 2 })
  passPercentage?: string | null;

  @ApiPropertyOptional({
    example: true,
    description: 'Whether each attempt shows the questions in its own order.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  shuffleQuestions?: boolean;

  @ApiPropertyOptional({
    enum: FEEDBACK_RULES,
    example: 'after_submission',
    description:
      'When learners see which answers were right, the key and the feedback. They see their score in any case.',
  })
  @MayBeLeftOut()
  @IsIn(FEEDBACK_RULES)
  feedback?: FeedbackRule;
}

/** Request bodies to try out. */
export const SETTINGS_EXAMPLES: ExampleBodies = {
  attempts: { summary: 'More attempts', value: { maxAttempts: 3, shuffleQuestions: true } },
  schedule: {
    summary: 'Open for two weeks',
    value: {
      opensAt: exampleInstant('03-05T08:00'),
      dueAt: exampleInstant('03-18T22:00'),
      closesAt: exampleInstant('03-20T22:00'),
    },
  },
  unlimited: {
    summary: 'No limits',
    value: { maxAttempts: null, opensAt: null, dueAt: null, closesAt: null },
  },
};
