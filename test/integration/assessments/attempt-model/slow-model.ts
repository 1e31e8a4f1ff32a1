/**
 * Attempts of one quiz, as a patient clerk with a notebook would keep them. It knows nothing of the application: it is written
 * from the description of the API and the decisions alone, and recomputes everything at every step. What it writes down of an
 * end is that time was up, and by which rules.
 */

import { AnswerBook } from './slow-answers';

export type Answer = string | null;
/** Sent by a client: without a sequence it is the next one. */
export interface SentAnswer {
  question: number;
  response: Answer;
  sequence?: number;
}

/** What holds for everybody. Instants are milliseconds. */
export interface Policy {
  opensAt: number | null;
  closesAt: number | null;
  timeLimitSeconds: number | null;
  maxAttempts: number | null;
  hardClose: boolean;
  atEnd: 'submit' | 'grace' | 'abandon';
  graceSeconds: number | null;
  offlineAnswers: 'not_counted' | 'counted';
  navigation: 'free' | 'sequential';
}

export interface Needs {
  /** In halves, so that no fraction is rounded. */
  halfTimes: number;
  minutesAdded: number;
  extraAttempts: number;
  daysAdded: number;
}

/** An accommodation, and when it ended. */
interface Granted extends Needs {
  until: number;
}

export type Exception = Partial<Pick<Policy, 'closesAt' | 'timeLimitSeconds' | 'maxAttempts'>>;
type Terms = Pick<Policy, 'closesAt' | 'timeLimitSeconds' | 'maxAttempts'>;

/** That no answer counts any more, by the rules of when it came. */
interface TimeUp {
  at: number;
  handInBy: number;
  /** Its learner has left, or its course was archived. */
  isInterrupted: boolean;
  rules: Rules;
}

/** What an attempt goes by, as it tells: those of now while it goes on, and from its end on those of then. */
export type Rules = Terms & Pick<Policy, 'atEnd' | 'graceSeconds' | 'offlineAnswers'>;

export interface ModelAttempt {
  learner: Learner;
  number: number;
  startedAt: number;
  book: AnswerBook;
  /** The clock. */
  pausedAt: number | null;
  restedSeconds: number;
  extendedSeconds: number;
  /** Which question’s turn it is, from 1, where the quiz asks one after another. */
  position: number;
  timeUp: TimeUp | null;
  end: {
    how: 'submitted' | 'abandoned';
    score: number | null;
    isByLearnerInTime: boolean;
    at: number;
  } | null;
  isDeleted: boolean;
}

export interface Learner {
  isEnrolled: boolean;
  needs: Granted[];
  exception: Exception | undefined;
  attempts: ModelAttempt[];
}

/** How a request must be answered: with success, or with one of these codes. `nothing`: either, and nothing that counts changes. */
export type Verdict = { ok: true } | { ok: false; codes: string[] } | { ok: 'nothing'; codes: string[] };

const DAY = 86_400_000;
const OK: Verdict = { ok: true };
const refused = (...codes: string[]): Verdict => ({ ok: false, codes });
const MEMBERS_ONLY = ['courses.not_enrolled', 'courses.learners_only'];
/** To whoever is no member, a course in the archive does not exist. */
const HIDDEN = ['courses.not_found', 'courses.activity_not_found', 'assessments.attempt_not_found'];
const ENDED = ['assessments.attempt_submitted', 'assessments.answering_ended'];
const nothing = (...codes: string[]): Verdict => ({
  ok: 'nothing',
  codes: [...codes, 'assessments.sequence_taken', 'assessments.question_passed'],
});

/** How long an attempt can be handed in after its end. */
function graceIn({ atEnd, graceSeconds }: Rules): number {
  return atEnd === 'grace' ? (graceSeconds ?? 0) * 1000 : 0;
}

/** What happens in sequences, so that a run can tell whether it has tried everything. */
export const HAPPENINGS = [
  ...([
    'handed in',
    'ended by the clock',
    'abandoned',
    'overdue',
    'handed in overdue',
    'ended by a change',
  ] as const),
  ...(['paused', 'gone on after a pause', 'given more time', 'brought back by more time'] as const),
  ...(['withdrawn at work', 'archived at work', 'other rules at work', 'other needs at work'] as const),
  ...(['other terms at work', 'passed a question', 'answered a passed question', 'counted offline'] as const),
  ...(['late offline', 'submitted by staff', 'opened again', 'deleted', 'counted after a pause'] as const),
  ...(['left in a grace', 'other rules at its end'] as const),
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Questions of one point each, whose right answer is `right`. */
export class SlowModel {
  readonly learners: Learner[];
  /** What has happened so far. */
  readonly happened = new Set<Happening>();
  isArchived = false;
  policy: Policy = {
    ...{ opensAt: null, closesAt: null, timeLimitSeconds: null, maxAttempts: null },
    ...{ hardClose: false, atEnd: 'submit', graceSeconds: null },
    ...{ offlineAnswers: 'not_counted', navigation: 'free' },
  };

  constructor(
    public now: number,
    readonly questions: number,
    learners: number,
  ) {
    this.learners = Array.from({ length: learners }, () => ({
      ...{ isEnrolled: true, needs: [], exception: undefined, attempts: [] },
    }));
  }

  /** Lets time pass: every end that comes is written down as it comes. */
  advance(milliseconds: number): void {
    this.now += milliseconds;
    this.writeEnds(0);
  }

  /** Changes rules, and writes down what they end at once. What was up before stays so. */
  change(what: () => void): void {
    what();
    this.writeEnds(this.now);
  }

  openAttempt(learner: Learner): ModelAttempt | undefined {
    return learner.attempts.find(({ end, isDeleted }) => end === null && !isDeleted);
  }

  /** Whether the open attempt is neither paused nor up. */
  private isRunning(attempt: ModelAttempt): boolean {
    return attempt.end === null && attempt.timeUp === null && attempt.pausedAt === null;
  }

  start(learner: Learner): Verdict {
    if (!learner.isEnrolled) return refused(...this.notOfMembers());
    if (this.isArchived) return refused('courses.archived');
    if (this.openAttempt(learner)) return OK;
    const { closesAt, maxAttempts } = this.termsOf(learner, this.now);
    const { opensAt } = this.policy;
    if (opensAt !== null && this.now < opensAt) return refused('assessments.quiz_not_open_yet');
    if (closesAt !== null && this.now >= closesAt) return refused('assessments.quiz_closed');
    const started = learner.attempts.filter(({ isDeleted }) => !isDeleted).length;
    if (maxAttempts !== null && started >= maxAttempts) return refused('assessments.no_attempts_left');
    learner.attempts.push({
      ...{ learner, number: learner.attempts.length + 1, startedAt: this.now, book: new AnswerBook() },
      ...{ pausedAt: null, restedSeconds: 0, extendedSeconds: 0, position: 1 },
      ...{ timeUp: null, end: null, isDeleted: false },
    });
    return OK;
  }

  /** With what a learner is turned away who may not work in the course. Whoever was interrupted is told that. */
  gate({ isEnrolled }: Learner, { timeUp }: ModelAttempt): string[] {
    if (timeUp?.isInterrupted) return [];
    return [...(isEnrolled ? [] : this.notOfMembers()), ...(this.isArchived ? ['courses.archived'] : [])];
  }

  private notOfMembers(): string[] {
    return this.isArchived ? [...MEMBERS_ONLY, ...HIDDEN] : MEMBERS_ONLY;
  }

  save(learner: Learner, attempt: ModelAttempt, sent: SentAnswer, isOneOfMany = false): Verdict {
    const isOver = attempt.end !== null || attempt.timeUp !== null;
    const turn = this.turnOf(attempt, sent.question);
    if (turn === 'ahead') return refused('assessments.question_not_found', ...this.gate(learner, attempt));
    const gate = this.gate(learner, attempt);
    if (gate.length > 0) return refused(...gate);
    const known = attempt.book.known(sent);
    if (this.isRunning(attempt) && turn === 'current') {
      if (known === 'other') return refused('assessments.sequence_taken');
      if (known === 'same' && attempt.book.wasKept(sent)) this.happened.add('counted after a pause');
      attempt.book.take(sent, isOneOfMany);
      return OK;
    }
    if (this.isKept(attempt)) attempt.book.keep(sent);
    if (isOver) return nothing(...ENDED);
    if (attempt.pausedAt !== null) return nothing('assessments.attempt_paused');
    this.happened.add('answered a passed question');
    return nothing();
  }

  /** What was written `secondsAgo` without a connection and is sent now, under a sequence that is new. */
  saveLater(
    learner: Learner,
    attempt: ModelAttempt,
    sent: SentAnswer & { sequence: number },
    secondsAgo: number,
  ): Verdict {
    const { end, timeUp, pausedAt, book } = attempt;
    if (end === null) return this.save(learner, attempt, sent);
    const until = end.isByLearnerInTime || timeUp === null ? end.at : Math.min(timeUp.at, end.at);
    // In a pause nobody works, so what was written in one that the attempt ended in does not count.
    const wasWrittenBefore = this.now - secondsAgo * 1000 <= Math.min(until, pausedAt ?? until);
    if (!wasWrittenBefore || !learner.isEnrolled || this.isArchived) return this.save(learner, attempt, sent);
    const counts =
      timeUp !== null &&
      timeUp.rules.offlineAnswers === 'counted' &&
      !timeUp.isInterrupted &&
      this.now < until + DAY &&
      !book.wasDeliveredBefore(sent.question, this.now);
    book.deliver(sent, counts, this.now);
    this.happened.add(counts ? 'counted offline' : 'late offline');
    if (counts && end.how === 'submitted') end.score = book.score(this.questions);
    return OK;
  }

  goTo(learner: Learner, attempt: ModelAttempt, position: number): Verdict {
    const gate = this.gate(learner, attempt);
    if (gate.length > 0) return refused(...gate);
    if (attempt.end !== null || attempt.timeUp !== null) return refused(...ENDED);
    if (attempt.pausedAt !== null) return refused('assessments.attempt_paused');
    if (this.policy.navigation === 'free') return refused('assessments.wrong_position');
    if (position === attempt.position) return OK;
    if (position !== attempt.position + 1 || position > this.questions)
      return refused('assessments.wrong_position');
    attempt.position = position;
    this.happened.add('passed a question');
    return OK;
  }

  submit(learner: Learner, attempt: ModelAttempt, answers: readonly SentAnswer[]): Verdict {
    const { end, timeUp } = attempt;
    if (timeUp?.isInterrupted && end !== null) {
      this.keepAll(attempt, answers);
      return refused('assessments.answering_ended');
    }
    if (!learner.isEnrolled) return refused(...this.notOfMembers());
    if (end !== null) {
      this.keepAll(attempt, answers);
      return end.how === 'abandoned' ? refused('assessments.attempt_abandoned') : OK;
    }
    if (this.isArchived) return refused('courses.archived');
    if (attempt.pausedAt !== null && timeUp === null) {
      this.keepAll(attempt, answers);
      return refused('assessments.attempt_paused');
    }
    if (answers.some(({ question }) => this.turnOf(attempt, question) === 'ahead'))
      return refused('assessments.invalid_response');
    for (const answer of answers)
      if (timeUp !== null) attempt.book.keep(answer);
      else if (this.turnOf(attempt, answer.question) === 'current') attempt.book.take(answer, true);
      else if (attempt.book.head(answer.question) !== answer.response) attempt.book.keep(answer);
    this.hand(attempt, this.now, timeUp === null);
    this.happened.add(timeUp === null ? 'handed in' : 'handed in overdue');
    return OK;
  }

  /** The rules that an attempt tells of. */
  rulesOf(attempt: ModelAttempt): Rules {
    if (attempt.timeUp !== null) return attempt.timeUp.rules;
    const { atEnd, graceSeconds, offlineAnswers } = this.policy;
    return { ...this.termsOf(attempt.learner, attempt.startedAt), atEnd, graceSeconds, offlineAnswers };
  }

  /** What counts as the answer to each question. */
  answersOf({ book }: ModelAttempt): Answer[] {
    return book.answers(this.questions);
  }

  /** The best score of attempts that were handed in; null without one. */
  gradeOf({ attempts }: Learner): number | null {
    const scores = attempts.flatMap(({ end, isDeleted }) =>
      isDeleted || end === null || end.score === null ? [] : [end.score],
    );
    return scores.length === 0 ? null : Math.max(...scores);
  }

  // What staff do.

  withdraw(learner: Learner): void {
    learner.isEnrolled = false;
    this.interrupt(learner);
  }

  archive(): void {
    this.isArchived = true;
    for (const learner of this.learners) this.interrupt(learner);
  }

  /** Ends granted accommodations; they go on counting for what was begun before. */
  endNeeds(learner: Learner): void {
    for (const each of learner.needs) each.until = Math.min(each.until, this.now);
  }

  pause(learner: Learner): void {
    const open = this.openAttempt(learner);
    if (!open || open.timeUp !== null || open.pausedAt !== null) return;
    this.happened.add('paused');
    this.change(() => (open.pausedAt = this.now));
  }

  resume(learner: Learner): void {
    const open = this.openAttempt(learner);
    if (!open || open.timeUp !== null || open.pausedAt === null) return;
    const { pausedAt } = open;
    if (this.now > pausedAt) this.happened.add('gone on after a pause');
    this.change(() => {
      open.restedSeconds += Math.ceil((this.now - pausedAt) / 1000);
      open.pausedAt = null;
    });
  }

  /** An attempt that can still be handed in goes on, if its new end lies ahead. */
  extend(learner: Learner, minutes: number): void {
    const open = this.openAttempt(learner);
    if (!open) return;
    open.extendedSeconds += minutes * 60;
    const was = open.timeUp;
    open.timeUp = null;
    const end = this.endByRules(learner, open);
    if (was !== null && end !== null && end <= this.now) {
      // It is not enough. By the rules of its end, it can be handed in for no shorter time.
      const at = Math.max(was.at, end);
      open.timeUp = { ...was, at, handInBy: Math.max(was.handInBy, at + graceIn(was.rules)) };
    }
    this.happened.add(was === null ? 'given more time' : 'brought back by more time');
    this.writeEnds(this.now);
  }

  submitFor(attempt: ModelAttempt): void {
    const { end } = attempt;
    if (end?.how === 'submitted') return;
    this.happened.add('submitted by staff');
    this.hand(attempt, end?.at ?? this.now, false);
  }

  reopen(learner: Learner, attempt: ModelAttempt, minutes: number | null): Verdict {
    if (attempt.end === null) return OK;
    const { pausedAt, extendedSeconds, timeUp } = attempt;
    attempt.pausedAt = null;
    attempt.timeUp = null;
    const end = this.endByRules(learner, attempt);
    if (end !== null && minutes !== null)
      attempt.extendedSeconds += Math.max(0, Math.ceil((this.now - end) / 1000) + minutes * 60);
    const ends = this.endByRules(learner, attempt);
    const other = this.openAttempt(learner);
    const hasNoTime = !learner.isEnrolled || (ends !== null && ends <= this.now);
    if (hasNoTime || other !== undefined) {
      Object.assign(attempt, { pausedAt, extendedSeconds, timeUp });
      return refused(hasNoTime ? 'assessments.no_time_left' : 'assessments.attempt_in_progress');
    }
    attempt.end = null;
    this.happened.add('opened again');
    return OK;
  }

  // The clock.

  private interrupt(learner: Learner): void {
    const open = this.openAttempt(learner);
    if (!open) return;
    if (open.timeUp === null) {
      this.happened.add(this.isArchived ? 'archived at work' : 'withdrawn at work');
      open.timeUp = { ...this.upAt(open, this.now), handInBy: this.now, isInterrupted: true };
    } else {
      // Nobody hands in any more, so a grace is over.
      this.happened.add('left in a grace');
      open.timeUp.handInBy = Math.min(open.timeUp.handInBy, this.now);
    }
    this.writeEnds(this.now);
  }

  /** @param earliest a change ends nothing before it was made */
  private writeEnds(earliest: number): void {
    for (const learner of this.learners) {
      const open = this.openAttempt(learner);
      if (open) this.endIfUp(learner, open, earliest);
    }
  }

  private endIfUp(learner: Learner, attempt: ModelAttempt, earliest: number): void {
    if (attempt.timeUp === null) {
      const end = this.endByRules(learner, attempt);
      if (end === null || this.now < end) return;
      const at = Math.max(end, earliest);
      attempt.timeUp = this.upAt(attempt, at);
      this.happened.add(end < at ? 'ended by a change' : 'ended by the clock');
      if (this.now < attempt.timeUp.handInBy) this.happened.add('overdue');
    }
    const { at, handInBy, rules } = attempt.timeUp;
    if (rules.atEnd !== this.policy.atEnd) this.happened.add('other rules at its end');
    if (rules.atEnd === 'submit') this.hand(attempt, at, false);
    else if (this.now >= handInBy) {
      attempt.end = { how: 'abandoned', score: null, isByLearnerInTime: false, at: handInBy };
      this.happened.add('abandoned');
    }
  }

  private upAt(attempt: ModelAttempt, at: number): TimeUp {
    const rules = this.rulesOf(attempt);
    return { at, handInBy: at + graceIn(rules), isInterrupted: false, rules };
  }

  private hand(attempt: ModelAttempt, at: number, isByLearnerInTime: boolean): void {
    attempt.end = { how: 'submitted', score: attempt.book.score(this.questions), isByLearnerInTime, at };
    attempt.timeUp ??= { ...this.upAt(attempt, at), handInBy: at };
  }

  private keepAll(attempt: ModelAttempt, answers: readonly SentAnswer[]): void {
    if (this.isKept(attempt)) for (const answer of answers) attempt.book.keep(answer);
  }

  /** Whether what comes too late, or in a pause, is kept without counting. */
  private isKept({ end, timeUp }: ModelAttempt): boolean {
    if (end?.isByLearnerInTime) return false;
    const at = timeUp === null ? (end?.at ?? this.now) : Math.min(timeUp.at, end?.at ?? Infinity);
    return this.now < at + DAY;
  }

  private turnOf({ position }: ModelAttempt, question: number): 'passed' | 'current' | 'ahead' {
    if (this.policy.navigation === 'free' || question + 1 === position) return 'current';
    return question + 1 < position ? 'passed' : 'ahead';
  }

  /** @param since when the work began */
  private termsOf({ needs, exception }: Learner, since: number): Terms {
    const { policy } = this;
    const counting = needs.filter(({ until }) => until > since);
    const most = (of: (each: Needs) => number): number => Math.max(0, ...counting.map(of));
    const times = Math.max(2, ...counting.map(({ halfTimes }) => halfTimes)) / 2;
    const granted = <Name extends keyof Exception>(name: Name, other: Policy[Name]): Policy[Name] =>
      exception?.[name] !== undefined ? exception[name] : other;
    const { closesAt, timeLimitSeconds, maxAttempts, hardClose } = policy;
    return {
      closesAt: granted(
        'closesAt',
        closesAt === null || hardClose ? closesAt : closesAt + most(({ daysAdded }) => daysAdded) * DAY,
      ),
      timeLimitSeconds: granted(
        'timeLimitSeconds',
        timeLimitSeconds === null
          ? null
          : Math.ceil(timeLimitSeconds * times) + 60 * most(({ minutesAdded }) => minutesAdded),
      ),
      maxAttempts: granted(
        'maxAttempts',
        maxAttempts === null ? null : maxAttempts + most(({ extraAttempts }) => extraAttempts),
      ),
    };
  }

  /** When answering ends by the rules of now; null: never, as in a pause. */
  private endByRules(learner: Learner, attempt: ModelAttempt): number | null {
    const { closesAt, timeLimitSeconds: limit } = this.termsOf(learner, attempt.startedAt);
    const { timeLimitSeconds: base, hardClose } = this.policy;
    const credit = (attempt.restedSeconds + attempt.extendedSeconds) * 1000;
    const added = limit === null || base === null ? 0 : Math.max(0, limit - base);
    const closes = closesAt === null ? Infinity : closesAt + (hardClose ? 0 : added * 1000 + credit);
    if (attempt.pausedAt !== null) return hardClose && closes !== Infinity ? closes : null;
    const end = Math.min(closes, limit === null ? Infinity : attempt.startedAt + limit * 1000 + credit);
    return end === Infinity ? null : end;
  }
}
