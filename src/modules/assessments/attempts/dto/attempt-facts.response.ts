import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Rational } from '../../../../shared/decimals/rational';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { Language } from '../../../../shared/sentences/sentence';
import type { Behavior } from '../../behaviors/behavior';
import { passes } from '../../grading/grading-policy';
import type { AttemptViewer, ReviewFact } from '../../review/review-rules';
import type { TryRecord } from '../../tries/tries.repository';
import { type AttemptRecord, type ResultTerms, standingIn } from '../attempt-records';
import {
  ATTEMPT_STATES,
  type AttemptState,
  cutOf,
  END_REASONS,
  type EndReason,
  isPaused,
} from '../lifecycle';
import { AttemptClockResponse, toRestResponse } from './attempt-clock.response';

export const ATTEMPT_STATUSES = ['in_progress', 'submitted', 'abandoned'] as const;
namedEnum('AttemptStatus', ATTEMPT_STATUSES);
namedEnum('AttemptState', ATTEMPT_STATES);
namedEnum('AttemptEndReason', END_REASONS);

/** The fields that a list and a single attempt share. */
export class AttemptFactsResponse extends AttemptClockResponse {
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

  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    example: '6.5',
    description:
      'The score before a correction of a key changed it for the first time. Left out where none has, and for a learner from whom the review rules of the quiz keep it.',
  })
  scoreBeforeRegrade?: string;

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

export class AttemptLearnerResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Ada' })
  givenName: string;

  @ApiProperty({ example: 'Lovelace' })
  familyName: string;
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

/** What a list and a single attempt tell of an attempt, as far as the facts that are shown allow. */
export function toAttemptFacts(
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
    ...(attempt.scoreBeforeRegrade !== null && shown.has('marks')
      ? { scoreBeforeRegrade: attempt.scoreBeforeRegrade }
      : {}),
    ...(attempt.needsMarks > 0 && shown.has('marks') ? { scoreSoFar: attempt.markedScore ?? '0' } : {}),
    percentage: score === null ? null : percentageOf(score, maxScore),
    passed: score === null || passPercentage === null ? null : passes(score, maxScore, passPercentage),
  };
}

function percentageOf(score: string, maxScore: string): string {
  const max = Rational.of(maxScore);
  return max.isZero() ? '0' : Rational.of(score).over(max).toPercent(2);
}
