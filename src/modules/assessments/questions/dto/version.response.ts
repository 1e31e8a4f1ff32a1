import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { anyDefinition } from '../../question-types/api-schemas';
import { QUESTION_TYPES, type QuestionDefinition, type QuestionType } from '../../question-types/registry';
import type { Hint, ScoreFeedback } from '../guidance';
import { HintResponse, ScoreFeedbackResponse } from './guidance.dto';
import { VOIDED, type Voided } from '../key-revision.entity';
import { type Author, AuthorResponse } from '../../../identity';
import type { KeyRevisionRecord, VersionRecord } from '../versions.repository';

namedEnum('Voided', VOIDED);

/** What a question asked from one change to the next. A version never changes. */
export class QuestionVersionResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ type: 'integer', example: 2, description: 'Counts the versions of the question from 1.' })
  number: number;

  @ApiProperty({ enum: QUESTION_TYPES, example: 'true_false' })
  type: QuestionType;

  @ApiProperty({
    example: 'A correlation of 0 means that two variables are unrelated.',
    description: 'Markdown.',
  })
  prompt: string;

  @ApiProperty({ example: '<p>A correlation of 0 means that two variables are unrelated.</p>\n' })
  promptHtml: string;

  @ApiProperty({
    type: AuthorResponse,
    nullable: true,
    description:
      'Null where it was not written down: questions of before there were versions, and those of programs.',
  })
  createdBy: Author;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T08:00:00.000Z' })
  createdAt: Date;
}

/** What was right in a version, and what that earned, from one correction to the next. */
export class KeyRevisionResponse {
  @ApiProperty({ type: 'integer', example: 1, description: 'Counts the revisions of the version from 1.' })
  number: number;

  @ApiProperty({
    allOf: [anyDefinition],
    description: 'What the version asks, with the key of this revision.',
  })
  definition: QuestionDefinition;

  @ApiProperty({ format: 'decimal', example: '1' })
  points: string;

  @ApiProperty({ type: String, nullable: true, example: 'It means that they are not related *linearly*.' })
  feedback: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '<p>It means that they are not related <em>linearly</em>.</p>\n',
  })
  feedbackHtml: string | null;

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
    enum: VOIDED,
    nullable: true,
    example: null,
    description: 'How a question counts that should not have been asked; null where it counts as it is.',
  })
  voided: Voided | null;

  @ApiProperty({ type: AuthorResponse, nullable: true })
  createdBy: Author;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T08:00:00.000Z' })
  createdAt: Date;
}

export class WholeVersionResponse extends QuestionVersionResponse {
  @ApiProperty({ type: [KeyRevisionResponse], description: 'The newest first: it is the one that counts.' })
  keyRevisions: KeyRevisionResponse[];
}

export function toQuestionVersionResponse(version: VersionRecord): QuestionVersionResponse {
  const { id, questionId, number, type, prompt, promptHtml, author: createdBy, createdAt } = version;
  return { id, questionId, number, type, prompt, promptHtml, createdBy, createdAt };
}

export function toWholeVersionResponse(
  version: VersionRecord,
  revisions: readonly KeyRevisionRecord[],
): WholeVersionResponse {
  return { ...toQuestionVersionResponse(version), keyRevisions: revisions.map(toKeyRevisionResponse) };
}

export function toKeyRevisionResponse({
  author,
  guidance,
  ...revision
}: KeyRevisionRecord): KeyRevisionResponse {
  const { number, definition, points, feedback, feedbackHtml, voided, createdAt } = revision;
  return {
    ...{ number, definition, points, feedback, feedbackHtml, ...guidance, voided },
    ...{ createdBy: author, createdAt },
  };
}
