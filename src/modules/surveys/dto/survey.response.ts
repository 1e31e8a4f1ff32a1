import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../shared/http/named-schemas';
import type { GivenAnswers } from '../question-kinds/question-kind';
import type { OwnParticipation } from '../survey-answers.repository';
import { SURVEY_STATES, type SurveyState, surveyState } from '../survey-rules';
import type { SurveyRecord } from '../surveys.repository';

namedEnum('SurveyState', SURVEY_STATES);

/** Answers by the ids of the questions. */
const ANSWERS = { type: 'object', additionalProperties: {}, example: { clarity: 3 } } as const;

/** A survey: when it takes answers, and from whom. Its questions are read with the activity. */
export class SurveyResponse {
  @ApiProperty({
    format: 'uuid',
    description: 'Of the activity.',
    example: '01990000-0000-7000-8000-00000000ac09',
  })
  activityId: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ description: 'Of the activity. Plain text.', example: 'How is the course going?' })
  title: string;

  @ApiProperty({ description: 'Nobody learns who gave which answer.', example: false })
  isAnonymous: boolean;

  @ApiProperty({ description: 'Answers may be changed while it is open.', example: true })
  mayChange: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  opensAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2040-03-04T22:00:00.000Z' })
  closesAt: Date | null;

  @ApiProperty({ enum: SURVEY_STATES, description: 'Whether it takes answers now.', example: 'open' })
  state: SurveyState;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Whether the learner who reads has answered it; null for staff.',
    example: true,
  })
  isAnswered: boolean | null;

  @ApiProperty({
    ...ANSWERS,
    nullable: true,
    description:
      'What the learner who reads has answered; null for staff, before an answer, and in an anonymous survey.',
  })
  myAnswers: GivenAnswers | null;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-03T15:20:00.000Z' })
  updatedAt: Date;
}

/** That an answer was saved. */
export class SavedSurveyAnswerResponse {
  @ApiProperty({ description: 'The answer is saved.', example: true })
  isAnswered: boolean;

  @ApiProperty({
    ...ANSWERS,
    nullable: true,
    description:
      'As they are stored; null in an anonymous survey, where nobody can read them as yours again.',
  })
  myAnswers: GivenAnswers | null;
}

/** @param own of the learner who reads; null for staff */
export function toSurveyResponse(
  survey: SurveyRecord,
  title: string,
  now: Date,
  own: OwnParticipation | undefined | null,
): SurveyResponse {
  const { activityId, courseId, isAnonymous, mayChange, opensAt, closesAt, version, updatedAt } = survey;
  return {
    ...{ activityId, courseId, title, isAnonymous, mayChange, opensAt, closesAt },
    state: surveyState(survey, now),
    isAnswered: own === null ? null : own !== undefined,
    myAnswers: own?.answers ?? null,
    ...{ version, updatedAt },
  };
}
