import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleInstant } from '../../../../shared/http/description/example-days';
import { IsDecimalText, IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { BEHAVIOR_NAMES, type BehaviorName } from '../../behaviors/behavior';
import { GRADING_POLICIES, type GradingPolicy } from '../../grading/grading-policy';
import { ReviewRulesDto } from '../../review/review-rules.dto';
import {
  ATTEMPT_ENDS,
  type AttemptEnd,
  FEEDBACK_RULES,
  type FeedbackRule,
  LONGEST_LIMIT_SECONDS,
  type Navigation,
  NAVIGATIONS,
  OFFLINE_RULES,
  type OfflineRule,
} from '../quiz-settings';
import { POSTING_RULES, type PostingRule } from '../../review/posting';

/** What is said to an attempt from a percentage of the points on. */
export class FeedbackBandDto {
  @ApiProperty({ example: '80', description: 'In percent of the points; it holds up to the next band.' })
  @IsDecimalText({ min: '0', max: '100', places: 2 })
  from: string;

  @ApiProperty({ example: 'You are ready for the **next unit**.', description: 'Markdown.' })
  @Text('lines', { min: 1, max: 5000, trim: true })
  text: string;
}

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
    description:
      'From then on no attempt can be started, and open attempts end, later for those who have more time.',
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
    example: false,
    description:
      'Whether each attempt shows what there is to choose, to match or to put in order in an order of its own. Where it does not, options are shown as they were written; what is to be matched, put in order or chosen for gaps still is not, since that order may be the right one: it is shown in one that only depends on the items.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  shuffleOptions?: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: LONGEST_LIMIT_SECONDS,
    example: 2700,
    description: 'How long an attempt may take; null: no limit.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_LIMIT_SECONDS)
  timeLimitSeconds?: number | null;

  @ApiPropertyOptional({
    enum: ATTEMPT_ENDS,
    example: 'submit',
    description: 'What becomes of an attempt whose time is up. `grace` needs `graceSeconds`.',
  })
  @MayBeLeftOut()
  @IsIn(ATTEMPT_ENDS)
  atEnd?: AttemptEnd;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: LONGEST_LIMIT_SECONDS,
    example: null,
    description: 'With `grace`: how long an attempt can be submitted after its end.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_LIMIT_SECONDS)
  graceSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 31536000,
    example: null,
    description: 'From the end of the first attempt to the start of the second; null: none.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(31536000)
  delayAfterFirstSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 31536000,
    example: null,
    description: 'From the end of each later attempt to the start of the next; null: none.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(31536000)
  delayAfterLaterSeconds?: number | null;

  @ApiPropertyOptional({
    example: false,
    description: 'Whether `closesAt` holds for those as well who have more time.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  hardClose?: boolean;

  @ApiPropertyOptional({
    enum: OFFLINE_RULES,
    example: 'not_counted',
    description: 'Whether an answer counts that was written before the end and delivered after it.',
  })
  @MayBeLeftOut()
  @IsIn(OFFLINE_RULES)
  offlineAnswers?: OfflineRule;

  @ApiPropertyOptional({
    enum: NAVIGATIONS,
    example: 'free',
    description:
      '`sequential`: one question after another, without a way back. Learners see the questions up to the one whose turn it is, and only that one takes answers.',
  })
  @MayBeLeftOut()
  @IsIn(NAVIGATIONS)
  navigation?: Navigation;

  @ApiPropertyOptional({
    enum: BEHAVIOR_NAMES,
    example: 'deferred',
    description:
      'When answers are judged, of attempts that begin. `deferred`: all at the end. `immediate`: each may be checked once. `interactive`: one try more than the question has hints; each that was not right costs the penalty of the question. `adaptive`: as many tries as one likes, each at the penalty, and the best counts. `…_certainty`: learners say how sure they are, and lose points where they were wrong and sure.',
  })
  @MayBeLeftOut()
  @IsIn(BEHAVIOR_NAMES)
  behavior?: BehaviorName;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 100,
    example: null,
    description: 'What a learner has to say to start; null: nothing.',
  })
  @IsOptional()
  @Text('secret', { min: 1, max: 100 })
  password?: string | null;

  @ApiPropertyOptional({
    type: ReviewRulesDto,
    description:
      'What learners see of their attempts in each phase. Replaces all four; comes before `feedback`.',
  })
  @MayBeLeftOut()
  @Type(() => ReviewRulesDto)
  @IsObject()
  @ValidateNested()
  review?: ReviewRulesDto;

  @ApiPropertyOptional({
    type: [FeedbackBandDto],
    maxItems: 20,
    description:
      'What is said to the score of an attempt, where the review rules show `overallFeedback`: the text of the highest band that it reaches. Replaces all.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => FeedbackBandDto)
  overallFeedback?: FeedbackBandDto[];

  @ApiPropertyOptional({
    enum: FEEDBACK_RULES,
    example: 'after_submission',
    description:
      'Review rules by one word: `after_submission` shows everything as soon as an attempt is submitted, `never` the score alone.',
  })
  @MayBeLeftOut()
  @IsIn(FEEDBACK_RULES)
  feedback?: FeedbackRule;

  @ApiPropertyOptional({
    enum: POSTING_RULES,
    example: 'when_all_marked',
    description:
      'When learners see scores, of which the review rules show what they do: `at_once`, `at_date` (`postsAt`), `when_all_marked` (a quiz that closes is closed for everybody, and no answer waits for a mark; in one that does not close, no answer of the attempt itself does), or `by_hand`: not until this is set to `at_once`.',
  })
  @MayBeLeftOut()
  @IsIn(POSTING_RULES)
  posting?: PostingRule;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: exampleInstant('03-30T08:00'),
    description: 'With `at_date`: when marks are posted.',
  })
  @IsOptional()
  @IsInstant()
  postsAt?: Date | null;
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
