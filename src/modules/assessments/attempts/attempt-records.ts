import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { CourseStatus, StatedSpan } from '../../courses';
import type { MarkSaying } from '../../marking';
import { Quiz } from '../quizzes/quiz.entity';
import { type QuizSettings, reviewRulesOf } from '../quizzes/quiz-settings';
import type { Certainty } from '../behaviors/behavior';
import { lastCloseOf } from '../review/last-close';
import { AWAITS_MARKS } from '../review/posting';
import { AnswerEntry } from './answer-entry.entity';
import type { EntryStanding } from './answer-log';
import { AttemptQuestion } from './attempt-question.entity';
import type { QuizPolicy } from '../exceptions/effective-terms';
import type { PersonalFacts } from '../exceptions/personal-facts';
import { Attempt } from './attempt.entity';
import {
  type AttemptClock,
  type AttemptStanding,
  type EndCause,
  type EndReason,
  standingOf,
} from './lifecycle';
import type { SlotDraw } from '../slots/draws';
import type { AskedQuestion, VersionedQuestion } from './paper-records';
import { type EndingRules, endingRules, type Rules, type RulesInForce } from './rules-in-force';

export interface AttemptRecord extends AttemptClock {
  id: string;
  activityId: string;
  courseId: string;
  userId: string;
  number: number;
  /** The place of the question whose turn it is, from 1; `currentPosition` tells whether that matters. */
  reachedPosition: number;
  startedAt: Date;
  submittedAt: Date | null;
  /** Null until graded: in progress, abandoned, or as long as a question waits for a person's mark. */
  score: string | null;
  /** What the questions earn that do not wait; null until submitted. */
  markedScore: string | null;
  /** How many questions wait for a person's mark. */
  needsMarks: number;
  maxScore: string;
  /** Before a correction of a key changed it for the first time; null: none has. */
  scoreBeforeRegrade: string | null;
  /** The ends of an open attempt as they were resolved last; those of an ended one tell why it could not go on. */
  endsAt: Date | null;
  handInBy: Date | null;
  endsBecause: EndCause | null;
  /** Null while nothing has recorded the end: ask `standingIn` whether it has come. */
  endedAt: Date | null;
  endReason: EndReason | null;
  /** Made by staff to see the quiz as learners do; counts nowhere. */
  isPreview: boolean;
  /** Since when it counts nowhere, because staff deleted it; null: they have not. */
  deletedAt: Date | null;
}

/** A learner's answer to one question of an attempt; the marks are null until it is graded, by a person where one has to. */
export interface Answer {
  questionId: string;
  /** Where the attempt shows the question, from 1. */
  position: number;
  /** A bare JSON value as `gradeResponse` takes it; null for no answer. */
  response: unknown;
  /** Of the entry of the log that counts; null without one. */
  sequence: number | null;
  savedAt: Date | null;
  /** Whether it was delivered after the end, in a quiz in which that counts; null without an answer. */
  standing: EntryStanding | null;
  /** How sure the learner was; null where they did not say. */
  certainty: Certainty | null;
  /** Since when no answer counts, because a check closed the question; null: answers count. */
  closedAt: Date | null;
  pointsAwarded: string | null;
  correct: boolean | null;
  /** A person's mark, and the sequence of the answer that they marked; both null without one. */
  handPoints: string | null;
  /** The part of the points that the mark is, where it follows them; null: it does not. */
  handShare: string | null;
  handSequence: number | null;
  /** What a regrade left at least, as a part of the points, and the sequence of the answer that it is for; both null without it. */
  leastShare: string | null;
  leastSequence: number | null;
}

/** An answer with the highest sequence of its log, counting or not; 0 without entries. */
export type LoggedAnswer = Answer & { highest: number };

/** A question of an attempt with its answer. */
export type AnsweredQuestion = AskedQuestion &
  Omit<Answer, 'questionId' | 'position'> & {
    /** What a marker said to the learner. */
    markSaying?: MarkSaying | undefined;
  };

/** A learner's attempts at a quiz so far. */
export interface OwnAttempts {
  /** Those that count. */
  started: number;
  openAttemptId: string | null;
}

/** A learner's attempts at a quiz, with what decides whether and as which another one starts. */
export interface AttemptsSoFar extends OwnAttempts {
  /** The highest number of an attempt of theirs, counting or not. */
  lastNumber: number;
  /** When the learner's last attempt at the quiz ended; null without one. */
  lastEndedAt: Date | null;
}

/** What decides what an attempt counts for and what may be shown of it. */
export interface ResultTerms extends Pick<
  QuizSettings,
  | 'grading'
  | 'passPercentage'
  | 'review'
  | 'atEnd'
  | 'hardClose'
  | 'offlineAnswers'
  | 'navigation'
  | 'overallFeedback'
  | 'posting'
  | 'postsAt'
> {
  /** What the quiz counts in the gradebook, whatever its questions are worth since they were corrected. */
  pointsPossible: string;
  /** From then on nobody in the course can work on the quiz; null: never. */
  lastClosesAt: Date | null;
  /** Whether an answer in the quiz waits for a person's mark; read only where posting depends on it. */
  awaitsMarks: boolean;
}

type StartingSettings = Pick<
  QuizSettings,
  | 'shuffleQuestions'
  | 'shuffleOptions'
  | 'graceSeconds'
  | 'navigation'
  | 'behavior'
  | 'delayAfterFirstSeconds'
  | 'delayAfterLaterSeconds'
  | 'password'
>;

export interface StartingTerms extends AttemptsSoFar, ResultTerms, StartingSettings {
  /** The quiz as it stands for everybody, and what the learner has beyond that. */
  policy: QuizPolicy;
  personal: PersonalFacts;
  courseId: string;
  /** Of the course. */
  status: CourseStatus;
  /** The days on which the person is a learner of the course; null: they never were. */
  learner: StatedSpan | null;
  /** In the order of the quiz, each with the version that it asks now. */
  questions: VersionedQuestion[];
  /** In the order of the quiz. `after`: how many of `questions` come before. */
  draws: (SlotDraw & { after: number })[];
}

/** The rules that an attempt goes by. */
export interface InForce {
  /** As they were resolved last; null for attempts of earlier releases. */
  inForce: RulesInForce | null;
}

export type AttemptWithTerms = AttemptRecord & ResultTerms & InForce;

export type FoundAttempt = AttemptWithTerms & { hasMessages: boolean };

export interface ListedAttempt extends AttemptWithTerms {
  givenName: string;
  familyName: string;
  deletion: Deletion | null;
}

/** Who deleted an attempt, when and why. */
export interface Deletion {
  at: Date;
  by: { id: string; givenName: string; familyName: string } | null;
  reason: string | null;
}

export interface AttemptFilter {
  activityId: string;
  userId?: string | undefined;
  /** Learners with whom the caller has to do. */
  scope: Scope;
  /** The deleted ones in place of those that count. */
  isDeleted?: boolean;
  /** The last attempt of the page before. */
  after?: { startedAt: Date; id: string };
  limit: number;
}

export const ATTEMPT = columnsOf(Attempt, 't', [
  ...(['id', 'activityId', 'courseId', 'userId', 'number', 'reachedPosition', 'startedAt'] as const),
  ...(['submittedAt', 'score', 'maxScore', 'endsAt', 'handInBy', 'endsBecause'] as const),
  ...(['endedAt', 'endReason', 'pausedAt', 'restedSeconds', 'extendedSeconds'] as const),
  ...(['restBeganAt', 'restEndsAt', 'restMilliseconds'] as const),
  ...(['isPreview', 'deletedAt', 'needsMarks', 'markedScore', 'scoreBeforeRegrade'] as const),
]);
/** Of an attempt `t`: that it is one of its learner's. */
export const COUNTS = 't.is_preview = 0 AND t.deleted_at IS NULL';
export type AttemptRow = RowOf<typeof ATTEMPT>;
export const RESULT_TERMS = columnsOf(Quiz, 'z', [
  ...(['grading', 'passPercentage', 'review', 'feedback', 'closesAt', 'lastClosesAt'] as const),
  'pointsPossible',
  ...([
    'atEnd',
    'hardClose',
    'offlineAnswers',
    'navigation',
    'overallFeedback',
    'posting',
    'postsAt',
  ] as const),
]).andExpressions<{ awaitsMarks: number }>({ awaitsMarks: AWAITS_MARKS('z') });
/** The same for an attempt `t`, with the rules that it goes by. */
export const OWN_TERMS = RESULT_TERMS.and(columnsOf(Attempt, 't', { inForce: 'terms' }));
/** The answer that counts, of the entries `w` that `HEAD` joins. */
export const HEAD_ENTRY = columnsOf(AnswerEntry, 'w', [
  'response',
  'sequence',
  'savedAt',
  'standing',
  'certainty',
]).orNull();
/** Joins to each question `p` of a paper the entry `w` that counts: as `headOf` decides it. Reads one end of an index. */
export const HEAD = `LEFT JOIN answer_entries w ON w.attempt_id = p.attempt_id AND w.question_id = p.question_id
  AND w.sequence = (SELECT y.sequence FROM answer_entries y FORCE INDEX (PRIMARY)
    WHERE y.attempt_id = p.attempt_id AND y.question_id = p.question_id AND y.standing IN ('on_time', 'offline')
    ORDER BY y.sequence DESC LIMIT 1)`;
/** The highest sequence in the log of each question `p`. */
export const HIGHEST = {
  highest: `(SELECT x.sequence FROM answer_entries x FORCE INDEX (PRIMARY)
    WHERE x.attempt_id = p.attempt_id AND x.question_id = p.question_id ORDER BY x.sequence DESC LIMIT 1)`,
};
export const ON_PAPER = columnsOf(AttemptQuestion, 'p', [
  ...(['position', 'closedAt', 'pointsAwarded', 'correct', 'handPoints', 'handSequence'] as const),
  ...(['handShare', 'leastShare', 'leastSequence'] as const),
]);

export function toAttempt(row: AttemptRow): AttemptRecord {
  const { id, activityId, courseId, userId, number, startedAt, submittedAt, score, maxScore } = row;
  const { endsAt, handInBy, endsBecause, pausedAt, restedSeconds, extendedSeconds } = row;
  const { reachedPosition, isPreview, deletedAt, needsMarks } = row;
  const { restBeganAt, restEndsAt, restMilliseconds } = row;
  return {
    ...{ id, activityId, courseId, userId, number, reachedPosition, startedAt, submittedAt },
    score: nullablePlainDecimal(score),
    markedScore: nullablePlainDecimal(row.markedScore),
    ...{ maxScore: plainDecimal(maxScore), needsMarks },
    scoreBeforeRegrade: nullablePlainDecimal(row.scoreBeforeRegrade),
    ...{ endsAt, handInBy, endsBecause, pausedAt, restedSeconds, extendedSeconds, isPreview, deletedAt },
    ...{ restBeganAt, restEndsAt, restMilliseconds },
    ...recordedEnd(row),
  };
}

/** The settings of the quiz that an attempt goes by which starts now. */
export function settingsIn({ policy, ...settings }: StartingTerms): Rules {
  return { ...settings, ...policy };
}

/** When an attempt ended, as far as it is recorded. The build before leaves the end of submitted ones null. */
export function recordedEndOf({
  endedAt,
  submittedAt,
}: Pick<Attempt, 'endedAt' | 'submittedAt'>): Date | null {
  return endedAt ?? submittedAt;
}

/** The same, and why it ended. */
export function recordedEnd(
  attempt: Pick<Attempt, 'endedAt' | 'endReason' | 'submittedAt'>,
): Pick<AttemptRecord, 'endedAt' | 'endReason'> {
  const { endReason, submittedAt } = attempt;
  return {
    endedAt: recordedEndOf(attempt),
    endReason: endReason ?? (submittedAt === null ? null : 'submitted'),
  };
}

/** How an attempt stands now, whether or not its end has been recorded. */
export function standingIn(
  attempt: AttemptRecord,
  terms: Pick<EndingRules, 'atEnd'>,
  now: Date,
): AttemptStanding {
  return standingOf({ ...attempt, isGraded: attempt.score !== null }, terms, now);
}

export function toResultTerms(row: RowOf<typeof RESULT_TERMS>): ResultTerms {
  const { grading, passPercentage, atEnd, hardClose, offlineAnswers, navigation, posting, postsAt } = row;
  return {
    ...{ grading, atEnd, hardClose, offlineAnswers, navigation, posting, postsAt },
    awaitsMarks: row.awaitsMarks === 1,
    lastClosesAt: lastCloseOf(row),
    overallFeedback: row.overallFeedback ?? [],
    passPercentage: nullablePlainDecimal(passPercentage),
    pointsPossible: plainDecimal(row.pointsPossible),
    review: reviewRulesOf(row),
  };
}

/** What an attempt goes by: at its end by what it keeps, in all else by its quiz. */
export function toOwnTerms(row: RowOf<typeof OWN_TERMS>): ResultTerms & InForce {
  const { inForce } = row;
  return { ...toResultTerms(row), ...endingRules(inForce, row), inForce };
}
