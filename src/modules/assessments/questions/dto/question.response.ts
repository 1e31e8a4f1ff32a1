import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { TextWarning, ToldWarnings, warningsOf } from '../../../../shared/markdown/text-warnings';
import { isUnionOfQuestionTypes } from '../../question-types/api-schemas';
import {
  QUESTION_TYPES,
  type QuestionDefinition,
  type QuestionType,
  questionTypeOf,
} from '../../question-types/registry';
import { FileResponse, toldMedia } from '../../../files';
import { SimilarQuestionResponse } from '../../likeness/dto/duplicates.response';
import { HintResponse, ScoreFeedbackResponse } from './guidance.dto';
import type { Hint, ScoreFeedback } from '../guidance';
import { guidanceIn } from '../question-content';
import type { QuestionRecord } from '../questions.repository';

/** A question with its key, for staff. */
export class QuestionResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The quiz; of a single question the one that it was made in, null where it was made in none.',
  })
  activityId: string | null;

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

  @toldMedia('the question shows')
  media: FileResponse[];

  @ToldWarnings()
  warnings: TextWarning[];

  @ApiProperty({
    type: [String],
    example: [],
    description:
      'Answers of the definition by which nothing is graded, such as `definition.alternatives[0]`: one before them takes all that they would take.',
  })
  hiddenAnswers: string[];

  @ApiProperty({ type: ScoreFeedbackResponse, description: 'What is said to a whole response.' })
  scoreFeedback: ScoreFeedback;

  @ApiProperty({ type: [HintResponse], description: 'What helps on after each try that was not right.' })
  hints: Hint[];

  @ApiProperty({
    format: 'share',
    example: '1/3',
    description: 'The part of the points that each try before costs.',
  })
  penalty: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The folder of the bank that it is in; null for none.',
  })
  folderId: string | null;

  @ApiProperty({ type: [String], example: ['Measures of center'] })
  tags: string[];

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '0.25',
    description:
      'What somebody earns on average who answers without reading, as a part of the points, rounded to 4 decimals; null where that cannot be said.',
  })
  guessShare: string | null;

  @ApiProperty({ example: 1, description: 'Counts all changes; see `ETag`.' })
  version: number;

  @ApiProperty({
    format: 'uuid',
    description: 'Of what is asked. It stays while only the key, points or feedback change.',
  })
  versionId: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Counts the versions of what is asked from 1.' })
  versionNumber: number;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts the revisions of the key, points and feedback of this version from 1.',
  })
  keyRevision: number;

  @ApiPropertyOptional({
    type: [SimilarQuestionResponse],
    description:
      'Only in the answer to the request that added it: questions of the bank that ask nearly the same, the most alike first. None refuses it.',
  })
  similar?: SimilarQuestionResponse[];
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
    description:
      'Whether learners have attempted the quiz: then its questions are the same ones, worth the same, and what they ask can still be changed for later attempts.',
  })
  frozen: boolean;
}

/** Without the files that it shows. */
export function toQuestionResponse(question: QuestionRecord): QuestionResponse {
  const { id, activityId, version, versionId, versionNumber, keyRevision } = question;
  const { type, prompt, promptHtml, points, definition, feedback, feedbackHtml, folderId, tags } = question;
  const hidden = questionTypeOf(definition).hiddenAnswers?.(definition) ?? [];
  return {
    ...{ id, activityId, type, prompt, promptHtml, points, definition, feedback, feedbackHtml },
    media: [],
    warnings: warningsOf(textsOf(question)),
    hiddenAnswers: hidden.map((field) => `definition.${field}`),
    guessShare: questionTypeOf(definition).guessShare(definition)?.toDecimal(4) ?? null,
    ...guidanceIn(question),
    ...{ folderId, tags, version, versionId, versionNumber, keyRevision },
  };
}

/** What is written in Markdown, by the names of its fields. */
function textsOf({ prompt, feedback, scoreFeedback, hints }: QuestionRecord): Record<string, string | null> {
  const { right, partly, wrong } = scoreFeedback;
  return {
    ...{ prompt, feedback },
    ...{ 'scoreFeedback.right': right, 'scoreFeedback.partly': partly, 'scoreFeedback.wrong': wrong },
    ...Object.fromEntries(hints.map(({ text }, index) => [`hints[${index}].text`, text])),
  };
}
