import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { IsDecimalText, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import {
  anyDefinition,
  definitionBesideType,
  isUnionOfQuestionTypes,
} from '../../question-types/api-schemas';
import { QUESTION_TYPES, type QuestionType } from '../../question-types/registry';
import { ShareText } from '../../question-types/parts/shares';
import { HintDto, ScoreFeedbackDto } from './guidance.dto';
import { Tags } from '../../banks/dto/tags.fields';
import { MOST_QUESTIONS } from '../most-questions';

/** Where a question stands in its bank. */
class QuestionFilingDto {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The folder of the bank that it is in; null for none.',
  })
  @IsOptional()
  @IsId()
  folderId?: string | null;

  @Tags(
    'At most 20, by which it is found and drawn; learning objectives among them. Letter case and accents do not matter.',
    ['Measures of center'],
  )
  tags?: string[];
}

/** Where a question stands, and what leads learners on. */
class QuestionExtrasDto extends QuestionFilingDto {
  @ApiPropertyOptional({
    type: ScoreFeedbackDto,
    description: 'What is said to a whole response. Replaces all three.',
  })
  @MayBeLeftOut()
  @Type(() => ScoreFeedbackDto)
  @IsObject()
  @ValidateNested()
  scoreFeedback?: ScoreFeedbackDto;

  @ApiPropertyOptional({
    type: [HintDto],
    maxItems: 20,
    description: 'What helps on after each try that was not right, in order. Replaces all.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => HintDto)
  hints?: HintDto[];

  @ApiPropertyOptional()
  @MayBeLeftOut()
  @ShareText('The part of the points that each try before costs, from 0 to 1; a third by default.')
  penalty?: string;
}

export class CreateQuestionDto extends QuestionExtrasDto {
  @ApiProperty({ enum: QUESTION_TYPES, example: 'single_choice' })
  @IsIn(QUESTION_TYPES)
  type: QuestionType;

  @ApiProperty({
    maxLength: 20_000,
    example: 'Which of these is a measure of the **center**?',
    description: 'Markdown.',
  })
  @Text('lines', { min: 1, max: 20_000, trim: true })
  prompt: string;

  @ApiProperty({
    example: '2',
    description: 'What a right answer earns: above 0, or 0 for a `survey`, which earns nothing.',
  })
  @IsDecimalText({ min: '0', max: '9999', places: 4 })
  points: string;

  @ApiProperty({ description: 'The choices and the key, as the type has them.' })
  @IsObject()
  definition: object;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 20_000,
    example: 'The median is the middle value.',
    description: 'Markdown: what learners may read after they have been graded.',
  })
  @IsOptional()
  @Text('lines', { max: 20_000, trim: true })
  feedback?: string | null;
}

isUnionOfQuestionTypes(CreateQuestionDto, (type) => ({
  prompt: { example: type.example.prompt },
  points: { example: type.example.points },
  feedback: { example: type.example.feedback },
  definition: { type: definitionBesideType(type), example: type.example.definition },
}));

/** What to change; whatever is left out stays as it is. Another type needs another definition with it. */
export class UpdateQuestionDto extends QuestionExtrasDto {
  @ApiPropertyOptional({ enum: QUESTION_TYPES, example: 'single_choice' })
  @MayBeLeftOut()
  @IsIn(QUESTION_TYPES)
  type?: QuestionType;

  @ApiPropertyOptional({ maxLength: 20_000, example: 'Which of these is a measure of the **spread**?' })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: 20_000, trim: true })
  prompt?: string;

  @ApiPropertyOptional({ example: '2.5' })
  @MayBeLeftOut()
  @IsDecimalText({ min: '0', max: '9999', places: 4 })
  points?: string;

  @ApiPropertyOptional({
    allOf: [anyDefinition],
    description: 'The choices and the key, as the type has them. Replaces the whole definition.',
  })
  @MayBeLeftOut()
  @IsObject()
  definition?: object;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 20_000,
    example: 'The range is a measure of spread.',
  })
  @IsOptional()
  @Text('lines', { max: 20_000, trim: true })
  feedback?: string | null;
}

export class QuestionOrderDto {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Every question of the quiz, in the wanted order.',
    // Not the order of any quiz with questions, so it is refused and moves nothing.
    example: [],
  })
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MOST_QUESTIONS)
  questionIds: string[];
}
