import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { FileResponse, toldMedia } from '../../../files';
import { overallFeedbackTo } from '../../quizzes/overall-feedback';
import { type RestClock, restLeft } from '../../rests/rests';
import { showsGrade } from '../../review/review-rules';
import { toTriesResponse } from '../../tries/dto/tries.response';
import type { AnsweredQuestion, AttemptRecord, InForce, ResultTerms } from '../attempt-records';
import { reached } from '../navigation';
import { seenOfPaper } from '../seen-paper';
import { AttemptFactsResponse, type Seen, toAttemptFacts } from './attempt-facts.response';
import { AttemptMessageResponse } from './attempt-message.response';
import { AttemptQuestionResponse, toAttemptQuestionResponse } from './attempt-question.response';
import { RECEIPT_EXAMPLE } from './receipt.dto';
import { RulesInForceResponse, toRulesInForceResponse } from './rules-in-force.response';

export class AttemptResponse extends AttemptFactsResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({
    example: false,
    description: 'It counts nowhere: made by an author to see the quiz as learners do.',
  })
  isPreview: boolean;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-03-09T10:30:00.000Z',
    description:
      'The present instant by the clock of the server, which alone judges ends. Only while the attempt goes on.',
  })
  now?: Date;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '7.5',
    description:
      'The learner’s present grade in the quiz, by its grading policy over all submitted attempts; null until this one is submitted, while what decides it waits for marks, and while the review rules of the quiz keep it back. `highest` and `average` are taken of the graded attempts.',
  })
  gradeScore: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: RECEIPT_EXAMPLE,
    description:
      'States which answers count in the attempt; see `POST /v1/receipts/verification`. Null until submitted.',
  })
  receipt: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '<p>You are ready for the next unit.</p>\n',
    description:
      'What the quiz says to the score. Null where it says nothing; left out where the review rules keep it.',
  })
  overallFeedbackHtml?: string | null;

  @ApiProperty({
    type: RulesInForceResponse,
    nullable: true,
    description:
      'The rules that the attempt goes by, those of everybody and its own. Null for attempts of earlier releases.',
  })
  rules: RulesInForceResponse | null;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'For how long, in seconds, the learner can still rest in this attempt, by their accommodations; see `POST /v1/attempts/{attemptId}/rest`.',
  })
  restSecondsLeft: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description:
      'Where the quiz asks one question after another (`navigation` is `sequential`), the place of the current one, from 1, while the attempt goes on: it alone takes answers, and `PUT /v1/attempts/{attemptId}/position` goes on. Null elsewhere.',
  })
  position: number | null;

  @ApiProperty({ type: 'integer', example: 10, description: 'How many questions the attempt has.' })
  questionCount: number;

  @ApiProperty({
    type: [AttemptQuestionResponse],
    description:
      'In the order of this attempt; with a `position`, up to that one. Empty while the review rules of the quiz keep the answers back, and for the learner in a pause or a rest break.',
  })
  questions: AttemptQuestionResponse[];

  @toldMedia('`questions` show')
  media: FileResponse[];

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-03-10T09:00:00.000Z',
    description: 'Since when it counts nowhere, because staff deleted it. For staff.',
  })
  deletedAt?: Date;

  @ApiPropertyOptional({
    type: [AttemptMessageResponse],
    description:
      'What staff wrote to who is in the attempt, in the order of time, the latest hundred; left out where they wrote nothing. Only where the attempt is read, or continued by a start.',
  })
  messages?: AttemptMessageResponse[];
}

/** An attempt as its viewer may see it, by the review rules, without the files that its questions show. Keys, feedback and marks are shown by no other code than this and that of its questions. */
export function toAttemptResponse(
  attempt: AttemptRecord,
  terms: Omit<ResultTerms, 'grading' | 'offlineAnswers'> & InForce,
  questions: AnsweredQuestion[],
  gradeScore: string | null,
  receipt: string | null,
  { viewer, now, language = 'en', tries }: Seen,
): AttemptResponse {
  const { review, inForce } = terms;
  const { shown, current, hasQuestions } = seenOfPaper(attempt, terms, viewer, now);
  const seesGrade = viewer === 'staff' || showsGrade(review, terms, now);
  const seen = toAttemptFacts(attempt, terms, shown, now);
  const visible = viewer === 'staff' ? questions : reached(questions, current);
  return {
    ...seen,
    ...{ userId: attempt.userId, isPreview: attempt.isPreview },
    ...(seen.endedAt === null ? { now } : {}),
    gradeScore: seesGrade ? gradeScore : null,
    receipt,
    ...(shown.has('overallFeedback') ? { overallFeedbackHtml: overallFeedbackOf(attempt, terms) } : {}),
    rules: inForce && toRulesInForceResponse(inForce),
    restSecondsLeft: secondsLeft(attempt, inForce?.restBreakMinutes ?? 0, seen.endedAt ?? now),
    position: current,
    questionCount: questions.length,
    ...(attempt.deletedAt === null ? {} : { deletedAt: attempt.deletedAt }),
    questions: hasQuestions
      ? visible.map((question) =>
          toAttemptQuestionResponse(
            question,
            shown,
            attempt,
            viewer === 'staff' ? language : undefined,
            tries && toTriesResponse(question, tries.behavior, tries.of.get(question.id) ?? []),
          ),
        )
      : [],
    media: [],
  };
}

function overallFeedbackOf(
  { score, maxScore }: AttemptRecord,
  { overallFeedback }: Pick<ResultTerms, 'overallFeedback'>,
): string | null {
  const text = score === null ? null : overallFeedbackTo(overallFeedback, score, maxScore);
  return text === null ? null : renderMarkdown(text);
}

function secondsLeft(clock: RestClock, allowedMinutes: number, at: Date): number {
  return Math.floor(restLeft(clock, allowedMinutes, at) / 1000);
}
