import { ApiProperty } from '@nestjs/swagger';
import { AttemptClockResponse, toRestResponse } from '../../attempts/dto/attempt-clock.response';
import { AttemptLearnerResponse } from '../../attempts/dto/attempt-facts.response';
import { ATTEMPT_STATES, type AttemptState, cutOf, isPaused, standingOf } from '../../attempts/lifecycle';
import { endingRules } from '../../attempts/rules-in-force';
import type { Headway, OpenAttemptRecord } from '../open-attempts.repository';

/** Somebody who is in a quiz, and how far they are. */
export class OpenAttemptResponse extends AttemptClockResponse {
  @ApiProperty({ format: 'uuid', description: 'Of the attempt.' })
  id: string;

  @ApiProperty({ type: AttemptLearnerResponse })
  learner: AttemptLearnerResponse;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts the learner’s attempts at the quiz from 1.',
  })
  number: number;

  @ApiProperty({
    enum: ATTEMPT_STATES,
    example: 'in_progress',
    description: 'Other than `in_progress` where the time is up, and nobody has recorded the end yet.',
  })
  state: AttemptState;

  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:00:00.000Z' })
  startedAt: Date;

  @ApiProperty({ type: 'integer', example: 10, description: 'How many questions the attempt has.' })
  asked: number;

  @ApiProperty({ type: 'integer', example: 4, description: 'How many of them have an answer that counts.' })
  answered: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:04:12.000Z',
    description:
      'When an answer that counts was saved last; null: none was. Whether the learner is connected is not known.',
  })
  lastSavedAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:30:00.000Z',
    description: 'When answering ends; null: never by itself, or not while the attempt is paused.',
  })
  endsAt: Date | null;
}

const NOTHING: Headway = { asked: 0, answered: 0, lastSavedAt: null };

export function toOpenAttemptResponse(
  attempt: OpenAttemptRecord,
  headway: Headway = NOTHING,
  now: Date,
): OpenAttemptResponse {
  const { id, userId, givenName, familyName, number, startedAt } = attempt;
  const { endsAt, pausedAt, restedSeconds, extendedSeconds } = attempt;
  const { asked, answered, lastSavedAt } = headway;
  const stored = { ...attempt, endedAt: null, endReason: null, isGraded: false };
  const rules = endingRules(attempt.inForce, attempt);
  return {
    ...{ id, number, startedAt, learner: { id: userId, givenName, familyName } },
    state: standingOf(stored, rules, now).state,
    ...{ asked, answered, lastSavedAt, endsAt, restedSeconds, extendedSeconds },
    pausedAt: isPaused(attempt, now) ? pausedAt : null,
    ...toRestResponse(attempt, { isOpen: true, at: now }),
    cutBy: cutOf(attempt, rules),
  };
}
