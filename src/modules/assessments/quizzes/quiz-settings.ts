import { isDeepStrictEqual } from 'node:util';
import type { FieldError } from '../../../shared/errors/domain-error';
import { secondsAfter } from '../../../shared/time/seconds-after';
import { instantAfter, type ZoneChange } from '../../../shared/time/zone-change';
import { sentences } from '../assessments.sentences';
import { bandFaults, type FeedbackBand } from './overall-feedback';
import type { BehaviorName } from '../behaviors/behavior';
import type { GradingPolicy } from '../grading/grading-policy';
import type { PostingRule } from '../review/posting';
import { OPEN_REVIEW, type ReviewRules, SAFE_REVIEW, SCORE_REVIEW } from '../review/review-rules';

/** Of a time limit and of a grace: a week. */
export const LONGEST_LIMIT_SECONDS = 604_800;
/** The most attempts that one person can be granted. */
export const MOST_ATTEMPTS = 200;

export const FEEDBACK_RULES = ['after_submission', 'never'] as const;
/** A short word for review rules: all as soon as an attempt is submitted, or the score alone. */
export type FeedbackRule = (typeof FEEDBACK_RULES)[number];

export const ATTEMPT_ENDS = ['submit', 'grace', 'abandon'] as const;
/** What becomes of an attempt whose time is up: submitted, left open for `graceSeconds` to be submitted, or abandoned. */
export type AttemptEnd = (typeof ATTEMPT_ENDS)[number];

export const NAVIGATIONS = ['free', 'sequential'] as const;
/** `sequential`: one question after another, without a way back. */
export type Navigation = (typeof NAVIGATIONS)[number];

export const OFFLINE_RULES = ['not_counted', 'counted'] as const;
/** Whether an answer counts that was written before the end and delivered after it. */
export type OfflineRule = (typeof OFFLINE_RULES)[number];

/**
 * What an instructor sets about a quiz. All of it is live policy: a change is logged, and holds at once. Papers and answers
 * are not touched by it.
 */
export interface QuizSettings {
  /** 1 to 100; null: no limit. */
  maxAttempts: number | null;
  grading: GradingPolicy;
  /** Attempts can be started from `opensAt` on and before `closesAt`, where open ones end. */
  opensAt: Date | null;
  /** When the quiz should be submitted by. Shown to learners; refuses nothing. */
  dueAt: Date | null;
  closesAt: Date | null;
  /** The share of the points that passes, in percent, 0 to 100 with 2 decimals; null: no pass mark. */
  passPercentage: string | null;
  /** Whether each attempt shows the questions in an order of its own. */
  shuffleQuestions: boolean;
  /** Whether each attempt shows the options of a question in an order of its own. */
  shuffleOptions: boolean;
  /** How long an attempt may take, 1 s to a week; null: no limit. */
  timeLimitSeconds: number | null;
  atEnd: AttemptEnd;
  /** With `grace`: how long after its end an attempt can still be submitted. */
  graceSeconds: number | null;
  /** From the end of the first attempt, and of each later one, to the start of the next. */
  delayAfterFirstSeconds: number | null;
  delayAfterLaterSeconds: number | null;
  /** Whether `closesAt` holds for those as well who have more time. */
  hardClose: boolean;
  offlineAnswers: OfflineRule;
  navigation: Navigation;
  /** When answers are judged, and what a try costs; of attempts that begin. */
  behavior: BehaviorName;
  /** What a learner has to say to start; null: nothing. */
  password: string | null;
  review: ReviewRules;
  /** What is said to an attempt, by the band of its score; in any order. */
  overallFeedback: FeedbackBand[];
  posting: PostingRule;
  /** With `at_date`: when marks are posted. */
  postsAt: Date | null;
}

/** What an instructor may send: `feedback` stands for review rules. */
export type SettingsChange = Partial<QuizSettings> & { feedback?: FeedbackRule };

/** What a new quiz starts with. */
export const DEFAULT_SETTINGS: QuizSettings = {
  maxAttempts: null,
  grading: 'highest',
  opensAt: null,
  dueAt: null,
  closesAt: null,
  passPercentage: null,
  shuffleQuestions: false,
  shuffleOptions: false,
  timeLimitSeconds: null,
  atEnd: 'submit',
  graceSeconds: null,
  delayAfterFirstSeconds: null,
  delayAfterLaterSeconds: null,
  hardClose: false,
  offlineAnswers: 'not_counted',
  navigation: 'free',
  behavior: 'deferred',
  password: null,
  review: SAFE_REVIEW,
  overallFeedback: [],
  posting: 'at_once',
  postsAt: null,
};

export const SETTING_NAMES = Object.keys(DEFAULT_SETTINGS) as (keyof QuizSettings)[];

/** The rules that a word of `feedback` stands for. */
export const REVIEW_BY_FEEDBACK: Readonly<Record<FeedbackRule, ReviewRules>> = {
  after_submission: OPEN_REVIEW,
  never: SCORE_REVIEW,
};

/** As a row of `quizzes` has it: the build before writes the word alone. */
export interface QuizReview {
  review: ReviewRules | null;
  feedback: FeedbackRule;
}

export function reviewRulesOf({ review, feedback }: QuizReview): ReviewRules {
  return review ?? REVIEW_BY_FEEDBACK[feedback];
}

/** The word that says most of the rules: whether the key is shown as soon as an attempt is submitted. */
export function feedbackOf({ immediatelyAfter }: ReviewRules): FeedbackRule {
  return immediatelyAfter.includes('rightAnswer') ? 'after_submission' : 'never';
}

/** What is wrong with settings whose fields are right each by itself. */
export function settingsFaults(settings: QuizSettings): FieldError[] {
  const { atEnd, graceSeconds, posting, postsAt } = settings;
  const faults = [...scheduleFaults(settings), ...bandFaults(settings.overallFeedback)];
  if (atEnd === 'grace' && graceSeconds === null) {
    const message = sentences.graceNeeded({ field: 'graceSeconds', other: 'atEnd' });
    faults.push({ field: 'graceSeconds', rule: 'required', message });
  }
  if (posting === 'at_date' && postsAt === null) {
    const message = sentences.postsAtNeeded({ field: 'postsAt', other: 'posting' });
    faults.push({ field: 'postsAt', rule: 'required', message });
  }
  return faults;
}

export interface SettingChange {
  setting: keyof QuizSettings;
  oldValue: unknown;
  newValue: unknown;
}

/** What is told in place of a password. */
export const HIDDEN_VALUE = '•••';

/** The settings that differ. What a password is, or was, is not among what is told of it. */
export function changedSettings(before: QuizSettings, after: QuizSettings): SettingChange[] {
  return SETTING_NAMES.filter((name) => !isDeepStrictEqual(before[name], after[name])).map((setting) => ({
    setting,
    oldValue: told(setting, before),
    newValue: told(setting, after),
  }));
}

function told(setting: keyof QuizSettings, settings: QuizSettings): unknown {
  const value = settings[setting];
  return setting === 'password' && value !== null ? HIDDEN_VALUE : value;
}

export const SCHEDULE_FIELDS = ['opensAt', 'dueAt', 'closesAt'] as const;
export type Schedule = Pick<QuizSettings, (typeof SCHEDULE_FIELDS)[number]>;
/** All dates of a quiz. */
export const DATE_FIELDS = [...SCHEDULE_FIELDS, 'postsAt'] as const;
export type QuizDates = Pick<QuizSettings, (typeof DATE_FIELDS)[number]>;

/** What is wrong with the order of the three instants, of which each may be missing. */
export function scheduleFaults({ opensAt, dueAt, closesAt }: Schedule): FieldError[] {
  const faults: FieldError[] = [];
  if (opensAt && dueAt && dueAt <= opensAt)
    faults.push({
      field: 'dueAt',
      rule: 'isAfter',
      message: sentences.mustBeAfter({ field: 'dueAt', other: 'opensAt' }),
    });
  if (opensAt && closesAt && closesAt <= opensAt)
    faults.push({
      field: 'closesAt',
      rule: 'isAfter',
      message: sentences.mustBeAfter({ field: 'closesAt', other: 'opensAt' }),
    });
  if (dueAt && closesAt && closesAt < dueAt)
    faults.push({
      field: 'closesAt',
      rule: 'isNotBefore',
      message: sentences.mustNotBeBefore({ field: 'closesAt', other: 'dueAt' }),
    });
  return faults;
}

/**
 * The dates of a quiz after its course got another time zone: each at the same local time of the same day, unless it has
 * passed or would have. The due date keeps the zone in which its day is counted. A quiz whose schedule would be out of order
 * then, because some of it stays, keeps all of it.
 */
export function datesAfter(
  { opensAt, dueAt, closesAt, postsAt, dueTimeZone }: QuizDates & { dueTimeZone: string | null },
  change: ZoneChange,
): QuizDates {
  const moved = {
    opensAt: opensAt && instantAfter(opensAt, change),
    dueAt: dueAt && instantAfter(dueAt, { ...change, from: dueTimeZone ?? change.from }),
    closesAt: closesAt && instantAfter(closesAt, change),
  };
  const schedule = scheduleFaults(moved).length === 0 ? moved : { opensAt, dueAt, closesAt };
  return { ...schedule, postsAt: postsAt && instantAfter(postsAt, change) };
}

/** For how many seconds after its end an attempt can still be handed in. */
export function graceOf({ atEnd, graceSeconds }: Pick<QuizSettings, 'atEnd' | 'graceSeconds'>): number {
  return atEnd === 'grace' ? (graceSeconds ?? 0) : 0;
}

/** From when on a learner may start the next attempt; null: at once. It is measured from the end of the one before. */
export function nextStart({
  started,
  lastEndedAt,
  delayAfterFirstSeconds,
  delayAfterLaterSeconds,
}: Pick<QuizSettings, 'delayAfterFirstSeconds' | 'delayAfterLaterSeconds'> & {
  started: number;
  lastEndedAt: Date | null;
}): Date | null {
  const delay = started <= 1 ? delayAfterFirstSeconds : delayAfterLaterSeconds;
  return lastEndedAt && delay !== null ? secondsAfter(lastEndedAt, delay) : null;
}

/** How many attempts a learner who has started so many may still start; null: as many as they like. */
export function attemptsLeft(maxAttempts: number | null, started: number): number | null {
  return maxAttempts === null ? null : Math.max(0, maxAttempts - started);
}
