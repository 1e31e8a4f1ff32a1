import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Chance } from '../../../shared/chance/chance';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { OnEvent } from '../../../shared/events/domain-events';
import { ActivityDeleted, CourseAccess, CourseDeleted } from '../../courses';
import { FilesFacade } from '../../files';
import { QuizHasNoQuestionsError, QuizNotFoundError } from '../assessments.errors';
import { answeredQuestions, nextAttempt } from '../attempts/attempt-answers';
import { settingsIn, type StartingTerms } from '../attempts/attempt-records';
import { AttemptsRepository } from '../attempts/attempts.repository';
import { DrawnQuestions } from '../attempts/drawn-questions';
import { type AttemptResponse, toAttemptResponse } from '../attempts/dto/attempt.response';
import { endsOf, NEW_CLOCK } from '../attempts/lifecycle';
import { rulesInForce } from '../attempts/rules-in-force';
import { effectiveTerms } from '../exceptions/effective-terms';
import { QuestionMedia } from '../questions/files/question-media';
import { PREVIEW_NUMBER, UNDATED } from './preview-terms';
import { PreviewsRepository } from './previews.repository';

/** Attempts by which authors see a quiz as its learners do. They count nowhere. */
@Injectable()
export class PreviewsService {
  constructor(
    private readonly previews: PreviewsRepository,
    private readonly attempts: AttemptsRepository,
    private readonly drawn: DrawnQuestions,
    private readonly media: QuestionMedia,
    private readonly files: FilesFacade,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  /** In place of the preview that the person has at this quiz, if any. Throws QuizHasNoQuestionsError, TooFewQuestionsError. */
  async start(caller: Caller, activityId: string): Promise<AttemptResponse> {
    await this.access.activity(caller, activityId, 'quizzes.change');
    for (;;) {
      const started = await this.transactions.run(() => this.replace(activityId, caller.userId));
      // Otherwise a parallel request was first, and this one comes after it.
      if (started) return started;
    }
  }

  private async replace(activityId: string, userId: string): Promise<AttemptResponse | undefined> {
    await this.files.release(await this.previews.removeOf(activityId, userId));
    const found = await this.attempts.startingTerms(activityId, userId);
    if (!found) throw new QuizNotFoundError();
    if (found.questions.length + found.draws.length === 0) throw new QuizHasNoQuestionsError();
    const now = this.clock.now();
    const terms = asPreview(found);
    const own = effectiveTerms({ policy: terms.policy, ...terms.personal, since: now, at: now });
    const rules = { ...terms, hardClose: terms.policy.hardClose };
    const ends = endsOf({ startedAt: now, terms: own, rules, enrolledUntil: null, ...NEW_CLOCK });
    const seed = this.chance.seed();
    const complete = await this.drawn.complete(terms, activityId, userId, seed);
    const next = nextAttempt(activityId, userId, complete, now, ends, seed);
    const attempt = { ...next.attempt, isPreview: true };
    const inForce = rulesInForce(settingsIn(terms), own, now);
    if (!(await this.attempts.insert({ ...attempt, inForce }, seed))) return undefined;
    await this.attempts.insertPaper(attempt, next.paper, next.answers);
    const asked = answeredQuestions(next.paper, next.answers);
    const seen = { viewer: 'learner', now } as const;
    return this.media.ofPaper(
      toAttemptResponse(attempt, { ...terms, inForce }, asked, null, null, seen),
      asked,
    );
  }

  @OnEvent(ActivityDeleted)
  async onActivityDeleted({ activityId }: ActivityDeleted): Promise<void> {
    await this.files.release(await this.previews.removeOfQuiz(activityId));
  }

  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    await this.files.release(await this.previews.removeOfCourse(courseId));
  }
}

/** What everybody may do in the quiz, at any time. */
function asPreview(terms: StartingTerms): StartingTerms {
  return {
    ...terms,
    policy: { ...terms.policy, ...UNDATED },
    personal: { accommodations: [], exception: undefined },
    ...{ started: 0, lastNumber: PREVIEW_NUMBER - 1 },
  };
}
