import { ApiProperty } from '@nestjs/swagger';
import { Rational } from '../../../../shared/decimals/rational';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { feedbackToAll } from '../../question-types/parts/answer-feedback';
import { feedbackToResponse, gradeResponse, isMissing } from '../../question-types/responses';
import { scoreFeedbackTo } from '../../questions/guidance';
import { withNumbers } from '../drawn';
import type { AnsweredQuestion } from '../attempt-records';
import type { AskedQuestion } from '../paper-records';

/** What the author says to the answer, or to a part of it. */
export class AnswerFeedbackResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'mean',
    description: 'The id of the option or gap that it is about; null for the answer as a whole.',
  })
  about: string | null;

  @ApiProperty({ example: '<p>One extreme value pulls the mean along.</p>\n' })
  html: string;
}

/** What is said to a response that the program judges, before penalties. */
export function answerFeedbackTo(question: AskedQuestion, response: unknown): AnswerFeedbackResponse[] {
  if (isMissing(response)) return [];
  const { share, correct } = gradeResponse(question.definition, response, '1');
  return said(question, response, toScore(question, correct, share.isZero()));
}

/** What is said to the answer of a graded question, by the mark, whoever gave it. */
export function feedbackToMarked(question: AnsweredQuestion): AnswerFeedbackResponse[] {
  const { response, pointsAwarded, correct } = question;
  if (pointsAwarded === null || isMissing(response)) return [];
  return said(question, response, toScore(question, correct, Rational.of(pointsAwarded).isZero()));
}

/** Rendered when it is read: few answers have any, and it belongs to one answer. */
function said(
  { definition, drawn }: AskedQuestion,
  response: unknown,
  score: string | null,
): AnswerFeedbackResponse[] {
  const texts = [...feedbackToAll(score ?? undefined), ...feedbackToResponse(definition, response)];
  return texts.map(({ about, text }) => ({
    about,
    html: withNumbers(renderMarkdown(text, { files: true }), drawn ?? {}),
  }));
}

/** Null where nothing is right or wrong. */
function toScore({ guidance }: AskedQuestion, correct: boolean | null, isNothing: boolean): string | null {
  if (correct === null || !guidance) return null;
  return scoreFeedbackTo(guidance.scoreFeedback, { isFull: correct, isNothing });
}
