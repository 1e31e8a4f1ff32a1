/**
 * Attempts of one quiz, as a patient clerk with a notebook would keep them. It knows nothing of the application: it is written
 * from the description of the API alone, recomputes everything at every step, and stores no end of an attempt.
 */

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
}

export interface Needs {
  /** In halves, so that no fraction is rounded. */
  halfTimes: number;
  minutesAdded: number;
  extraAttempts: number;
  daysAdded: number;
}

export type Exception = Partial<Pick<Policy, 'closesAt' | 'timeLimitSeconds' | 'maxAttempts'>>;

interface Entry extends SentAnswer {
  sequence: number;
}

export interface ModelAttempt {
  number: number;
  startedAt: number;
  log: Entry[];
  end: { how: 'submitted' | 'abandoned'; score: number | null } | null;
}

export interface Learner {
  isEnrolled: boolean;
  needs: Needs[];
  exception: Exception | undefined;
  attempts: ModelAttempt[];
}

/** How a request must be answered: with success, or with one of these codes. */
export type Verdict = { ok: true } | { ok: false; codes: string[] };

const DAY = 86_400_000;
const RIGHT = 'right';
const OK: Verdict = { ok: true };
const refused = (...codes: string[]): Verdict => ({ ok: false, codes });

const NOT_A_LEARNER = refused('courses.not_enrolled', 'courses.learners_only');

/** Questions of one point each, whose right answer is `right`. */
export class SlowModel {
  readonly learners: Learner[];
  policy: Policy = {
    ...{ opensAt: null, closesAt: null, timeLimitSeconds: null, maxAttempts: null },
    ...{ hardClose: false, atEnd: 'submit', graceSeconds: null },
  };

  constructor(
    public now: number,
    private readonly questions: number,
    learners: number,
  ) {
    this.learners = Array.from({ length: learners }, () => ({
      ...{ isEnrolled: true, needs: [], exception: undefined, attempts: [] },
    }));
  }

  /** Lets time pass, second by second only where something could happen: every end that comes is written down as it comes. */
  advance(milliseconds: number): void {
    this.now += milliseconds;
    for (const learner of this.learners) this.endIfUp(learner);
  }

  /** Changes rules, and writes down what they end at once. */
  change(what: () => void): void {
    what();
    for (const learner of this.learners) this.endIfUp(learner);
  }

  openAttempt(learner: Learner): ModelAttempt | undefined {
    return learner.attempts.find(({ end }) => end === null);
  }

  /** Whether the open attempt can still be answered; otherwise it can be handed in at most. */
  takesAnswers(learner: Learner, attempt: ModelAttempt): boolean {
    const end = this.endOf(learner, attempt);
    return attempt.end === null && (end === null || this.now < end);
  }

  start(learner: Learner): Verdict {
    if (!learner.isEnrolled) return NOT_A_LEARNER;
    if (this.openAttempt(learner)) return OK;
    const { closesAt, maxAttempts } = this.termsOf(learner);
    const { opensAt } = this.policy;
    if (opensAt !== null && this.now < opensAt) return refused('assessments.quiz_not_open_yet');
    if (closesAt !== null && this.now >= closesAt) return refused('assessments.quiz_closed');
    if (maxAttempts !== null && learner.attempts.length >= maxAttempts)
      return refused('assessments.no_attempts_left');
    learner.attempts.push({
      ...{ number: learner.attempts.length + 1, startedAt: this.now, log: [], end: null },
    });
    return OK;
  }

  save(learner: Learner, attempt: ModelAttempt, { question, response, sequence }: SentAnswer): Verdict {
    if (!learner.isEnrolled) return NOT_A_LEARNER;
    const ofQuestion = attempt.log.filter((entry) => entry.question === question);
    const known = ofQuestion.find((entry) => entry.sequence === sequence);
    if (known) return known.response === response ? OK : refused('assessments.sequence_taken');
    if (!this.takesAnswers(learner, attempt))
      return refused('assessments.attempt_submitted', 'assessments.answering_ended');
    const next = Math.max(0, ...ofQuestion.map((entry) => entry.sequence)) + 1;
    attempt.log.push({ question, response, sequence: sequence ?? next });
    return OK;
  }

  submit(learner: Learner, attempt: ModelAttempt, answers: readonly SentAnswer[]): Verdict {
    if (!learner.isEnrolled) return NOT_A_LEARNER;
    if (attempt.end?.how === 'abandoned') return refused('assessments.attempt_abandoned');
    if (attempt.end !== null) return OK;
    if (this.takesAnswers(learner, attempt))
      for (const answer of answers) this.save(learner, attempt, answer);
    this.hand(attempt);
    return OK;
  }

  /** What counts as the answer to each question: the highest sequence. */
  answersOf({ log }: ModelAttempt): Answer[] {
    return Array.from({ length: this.questions }, (_, question) => {
      const entries = log.filter((entry) => entry.question === question);
      return entries.sort((one, other) => other.sequence - one.sequence)[0]?.response ?? null;
    });
  }

  /** The best score of attempts that were handed in; null without one. */
  gradeOf({ attempts }: Learner): number | null {
    const scores = attempts.flatMap(({ end }) => (end === null || end.score === null ? [] : [end.score]));
    return scores.length === 0 ? null : Math.max(...scores);
  }

  withdraw(learner: Learner): void {
    learner.isEnrolled = false;
    const open = this.openAttempt(learner);
    if (open) this.hand(open);
  }

  private hand(attempt: ModelAttempt): void {
    const score = this.answersOf(attempt).filter((answer) => answer === RIGHT).length;
    attempt.end = { how: 'submitted', score };
  }

  private endIfUp(learner: Learner): void {
    const attempt = this.openAttempt(learner);
    const end = attempt && this.endOf(learner, attempt);
    if (!attempt || end === null || end === undefined || this.now < end) return;
    const { atEnd, graceSeconds } = this.policy;
    if (atEnd === 'submit') this.hand(attempt);
    else if (this.now >= end + (atEnd === 'grace' ? (graceSeconds ?? 0) * 1000 : 0))
      attempt.end = { how: 'abandoned', score: null };
  }

  private termsOf({
    needs,
    exception,
  }: Learner): Pick<Policy, 'closesAt' | 'timeLimitSeconds' | 'maxAttempts'> {
    const { policy } = this;
    const most = (of: (each: Needs) => number): number => Math.max(0, ...needs.map(of));
    const times = Math.max(2, ...needs.map(({ halfTimes }) => halfTimes)) / 2;
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

  private endOf(learner: Learner, { startedAt }: ModelAttempt): number | null {
    const { closesAt, timeLimitSeconds: limit } = this.termsOf(learner);
    const base = this.policy.timeLimitSeconds;
    const added = limit === null || base === null ? 0 : Math.max(0, limit - base);
    const closes = closesAt === null ? Infinity : closesAt + (this.policy.hardClose ? 0 : added * 1000);
    const end = Math.min(closes, limit === null ? Infinity : startedAt + limit * 1000);
    return end === Infinity ? null : end;
  }
}
