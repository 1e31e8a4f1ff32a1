import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CourseRefusal, may, mayFor } from '../../../shared/auth/permissions';
import { Chance } from '../../../shared/chance/chance';
import { Clock } from '../../../shared/clock/clock';
import { isId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { languageOf } from '../../../shared/sentences/languages';
import type { Language } from '../../../shared/sentences/sentence';
import { notBefore } from '../../../shared/time/not-before';
import { dayIn } from '../../../shared/time/zoned-time';
import {
  ActivityClosedError,
  ActivityNotFoundError,
  CourseNotBegunError,
  CourseOverError,
  type ActivityStanding,
  CourseAccess,
  CourseArchivedError,
  enrolledUntil,
  enrollmentStatus,
  NotEnrolledError,
  LearnersOnlyError,
  type CourseStanding,
} from '../../courses';
import { IdentityFacade } from '../../identity';
import { MarkingFacade } from '../../marking';
import {
  AttemptNotFoundError,
  NextAttemptLaterError,
  NoAttemptsLeftError,
  NoTimeForNextAttemptError,
  NotYourAttemptError,
  QuizClosedError,
  QuizHasNoQuestionsError,
  QuizNotFoundError,
  QuizNotOpenYetError,
  QuizPasswordNeededError,
  StaffTakeNoAttemptsError,
  WrongQuizPasswordError,
} from '../assessments.errors';
import { behaviorNamed } from '../behaviors/registry';
import { TriesRepository, triesByQuestion } from '../tries/tries.repository';
import { type EffectiveTerms, effectiveTerms } from '../exceptions/effective-terms';
import { type AttemptScore, gradeScore } from '../grading/grading-policy';
import { QuestionMedia } from '../questions/files/question-media';
import type { AttemptViewer } from '../review/review-rules';
import { attemptsLeft, nextStart } from '../quizzes/quiz-settings';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import { answeredQuestions, nextAttempt } from './attempt-answers';
import { AttemptEnds } from './attempt-ends';
import { AttemptMessages } from './attempt-messages';
import {
  type AnsweredQuestion,
  type AttemptRecord,
  type FoundAttempt,
  settingsIn,
  standingIn,
  type StartingTerms,
} from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import { type AttemptResponse, toAttemptResponse } from './dto/attempt.response';
import type { Seen } from './dto/attempt-facts.response';
import { type AttemptSummaryResponse, toAttemptSummaryResponse } from './dto/attempt-summary.response';
import type { AttemptsQuery } from './dto/attempts.query';
import { beginningsAfter, endsAhead } from './changes-ahead';
import { DrawnQuestions } from './drawn-questions';
import { hidingAttempt } from './hidden-attempt';
import { type Ends, endsOf, NEW_CLOCK } from './lifecycle';
import { Receipts } from './receipts';
import { outdatedSince, rulesInForce } from './rules-in-force';

/** Of a quiz: what the learner said, and what it is known to be after it was compared. */
interface Password {
  said?: string | undefined;
  known?: string;
}

/** All answers of an attempt, and what its viewer may see of it. */
export interface SeenAttempt {
  answers: AnsweredQuestion[];
  response: AttemptResponse;
}

/** Starting attempts and looking at them. */
function refusal(because: CourseRefusal, { role }: CourseStanding): Error {
  if (because === 'not_begun') return new CourseNotBegunError();
  if (because === 'over') return new CourseOverError();
  if (because === 'archived') return new CourseArchivedError();
  return role === 'auditor' ? new LearnersOnlyError() : new StaffTakeNoAttemptsError();
}

/** What keeps a learner from beginning an attempt, but not from one that is open. */
const GOES_ON_BEHIND = [ActivityClosedError, ActivityNotFoundError, CourseNotBegunError, CourseOverError];

@Injectable()
export class AttemptsService {
  constructor(
    private readonly attempts: AttemptsRepository,
    private readonly tries: TriesRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly drawn: DrawnQuestions,
    private readonly ends: AttemptEnds,
    private readonly receipts: Receipts,
    private readonly messages: AttemptMessages,
    private readonly media: QuestionMedia,
    private readonly identity: IdentityFacade,
    private readonly marking: MarkingFacade,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  /**
   * Starts an attempt, or returns the one that the learner has open at this quiz.
   *
   * @param said the password that the learner said
   */
  async start(caller: Caller, activityId: string, said?: string): Promise<AttemptResponse> {
    let standing: ActivityStanding;
    try {
      standing = await this.access.activity(caller, activityId, 'quizzes.read');
    } catch (error) {
      const open = await this.openInClosed(caller, activityId, error);
      if (!open) throw error;
      return open;
    }
    const answer = may(caller, 'attempts.take', standing);
    if (!answer.granted) {
      const error = refusal(answer.because, standing);
      const open = await this.openInClosed(caller, activityId, error);
      if (!open) throw error;
      return open;
    }
    return this.startKnowing(activityId, caller.userId, { said });
  }

  /** A rule or a new version may close a quiz to a learner who is in an attempt: that one goes on. */
  private async openInClosed(
    caller: Caller,
    activityId: string,
    error: unknown,
  ): Promise<AttemptResponse | undefined> {
    if (!GOES_ON_BEHIND.some((kind) => error instanceof kind)) return undefined;
    const { openAttemptId } = await this.attempts.startedBy(activityId, caller.userId);
    return openAttemptId === null ? undefined : this.read(caller, openAttemptId);
  }

  private async startKnowing(
    activityId: string,
    userId: string,
    password: Password,
  ): Promise<AttemptResponse> {
    const started = await this.transactions.run(() => this.startOrContinue(activityId, userId, password));
    if ('password' in started) {
      await this.requirePassword(userId, activityId, started.password, password.said);
      return this.startKnowing(activityId, userId, { ...password, known: started.password });
    }
    if (!('hasRunOut' in started)) return started;
    // The end comes in a transaction of its own, which locks the attempt before the quiz.
    await this.ends.settle(started.hasRunOut);
    return this.startKnowing(activityId, userId, password);
  }

  /** The guess is counted in a transaction of its own. */
  private async requirePassword(
    userId: string,
    activityId: string,
    password: string,
    said: string | undefined,
  ): Promise<void> {
    if (said === undefined) throw new QuizPasswordNeededError();
    if (!(await this.identity.saysPassword(`quiz ${activityId}`, userId, password, said)))
      throw new WrongQuizPasswordError();
  }

  /** `hasRunOut`: the learner's open attempt is to be ended, or its rules to be brought up to date, first. `password`: it is to be said first. */
  private async startOrContinue(
    activityId: string,
    userId: string,
    password: Password,
  ): Promise<AttemptResponse | { hasRunOut: string } | { password: string }> {
    const terms = await this.attempts.startingTerms(activityId, userId);
    if (!terms) throw new QuizNotFoundError();
    const now = this.clock.now();
    refuseDeparted(terms, now);
    if (terms.openAttemptId !== null) {
      const open = await this.find(terms.openAttemptId);
      return standingIn(open, open, now).due || outdatedSince(open.inForce, now)
        ? { hasRunOut: open.id }
        : (await this.view(open, 'learner')).response;
    }
    // An attempt starts after the learner's last one ended, even if the clock was set back since.
    const startedAt = notBefore(now, terms.lastEndedAt);
    const own = termsAt(terms, now, now);
    refuseUnstartable(terms, own, now);
    if (terms.password !== null && !own.passwordWaived && terms.password !== password.known)
      return { password: terms.password };
    const beginnings = beginningsAfter(now, terms.personal.accommodations);
    const endsWith = (at: Date): Ends =>
      endsOf({
        ...{ startedAt, terms: at === now ? own : termsAt(terms, now, at), ...NEW_CLOCK },
        enrolledUntil: terms.learner && enrolledUntil(terms.learner, terms.policy.timeZone),
        rules: { ...terms, hardClose: terms.policy.hardClose },
      });
    const ends = endsAhead(endsWith, now, beginnings);
    const seed = this.chance.seed();
    const complete = await this.drawn.complete(terms, activityId, userId, seed);
    const { attempt, paper, answers } = nextAttempt(activityId, userId, complete, startedAt, ends, seed);
    // A parallel start was first and has committed: return its attempt.
    const inForce = rulesInForce(settingsIn(terms), own, startedAt, beginnings);
    if (!(await this.attempts.insert({ ...attempt, inForce }, seed)))
      return this.startOrContinue(activityId, userId, password);
    await this.attempts.insertPaper(attempt, paper, answers);
    const asked = answeredQuestions(paper, answers);
    const seen = { viewer: 'learner', now: startedAt } as const;
    return this.media.ofPaper(
      toAttemptResponse(attempt, { ...terms, inForce }, asked, null, null, seen),
      asked,
    );
  }

  async read(caller: Caller, attemptId: string): Promise<AttemptResponse> {
    return (await this.look(caller, await this.find(attemptId))).response;
  }

  /** An attempt as the caller may see it, with all its answers. */
  async look(caller: Caller, attempt: FoundAttempt): Promise<SeenAttempt> {
    const viewer = await this.viewerOf(caller, attempt);
    const language = languageOf(caller.locale);
    const now = this.clock.now();
    const isOpen = attempt.endedAt === null;
    const isSettled =
      !standingIn(attempt, attempt, now).due && !(isOpen && outdatedSince(attempt.inForce, now));
    if (isSettled) return this.view(attempt, viewer, language);
    await this.ends.settle(attempt.id);
    return this.view(await this.find(attempt.id), viewer, language);
  }

  /** Why the caller, who has no such attempt, may not act in it: NotYourAttemptError for staff, AttemptNotFoundError for all others. */
  async refusalOf(caller: Caller, attemptId: string): Promise<Error> {
    const attempt = await this.find(attemptId);
    await this.viewerOf(caller, attempt);
    return attempt.userId === caller.userId ? new AttemptNotFoundError() : new NotYourAttemptError();
  }

  /** The attempt as the given kind of viewer may see it, whoever asks. */
  async view(attempt: FoundAttempt, viewer: AttemptViewer, language?: Language): Promise<SeenAttempt> {
    const { id, grading, pointsPossible, submittedAt, hasMessages } = attempt;
    const answers = await this.withSayings(id, await this.attempts.answers(id));
    // None where it was deleted, or opened again in this moment.
    const scores = submittedAt ? await this.scoresWith(attempt) : [];
    const grade = scores.length === 0 ? null : gradeScore(grading, scores, pointsPossible);
    const receipt = submittedAt && this.receipts.ofSubmission(id, submittedAt, answers);
    const now = this.clock.now();
    const behavior = behaviorNamed(attempt.inForce?.base.behavior);
    const tries = behavior.takesChecks
      ? { behavior, of: triesByQuestion(await this.tries.ofAttempt(id)) }
      : undefined;
    const seen = { tries, viewer, now, language };
    const response = await this.media.ofPaper(
      toAttemptResponse(attempt, attempt, answers, grade, receipt, seen),
      answers,
    );
    if (hasMessages) response.messages = await this.messages.of(id, { isRead: viewer === 'learner', now });
    return { answers, response };
  }

  /** A preview counts in its own answer, and its author sees the grade that a learner would. */
  private async scoresWith({
    activityId,
    userId,
    isPreview,
    ...attempt
  }: FoundAttempt): Promise<AttemptScore[]> {
    const { number, score, maxScore } = attempt;
    if (isPreview) return score === null ? [] : [{ number, score, maxScore }];
    return this.attempts.scores(activityId, userId);
  }

  /** With what markers said to the learner; asks for it only where a person has marked something. */
  private async withSayings(attemptId: string, answers: AnsweredQuestion[]): Promise<AnsweredQuestion[]> {
    if (answers.every(({ handPoints }) => handPoints === null)) return answers;
    const sayings = await this.marking.sayings(attemptId);
    return answers.map((answer) => ({ ...answer, markSaying: sayings.get(answer.id) }));
  }

  async find(attemptId: string): Promise<FoundAttempt> {
    const attempt = await this.attempts.find(attemptId);
    if (!attempt) throw new AttemptNotFoundError();
    return attempt;
  }

  /** Learners list their own attempts, staff everybody's, the newest first. */
  async list(
    caller: Caller,
    activityId: string,
    query: AttemptsQuery,
  ): Promise<Page<AttemptSummaryResponse>> {
    const { limit, cursor, userId, deleted } = query;
    const standing = await this.access.activity(caller, activityId, 'attempts.read_own');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    const after = cursor === undefined ? undefined : placeOf(cursor);
    const staff = mayFor('attempts.read', standing);
    const isStaff = staff.granted;
    const scope = isStaff ? staff.scope : 'all';
    const whose = isStaff ? userId : caller.userId;
    const isDeleted = isStaff && deleted;
    const seen: Seen = { viewer: isStaff ? 'staff' : 'learner', now: this.clock.now() };
    const attempts = await this.attempts.page({ activityId, userId: whose, scope, isDeleted, after, limit });
    const page = toPage(
      attempts,
      limit,
      ({ startedAt, id }) => [startedAt.toISOString(), id],
      (attempt) => toAttemptSummaryResponse(attempt, seen),
    );
    return withTotal(page, query, (most) =>
      this.attempts.count({ activityId, userId: whose, scope, isDeleted }, most),
    );
  }

  private async viewerOf(
    caller: Caller,
    { courseId, userId, deletedAt, isPreview }: AttemptRecord,
  ): Promise<AttemptViewer> {
    const isOwn = userId === caller.userId;
    if (isPreview && !isOwn) throw new AttemptNotFoundError();
    const action = isOwn ? 'attempts.read_own' : 'attempts.read';
    const standing = await hidingAttempt(
      this.access.learner(caller, { courseId, learnerId: userId }, action),
      { isOwn },
    );
    const isStaff = may(caller, 'quizzes.read_key', standing).granted;
    if (deletedAt !== null && !isStaff) throw new AttemptNotFoundError();
    if (isPreview && !isStaff) throw new AttemptNotFoundError();
    return isStaff && !isPreview ? 'staff' : 'learner';
  }
}

/** Whoever was withdrawn, and all where the course was archived, since the request was let in. */
function refuseDeparted({ status, learner, policy }: StartingTerms, now: Date): void {
  if (status === 'archived') throw new CourseArchivedError();
  if (learner === null || enrollmentStatus(learner, dayIn(now, policy.timeZone)) !== 'active')
    throw new NotEnrolledError();
}

function termsAt({ policy, personal }: StartingTerms, since: Date, at: Date): EffectiveTerms {
  return effectiveTerms({ policy, ...personal, since, at });
}

function refuseUnstartable(starting: StartingTerms, terms: EffectiveTerms, now: Date): void {
  const { questions, draws, started } = starting;
  const [opensAt, closesAt] = [terms.opensAt.effective, terms.closesAt.effective];
  const maxAttempts = terms.maxAttempts.effective;
  if (opensAt !== null && now < opensAt) throw new QuizNotOpenYetError(opensAt);
  if (closesAt !== null && now >= closesAt) throw new QuizClosedError(closesAt);
  if (maxAttempts !== null && attemptsLeft(maxAttempts, started) === 0)
    throw new NoAttemptsLeftError(maxAttempts);
  const nextAt = nextStart(starting);
  if (nextAt !== null && now < nextAt)
    throw closesAt !== null && nextAt >= closesAt
      ? new NoTimeForNextAttemptError(nextAt, closesAt)
      : new NextAttemptLaterError(nextAt);
  if (questions.length + draws.length === 0) throw new QuizHasNoQuestionsError();
}

function placeOf(cursor: string): { startedAt: Date; id: string } {
  const [startedAt = '', id = ''] = decodeCursor(
    cursor,
    2,
    ([instant, last]) => !Number.isNaN(Date.parse(instant ?? '')) && isId(last),
  );
  return { startedAt: new Date(startedAt), id };
}
