import { ApiProperty } from '@nestjs/swagger';
import { SURVEY_QUESTION, type SurveyQuestion } from '../../courses';
import { TOGETHER } from '../results-told';
import type { QuestionResult } from '../survey-results';
import type { SurveyRecord } from '../surveys.repository';

/** So many texts of one question at most are in an answer. */
const MOST_TEXTS = 200;

export class SurveyChoiceCount {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the option; null for a point of a scale.',
    example: 'examples',
  })
  id: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the scale, from 1; null for an option.',
    example: null,
  })
  point: number | null;

  @ApiProperty({ description: 'Its text or label.', example: 'Well' })
  text: string;

  @ApiProperty({ type: 'integer', description: 'How many have chosen it.', example: 7 })
  count: number;
}

/** What was answered to a question, as it was asked. */
export class SurveyQuestionResult {
  @ApiProperty({ allOf: [SURVEY_QUESTION] })
  question: SurveyQuestion;

  @ApiProperty({
    description:
      'Whether the survey asks it so now. Answers to an earlier wording, or to other options, have a result of their own.',
    example: true,
  })
  isAsked: boolean;

  @ApiProperty({
    type: 'integer',
    description: 'How many have answered it: the n of its figures.',
    example: 12,
  })
  answers: number;

  @ApiProperty({
    type: [SurveyChoiceCount],
    nullable: true,
    description: 'Of choices and scales, in their order; null of others.',
  })
  choices: SurveyChoiceCount[] | null;

  @ApiProperty({
    format: 'decimal',
    nullable: true,
    description: 'Of scales and numbers: the arithmetic mean, rounded to two decimals; null without answers.',
    example: '3.25',
  })
  mean: string | null;

  @ApiProperty({ format: 'decimal', nullable: true, description: 'As `mean`: the least.', example: '2' })
  least: string | null;

  @ApiProperty({ format: 'decimal', nullable: true, description: 'As `mean`: the greatest.', example: '4' })
  greatest: string | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Of texts: the first 200 in the order of their letters. `/answers.csv` has all of them.',
    example: null,
  })
  texts: string[] | null;

  @ApiProperty({ type: 'integer', description: 'How many texts are not told here.', example: 0 })
  textsLeftOut: number;
}

/** What learners have answered. */
export class SurveyResultsResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac09' })
  activityId: string;

  @ApiProperty({ example: true })
  isAnonymous: boolean;

  @ApiProperty({ type: 'integer', description: 'How many learners have answered.', example: 14 })
  answers: number;

  @ApiProperty({
    type: 'integer',
    description: `How many of these are in the results. Of an anonymous survey in groups of ${TOGETHER}, so that nobody finds out by reading twice what the last one has said.`,
    example: 10,
  })
  told: number;

  @ApiProperty({
    type: [SurveyQuestionResult],
    description: 'Those that are asked now, in their order, then earlier ones.',
  })
  questions: SurveyQuestionResult[];
}

export function toSurveyResultsResponse(
  { activityId, isAnonymous }: SurveyRecord,
  counts: { answers: number; told: number },
  results: readonly QuestionResult[],
): SurveyResultsResponse {
  return {
    ...{ activityId, isAnonymous, ...counts },
    questions: results.map(({ question, isAsked, answers, figures: { texts, ...figures } }) => ({
      ...{ question, isAsked, answers, ...figures },
      texts: texts && texts.slice(0, MOST_TEXTS),
      textsLeftOut: Math.max(0, (texts?.length ?? 0) - MOST_TEXTS),
    })),
  };
}
