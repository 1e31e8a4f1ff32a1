import { ApiProperty } from '@nestjs/swagger';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { isUnionOfQuestionTypes } from '../../question-types/api-schemas';
import { QUESTION_TYPES, type QuestionDefinition, type QuestionType } from '../../question-types/registry';
import type { QuestionRecord } from '../questions.repository';

/** A question with its key, for staff. */
export class QuestionResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ enum: QUESTION_TYPES, example: 'true_false' })
  type: QuestionType;

  @ApiProperty({
    example: 'A correlation of 0 means that two variables are unrelated.',
    description: 'Markdown.',
  })
  prompt: string;

  @ApiProperty({
    example: '<p>A correlation of 0 means that two variables are unrelated.</p>\n',
    description: 'The prompt as HTML that is safe to show.',
  })
  promptHtml: string;

  @ApiProperty({ format: 'decimal', example: '1' })
  points: string;

  @ApiProperty({ description: 'The choices and the key, as the type has them.' })
  definition: QuestionDefinition;

  @ApiProperty({ type: String, nullable: true, example: 'It means that they are not related *linearly*.' })
  feedback: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '<p>It means that they are not related <em>linearly</em>.</p>\n',
  })
  feedbackHtml: string | null;

  @ApiProperty({ example: 1 })
  version: number;
}

isUnionOfQuestionTypes(QuestionResponse, ({ name, Definition, example }) => ({
  prompt: { example: example.prompt },
  promptHtml: { example: renderMarkdown(example.prompt) },
  points: { example: example.points },
  definition: { type: Definition, example: { type: name, ...example.definition } },
  feedback: { example: example.feedback },
  feedbackHtml: { example: renderMarkdown(example.feedback) },
}));

/** All questions of a quiz, in its order. */
export class QuestionListResponse {
  @ApiProperty({ type: [QuestionResponse] })
  data: QuestionResponse[];

  @ApiProperty({
    example: false,
    description: 'Whether learners have attempted the quiz: then only prompts and feedback can be corrected.',
  })
  frozen: boolean;
}

export function toQuestionResponse({
  id,
  activityId,
  version,
  ...content
}: QuestionRecord): QuestionResponse {
  const { type, prompt, promptHtml, points, definition, feedback, feedbackHtml } = content;
  return { id, activityId, type, prompt, promptHtml, points, definition, feedback, feedbackHtml, version };
}
