import { isDeepStrictEqual } from 'node:util';
import { earlier } from '../../../shared/time/earlier';
import type { ConflictError } from '../../../shared/errors/domain-error';
import { AttemptPausedError, AttemptRestingError } from '../assessments.errors';
import { factsFor, type ReviewFact } from '../review/review-rules';
import type { AnsweringEnd, LogEntry } from './answer-log';
import type { NewEntry } from './answer-log.repository';
import type { Responses } from './attempt-answers';
import type { Answer, AttemptRecord, FoundAttempt, LoggedAnswer } from './attempt-records';
import { isInterrupted, isPaused } from './lifecycle';
import { turnOf } from './navigation';
import { isResting } from '../rests/rests';
import { hashOf } from './response-hash';

/** What tells a learner what is right. */
const TELLING: readonly ReviewFact[] = ['correctness', 'rightAnswer', 'specificFeedback', 'generalFeedback'];

/**
 * Since when no answer to an attempt counts; null while they do. `ended` is the attempt with its terms if it is over. What was
 * written offline does not count any more once the review rules show its learner what is right, or after an interruption.
 */
export function answeringEnd(
  attempt: AttemptRecord | undefined,
  ended: FoundAttempt | undefined,
  now: Date,
): AnsweringEnd | null {
  if (!attempt) return null;
  const { pausedAt, restBeganAt } = attempt;
  if (pausedAt !== null && ended === undefined && isPaused(attempt, now))
    return { at: pausedAt, isPause: true, isHandedIn: false, because: null, offlineCounts: false };
  if (restBeganAt !== null && ended === undefined && isResting(attempt, now))
    return {
      ...{ at: restBeganAt, isPause: true, isRest: true, isHandedIn: false, because: null },
      offlineCounts: false,
    };
  const isHandedIn = wasHandedInInTime(attempt);
  const at = isHandedIn ? attempt.endedAt : earlier(attempt.endsAt, attempt.endedAt);
  if (at === null || (ended === undefined && now < at)) return null;
  return {
    ...{ at, isPause: false, isHandedIn, because: attempt.endsBecause },
    ...(isResting(attempt, at) && restBeganAt !== null ? { stoppedAt: restBeganAt } : {}),
    ...(pausedAt === null ? {} : { stoppedAt: pausedAt }),
    offlineCounts: ended !== undefined && countsOffline(ended, now),
  };
}

/** What holds for answers to a question that was passed: whenever they were written, they do not count. */
export function endOfPassed(end: AnsweringEnd | null, now: Date): AnsweringEnd {
  if (end) return { ...end, offlineCounts: false };
  return { at: now, isPause: true, isHandedIn: false, because: null, offlineCounts: false };
}

/** Why nothing counts that comes while the clock of an attempt stands. */
export function refusalInPause({ isRest = false }: { isRest?: boolean }): ConflictError {
  return isRest ? new AttemptRestingError() : new AttemptPausedError();
}

/** Whether the learner ended the attempt before its time was up. */
export function wasHandedInInTime({ endsAt, endedAt, endReason }: AttemptRecord): boolean {
  return endReason === 'submitted' && endedAt !== null && (endsAt === null || endedAt < endsAt);
}

/**
 * As the log keeps an answer that was refused. If its client has no name for it, what it says is its name, so that one that is
 * sent again and again is kept once.
 */
export function keptEntry(questionId: string, entry: LogEntry): NewEntry {
  return { ...entry, questionId, idempotencyKey: entry.idempotencyKey ?? `late:${hashOf(entry.response)}` };
}

function countsOffline(ended: FoundAttempt, now: Date): boolean {
  if (ended.offlineAnswers !== 'counted' || isInterrupted(ended, now)) return false;
  const shown = factsFor('learner', ended.review, { ...ended, submittedAt: ended.endedAt }, now);
  return !TELLING.some((fact) => shown.has(fact));
}

/** Entries for responses that came with a submission when time was up, or in a pause. */
export function uncounted(
  questions: readonly { questionId: string; highest: number }[],
  responses: Responses,
  savedAt: Date,
): NewEntry[] {
  return questions
    .filter(({ questionId }) => Object.hasOwn(responses, questionId))
    .map(({ questionId, highest }) =>
      keptEntry(questionId, {
        ...{ sequence: highest + 1, response: responses[questionId] ?? null, standing: 'late', savedAt },
        ...{ idempotencyKey: null, certainty: null },
        writtenAt: null,
      }),
    );
}

/** Of responses to questions that the learner has come to, those that can change an answer. */
export function inTurn(
  answers: readonly PlacedAnswer[],
  responses: Responses,
  current: number | null,
): Responses {
  const passed = new Set(passedIn(answers, current).map(({ questionId }) => questionId));
  return Object.fromEntries(Object.entries(responses).filter(([id]) => !passed.has(id)));
}

/** Entries for responses to questions that were passed with another answer: these are kept, and do not count. */
export function passedOnes(
  answers: readonly LoggedAnswer[],
  responses: Responses,
  current: number | null,
  now: Date,
): NewEntry[] {
  const changed = passedIn(answers, current).filter(
    ({ questionId, response }) => !isDeepStrictEqual(responses[questionId] ?? null, response ?? null),
  );
  return uncounted(changed, responses, now);
}

type PlacedAnswer = Pick<Answer, 'questionId' | 'position' | 'closedAt'>;

function passedIn<Logged extends PlacedAnswer>(answers: readonly Logged[], current: number | null): Logged[] {
  return answers.filter(
    ({ position, closedAt }) => closedAt !== null || turnOf(position, current) === 'passed',
  );
}
