import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { FileResponse } from '../../../files';
import { ShownRubricResponse } from '../../../marking';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import type { Language } from '../../../../shared/sentences/sentence';
import { say, sayTo } from '../../../../shared/sentences/say';
import { isUnionOfQuestionTypes } from '../../question-types/api-schemas';
import {
  QUESTION_TYPES,
  type QuestionDefinition,
  type QuestionKey,
  type QuestionType,
  questionTypeOf,
  type QuestionView,
} from '../../question-types/registry';
import { htmlOf, summaryOf } from '../../question-types/responses';
import { CERTAINTIES, type Certainty } from '../../behaviors/behavior';
import { TriesResponse } from '../../tries/dto/tries.response';
import { AnswerFeedbackResponse, feedbackToMarked } from './answer-feedback.response';
import { type ReviewFact, showsQuestionMarks } from '../../review/review-rules';
import { VOIDED, type Voided } from '../../questions/key-revision.entity';
import type { AnsweredQuestion, AttemptRecord } from '../attempt-records';
import { REMARK_CODES, type Remark } from '../../question-types/parts/answer-remarks';

namedEnum('QuestionType', QUESTION_TYPES);

/** Something about an answer that was kept. */
export class AnswerRemark {
  @ApiProperty({ enum: REMARK_CODES, example: 'half_characters_replaced' })
  code: Remark['code'];

  @ApiProperty({ example: 'The sign � stands in the place of half a character.' })
  message: string;
}

/** A question of an attempt. Marks, key and feedback are present only for a caller who may see them. */
export class AttemptQuestionResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: QUESTION_TYPES, example: 'single_choice' })
  type: QuestionType;

  @ApiProperty({ example: '<p>Which of these is a measure of the <strong>center</strong>?</p>\n' })
  promptHtml: string;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '2',
    description: 'Null for a learner from whom the review rules of the quiz keep it.',
  })
  points: string | null;

  @ApiProperty({ description: 'What there is to choose from, without the key.' })
  definition: QuestionView;

  @ApiProperty({ description: 'The answer that counts; null for none.' })
  response: unknown;

  @ApiPropertyOptional({
    example: '<p>The mean misleads where <em>a few values</em> are far from the others.</p>\n',
    description: 'The answer as HTML; left out where it is not written in Markdown.',
  })
  responseHtml?: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 3,
    description: 'Of the answer that counts, among the answers to this question; null if there was none.',
  })
  sequence: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:04:12.000Z',
    description: 'When the answer was saved last; null if never.',
  })
  savedAt: Date | null;

  @ApiProperty({ enum: CERTAINTIES, nullable: true, example: null, description: 'How sure the learner was.' })
  certainty: Certainty | null;

  @ApiPropertyOptional({
    example: true,
    description: 'True if it was written before the end and delivered after it, where the quiz counts that.',
  })
  deliveredAfterEnd?: boolean;

  @ApiPropertyOptional({
    type: [AnswerRemark],
    description: 'Only in the answer to the submission that sent the response.',
  })
  remarks?: AnswerRemark[];

  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '2',
    description: 'Null until submitted, and while a person has to mark the answer.',
  })
  pointsAwarded?: string | null;

  @ApiPropertyOptional({
    type: Boolean,
    nullable: true,
    example: true,
    description:
      'True for full marks; null until submitted, where nothing is right or wrong, and while a person has to mark the answer.',
  })
  correct?: boolean | null;

  @ApiPropertyOptional({
    enum: VOIDED,
    description:
      'How the question counts though it should not have been asked; left out where it counts as it is.',
    example: 'full_credit',
  })
  voided?: Voided;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'The median',
    description: 'For staff: what the response says, in one line of text; null for none.',
  })
  responseSummary?: string | null;

  @ApiPropertyOptional({
    type: TriesResponse,
    description: 'What the learner was shown of their tries, where the behavior of the attempt has any.',
  })
  tries?: TriesResponse;

  @ApiPropertyOptional({
    example: true,
    description: 'True while a person has to mark the answer of a submitted attempt; otherwise left out.',
  })
  needsMark?: boolean;

  @ApiPropertyOptional({
    example: '<p>You say when the mean misleads; an example is missing.</p>\n',
    description: 'What a marker wrote about the answer.',
  })
  markCommentHtml?: string;

  @ApiPropertyOptional({
    type: [FileResponse],
    description:
      'What a marker gave back, such as the answer with notes in it. The links need no token; when they expire, read this again.',
  })
  markFiles?: FileResponse[];

  @ApiPropertyOptional({
    type: ShownRubricResponse,
    description:
      'The rubric by which the answer was marked, and what was chosen, where learners see both marks and feedback.',
  })
  markRubric?: ShownRubricResponse;

  @ApiPropertyOptional({ description: 'The right answer.' })
  key?: QuestionKey;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '<p>The median is the middle value.</p>\n',
  })
  feedbackHtml?: string | null;

  @ApiPropertyOptional({
    type: [AnswerFeedbackResponse],
    description:
      'What there is to say to this very answer: first to how much of it is right, and then to what was chosen or typed. Empty until submitted.',
  })
  answerFeedback?: AnswerFeedbackResponse[];
}

isUnionOfQuestionTypes(AttemptQuestionResponse, (type) => {
  const { View, response, keySchema, example } = type;
  const key = type.keyOf({ ...example.definition, type: type.name } as QuestionDefinition);
  return {
    promptHtml: { example: renderMarkdown(example.prompt) },
    points: { example: example.points },
    definition: { type: View },
    response: { oneOf: [response.schema, { type: 'null' }], example: example.response },
    pointsAwarded: { example: example.points },
    key: { ...keySchema, example: key, required: false },
    feedbackHtml: { example: renderMarkdown(example.feedback) },
  };
});

/** What there is to say about a learner's answer, in their language. */
export function toAnswerRemarkResponses(remarks: Remark[], reader: Pick<Caller, 'locale'>): AnswerRemark[] {
  return remarks.map(({ code, message }) => ({ code, message: sayTo(reader, message) }));
}

function summarySaid(definition: QuestionDefinition, response: unknown, language: Language): string | null {
  const summary = summaryOf(definition, response);
  return summary === null || typeof summary === 'string' ? summary : say(summary, language);
}

/**
 * A question of an attempt with the facts of it that are shown.
 *
 * @param staffLanguage of a reader who reads many; left out for learners
 */
export function toAttemptQuestionResponse(
  question: AnsweredQuestion,
  shown: ReadonlySet<ReviewFact>,
  { needsMarks }: Pick<AttemptRecord, 'needsMarks'>,
  staffLanguage?: Language,
  tries?: TriesResponse,
): AttemptQuestionResponse {
  const { id, promptHtml, points, definition, response, sequence, savedAt } = question;
  const { pointsAwarded, correct, feedbackHtml } = question;
  const type = questionTypeOf(definition);
  const view = type.viewOf(definition, question.optionOrder);
  const responseHtml = htmlOf(definition, response);
  return {
    ...{ id, type: view.type, promptHtml, points: shown.has('maxMarks') ? points : null },
    ...{ definition: view, response, sequence, savedAt, certainty: question.certainty },
    ...(staffLanguage ? { responseSummary: summarySaid(definition, response, staffLanguage) } : {}),
    ...(responseHtml === undefined ? {} : { responseHtml }),
    ...(tries ? { tries } : {}),
    ...(question.standing === 'offline' ? { deliveredAfterEnd: true } : {}),
    ...(showsQuestionMarks(shown) ? { pointsAwarded } : {}),
    ...(shown.has('correctness') ? { correct } : {}),
    ...(question.voided !== null && showsQuestionMarks(shown) ? { voided: question.voided } : {}),
    ...(needsMarks > 0 && pointsAwarded === null ? { needsMark: true } : {}),
    ...markSaid(question, shown),
    ...(shown.has('rightAnswer') ? { key: type.keyOf(definition) } : {}),
    ...(shown.has('specificFeedback') ? { answerFeedback: feedbackToMarked(question) } : {}),
    ...(shown.has('generalFeedback') ? { feedbackHtml } : {}),
  };
}

/** What a marker said. A rubric tells how much an answer earned, so it needs both facts. */
function markSaid(
  { markSaying }: AnsweredQuestion,
  shown: ReadonlySet<ReviewFact>,
): Pick<AttemptQuestionResponse, 'markCommentHtml' | 'markFiles' | 'markRubric'> {
  if (!markSaying || !shown.has('specificFeedback')) return {};
  const { comment, files, rubric } = markSaying;
  return {
    ...(comment === null ? {} : { markCommentHtml: renderMarkdown(comment) }),
    ...(files.length === 0 ? {} : { markFiles: files }),
    ...(rubric && showsQuestionMarks(shown) ? { markRubric: rubric } : {}),
  };
}
