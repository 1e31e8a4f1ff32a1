import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { exampleInstant } from '../../../../shared/http/description/example-days';
import { IsId, IsInstant, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { fieldRule, says } from '../../../../shared/http/field-sentences';
import { CERTAINTIES, type Certainty } from '../../behaviors/behavior';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { sentences } from '../../assessments.sentences';
import { anyResponse } from '../../question-types/api-schemas';
import { ALL_QUESTION_TYPES } from '../../question-types/registry';
import { MOST_SEQUENCE } from '../answer-log';

namedEnum('Certainty', CERTAINTIES);

/** The most answers of one request: some for each question of the longest quiz. */
const MOST_ANSWERS = 500;

export class SaveAnswerDto {
  @ApiProperty({ allOf: [anyResponse], example: 'median' })
  @ValidateIf(({ response }: SaveAnswerDto) => response !== null)
  @IsDefined(says((field) => sentences.responseMissing({ field })))
  response: unknown;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_SEQUENCE,
    example: 3,
    description:
      'Counts your changes of this answer upwards, with gaps as you like. The highest one that came in time counts, in whatever order they arrive. Without it, the answer is the next one.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(MOST_SEQUENCE)
  sequence?: number;

  @ApiPropertyOptional({
    enum: CERTAINTIES,
    nullable: true,
    example: 'medium',
    description:
      'How sure you are. It counts where the behavior of the quiz goes by certainty, and is kept elsewhere.',
  })
  @IsOptional()
  @IsIn(CERTAINTIES)
  certainty?: Certainty | null;

  @ApiPropertyOptional({
    example: '0b5f7a52-1',
    description:
      'Any text by which this answer is known when it is sent again. For who sends no `sequence`, which does the same.',
  })
  @MayBeLeftOut()
  @Text('line', { max: 64 })
  idempotencyKey?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    example: exampleInstant('03-09T10:04'),
    description:
      'When the learner wrote it, by the clock of their device. It decides nothing while the attempt is open; an answer that comes after the end, has a `sequence`, and was written before is kept as late.',
  })
  @MayBeLeftOut()
  @IsInstant()
  writtenAt?: Date;
}

export class QuestionAnswerDto extends SaveAnswerDto {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  questionId: string;
}

export class SaveAnswersDto {
  @ApiProperty({ type: [QuestionAnswerDto], maxItems: MOST_ANSWERS, example: [] })
  @IsArray()
  @ArrayMaxSize(MOST_ANSWERS)
  @ValidateNested({ each: true })
  @Type(() => QuestionAnswerDto)
  answers: QuestionAnswerDto[];
}

export class PositionDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    example: 2,
    description: 'The place of the next question. That of the current one changes nothing.',
  })
  @IsInt()
  @Min(1)
  @Max(1000)
  position: number;
}

export class StartAttemptDto {
  @ApiPropertyOptional({
    example: 'heliotrope',
    description:
      'That of the quiz, where `needsPassword` is true and `myTerms.passwordWaived` is not. It is ignored elsewhere.',
  })
  @MayBeLeftOut()
  @Text('secret', { max: 100 })
  password?: string;
}

export class SubmitAttemptDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: anyResponse,
    example: {},
    description:
      'Last answers by question id. Saved answers to questions that are not named here count as they are.',
  })
  @MayBeLeftOut()
  @IsObject()
  answers?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', enum: [...CERTAINTIES] },
    example: {},
    description: 'How sure you are of these answers, by question id.',
  })
  @MayBeLeftOut()
  @fieldRule('isCertainties', areCertainties, (field) => sentences.certaintiesNeeded({ field }))
  certainties?: Record<string, Certainty>;
}

function areCertainties(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((one) => CERTAINTIES.includes(one as Certainty));
}

/** Request bodies to try out: no answer, which is what a new attempt has, and one for each type of question. */
export const ANSWER_EXAMPLES = {
  none: { summary: 'No answer: takes the present one back', value: { response: null } },
  ...Object.fromEntries(
    ALL_QUESTION_TYPES.map(({ name, example: { summary, response } }) => [
      name,
      { summary, value: { response } },
    ]),
  ),
};

/**
 * Answers to try out where they are judged at once: one for each type that a program judges. They say how sure somebody is, which counts
 * in some quizzes and does no harm in others.
 */
export const TRY_EXAMPLES = Object.fromEntries(
  ALL_QUESTION_TYPES.filter((type) => type.grade && !type.isUnscored).map(
    ({ name, example: { summary, response } }): [string, { summary: string; value: SaveAnswerDto }] => [
      name,
      { summary, value: { response, certainty: 'medium' } },
    ],
  ),
);
