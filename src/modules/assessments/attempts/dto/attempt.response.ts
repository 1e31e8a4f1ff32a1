import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Rational } from '../../../../shared/decimals/rational';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { overallFeedbackTo } from '../../quizzes/overall-feedback';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { Language } from '../../../../shared/sentences/sentence';
import type { Behavior } from '../../behaviors/behavior';
import { toTriesResponse } from '../../tries/dto/tries.response';
import type { TryRecord } from '../../tries/tries.repository';
import { passes } from '../../grading/grading-policy';
import { type RestClock, restLeft } from '../../rests/rests';
import { type AttemptViewer, factsFor, type ReviewFact, showsGrade } from '../../review/review-rules';
import {
  type AnsweredQuestion,
  type AttemptRecord,
  type InForce,
  type ListedAttempt,
  type ResultTerms,
  standingIn,
} from '../attempt-records';
import {
  ATTEMPT_STATES,
  type AttemptState,
  cutOf,
  END_REASONS,
  type EndReason,
  isPaused,
} from '../lifecycle';
import { AttemptClockResponse, toRestResponse } from './attempt-clock.response';
import { AttemptMessageResponse } from './attempt-message.response';
import { reached } from '../navigation';
import { seenOfPaper } from '../seen-paper';
import { AttemptQuestionResponse, toAttemptQuestionResponse } from './attempt-question.response';
import { RECEIPT_EXAMPLE } from './receipt.dto';
import { RulesInForceResponse, toRulesInForceResponse } from './rules-in-force.response';

export const ATTEMPT_STATUSES = ['in_progress', 'submitted', 'abandoned'] as const;
namedEnum('AttemptStatus', ATTEMPT_STATUSES);
namedEnum('AttemptState', ATTEMPT_STATES);
namedEnum('AttemptEndReason', END_REASONS);

/** The fields that a list and a single attempt share. */
class AttemptFactsResponse extends AttemptClockResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts the learner’s attempts at the quiz from 1.',
  })
  number: number;

  @ApiProperty({
    enum: ATTEMPT_STATUSES,
    example: 'submitted',
    description: 'What `state` says in fewer words: `in_progress` as long as the attempt can be submitted.',
  })
  status: (typeof ATTEMPT_STATUSES)[number];

  @ApiProperty({
    enum: ATTEMPT_STATES,
    example: 'graded',
    description:
      '`overdue`: time is up, and the saved answers can only be submitted. `submitted`: not graded yet, see `needsMarks`. `abandoned`: over without being submitted, and not graded.',
  })
  state: AttemptState;

  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:00:00.000Z' })
  startedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-09T10:21:30.000Z' })
  submittedAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:45:00.000Z',
    description: 'From this instant on no answer counts; null: no end, or none while the attempt is paused.',
  })
  endsAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:45:00.000Z',
    description:
      'Before this instant the attempt can be submitted; null: no end. Later than `endsAt` where the quiz gives a grace.',
  })
  handInBy: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:21:30.000Z',
    description: 'When the attempt ended, submitted or not; null while it goes on.',
  })
  endedAt: Date | null;

  @ApiProperty({
    enum: END_REASONS,
    nullable: true,
    example: 'submitted',
    description: '`submitted`: by the learner. Null while the attempt goes on.',
  })
  endReason: EndReason | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '10',
    description:
      'The points of all questions together. Null for a learner from whom the review rules of the quiz keep it.',
  })
  maxScore: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '7.5',
    description: 'Null until graded, and for a learner from whom the review rules of the quiz keep it.',
  })
  score: string | null;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description:
      'How many questions of a submitted attempt wait for a person’s mark. As long as some do, there is no `score`.',
  })
  needsMarks: number;

  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    example: '4.5',
    description:
      'What the other questions earn, while some wait for a person’s mark. Left out for a learner from whom the review rules of the quiz keep it.',
  })
  scoreSoFar?: string;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '75',
    description: '`score` in percent of `maxScore`, rounded to 2 decimals; null where there is no score.',
  })
  percentage: string | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: true,
    description: 'Whether this attempt reached the pass mark; null where there is no score or no pass mark.',
  })
  passed: boolean | null;
}

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

export class AttemptLearnerResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Ada' })
  givenName: string;

  @ApiProperty({ example: 'Lovelace' })
  familyName: string;
}

/** Who deleted an attempt, when and why. */
class AttemptDeletionResponse {
  @ApiProperty({ format: 'date-time', example: '2026-03-10T09:00:00.000Z' })
  at: Date;

  @ApiProperty({ type: AttemptLearnerResponse, nullable: true })
  by: AttemptLearnerResponse | null;

  @ApiProperty({ type: String, nullable: true, example: 'Started by mistake' })
  reason: string | null;
}

/** An attempt in a list. */
export class AttemptSummaryResponse extends AttemptFactsResponse {
  @ApiProperty({ type: AttemptLearnerResponse })
  learner: AttemptLearnerResponse;

  @ApiPropertyOptional({ type: AttemptDeletionResponse, description: 'Of one that staff deleted.' })
  deletion?: AttemptDeletionResponse;
}

/** Whose eyes an attempt is for, and when. */
export interface Seen {
  viewer: AttemptViewer;
  now: Date;
  /** English where it is left out. */
  language?: Language | undefined;
  /** Where the behavior of the attempt checks answers: the tries by question id. */
  tries?: { behavior: Behavior; of: ReadonlyMap<string, TryRecord[]> } | undefined;
}

/** An attempt as its viewer may see it, by the review rules. Keys, feedback and marks are shown by no other code than this and that of its questions. */
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
  const seen = facts(attempt, terms, shown, now);
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
  };
}

function overallFeedbackOf(
  { score, maxScore }: AttemptRecord,
  { overallFeedback }: Pick<ResultTerms, 'overallFeedback'>,
): string | null {
  const text = score === null ? null : overallFeedbackTo(overallFeedback, score, maxScore);
  return text === null ? null : renderMarkdown(text);
}

export function toAttemptSummaryResponse(
  attempt: ListedAttempt,
  { viewer, now }: Seen,
): AttemptSummaryResponse {
  const { userId: id, givenName, familyName } = attempt;
  const shown = factsFor(viewer, attempt.review, { ...attempt, submittedAt: attempt.endedAt }, now);
  return {
    ...{ ...facts(attempt, attempt, shown, now), learner: { id, givenName, familyName } },
    ...(attempt.deletion ? { deletion: attempt.deletion } : {}),
  };
}

function facts(
  attempt: AttemptRecord,
  terms: Pick<ResultTerms, 'passPercentage' | 'atEnd' | 'hardClose'>,
  shown: ReadonlySet<ReviewFact>,
  now: Date,
): AttemptFactsResponse {
  const { id, activityId, courseId, number, startedAt, endsAt, handInBy, maxScore } = attempt;
  const { restedSeconds, extendedSeconds } = attempt;
  const { passPercentage } = terms;
  // An end that has come is told before it is recorded.
  const { state, due } = standingIn(attempt, terms, now);
  const isOpen = state === 'in_progress' || state === 'overdue';
  const score = shown.has('marks') ? attempt.score : null;
  return {
    id,
    activityId,
    courseId,
    number,
    status: isOpen ? 'in_progress' : state === 'abandoned' ? 'abandoned' : 'submitted',
    state,
    startedAt,
    submittedAt: due?.by === 'submission' ? due.at : attempt.submittedAt,
    ...{ endsAt, handInBy },
    pausedAt: isOpen && isPaused(attempt, now) ? attempt.pausedAt : null,
    ...{ restedSeconds, extendedSeconds, cutBy: cutOf(attempt, terms) },
    ...toRestResponse(attempt, { isOpen, at: due?.at ?? attempt.endedAt ?? now }),
    endedAt: due?.at ?? attempt.endedAt,
    endReason: due?.reason ?? attempt.endReason,
    maxScore: shown.has('maxMarks') ? maxScore : null,
    ...{ score, needsMarks: attempt.needsMarks },
    ...(attempt.needsMarks > 0 && shown.has('marks') ? { scoreSoFar: attempt.markedScore ?? '0' } : {}),
    percentage: score === null ? null : percentageOf(score, maxScore),
    passed: score === null || passPercentage === null ? null : passes(score, maxScore, passPercentage),
  };
}

function secondsLeft(clock: RestClock, allowedMinutes: number, at: Date): number {
  return Math.floor(restLeft(clock, allowedMinutes, at) / 1000);
}

function percentageOf(score: string, maxScore: string): string {
  const max = Rational.of(maxScore);
  return max.isZero() ? '0' : Rational.of(score).over(max).toPercent(2);
}
