import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { ENTRY_STANDINGS, type EntryStanding } from '../../attempts/answer-log';
import { AttemptLearnerResponse } from '../../attempts/dto/attempt-facts.response';
import { END_CAUSES, END_REASONS } from '../../attempts/lifecycle';
import { TIMELINE_KINDS, type TimelineKind } from '../attempt-action';
import { settingValue } from '../../quizzes/dto/policy-change.response';
import { type QuizSettings, SETTING_NAMES } from '../../quizzes/quiz-settings';
import { TERM_ORIGINS, type TermOrigin } from '../../../courses';
import type { TimelineEntry } from '../timeline';

namedEnum('AnswerStanding', ENTRY_STANDINGS);
namedEnum('AttemptEndCause', END_CAUSES);

class TimelineAnswerResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ type: 'integer', example: 3 })
  sequence: number;

  @ApiProperty({
    enum: ENTRY_STANDINGS,
    example: 'on_time',
    description: '`late`: after the end. `overtaken`: a later answer was there already. Neither counts.',
  })
  standing: EntryStanding;
}

/** A rule that came to be another one for the learner. */
class TimelineRuleChangeResponse {
  @ApiProperty({ enum: SETTING_NAMES, example: 'closesAt' })
  rule: keyof QuizSettings;

  @ApiProperty({ allOf: [settingValue], description: 'What held for the learner.' })
  before: unknown;

  @ApiProperty({ allOf: [settingValue], description: 'What has held since.' })
  after: unknown;

  @ApiProperty({ enum: TERM_ORIGINS, example: 'exception', description: 'Where it comes from since.' })
  origin: TermOrigin;
}

class TimelineDetailsResponse {
  @ApiPropertyOptional({ type: 'integer', example: 10, description: 'Minutes that were added.' })
  minutes?: number;

  @ApiPropertyOptional({ type: 'integer', example: 240, description: 'For how long the attempt was paused.' })
  restedSeconds?: number;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-03-09T10:20:00.000Z',
    description:
      'Of a rest: when it ends, unless the learner goes on before (`rest_ended`), or staff pause the attempt.',
  })
  restsUntil?: string;

  @ApiPropertyOptional({ example: 'There is a mistake in question 3: read 5 for 4.' })
  text?: string;

  @ApiPropertyOptional({ enum: END_REASONS, example: 'submitted', description: 'Why it ended.' })
  endReason?: string;

  @ApiPropertyOptional({
    enum: END_CAUSES,
    example: 'time_limit',
    description: 'Of `abandoned`: what had ended the time for answers.',
  })
  endsBecause?: string;

  @ApiPropertyOptional({ type: String, format: 'decimal', nullable: true, example: '7.5' })
  score?: string | null;

  @ApiPropertyOptional({ type: [TimelineRuleChangeResponse], description: 'Of `rules_changed`.' })
  changes?: TimelineRuleChangeResponse[];
}

/** Something that happened in an attempt. */
export class TimelineEntryResponse {
  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:04:12.000Z' })
  at: Date;

  @ApiProperty({ enum: TIMELINE_KINDS, example: 'extended' })
  kind: TimelineKind;

  @ApiProperty({
    type: AttemptLearnerResponse,
    nullable: true,
    description: 'Null: the clock, not a person.',
  })
  by: AttemptLearnerResponse | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'The fire alarm rang',
    description: 'As staff gave it.',
  })
  reason: string | null;

  @ApiProperty({ type: TimelineAnswerResponse, nullable: true, description: 'Of `answer_saved`.' })
  answer: TimelineAnswerResponse | null;

  @ApiProperty({ type: TimelineDetailsResponse })
  details: TimelineDetailsResponse;
}

export function toTimelineEntryResponse({
  at,
  kind,
  by,
  reason,
  answer,
  details,
}: TimelineEntry): TimelineEntryResponse {
  return { at, kind, by, reason, answer, details };
}
