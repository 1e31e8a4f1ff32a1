import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { AttemptMarked, AttemptSubmitted } from '../assessments.events';
import { QuizNotFoundError } from '../assessments.errors';
import { behaviorNamed } from '../behaviors/registry';
import { attemptPasses, gradeScore } from '../grading/grading-policy';
import { HandIns } from '../hand-marks/hand-ins';
import { TriesRepository, triesByQuestion } from '../tries/tries.repository';
import { type Conduct, gradedAnswers } from './attempt-answers';
import { AttemptEndsRepository, type RunningAttempt } from './attempt-ends.repository';
import { type Answer, type AttemptRecord, type ResultTerms, standingIn } from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import type { DueEnd, EndReason } from './lifecycle';
import { OpenAttemptsEnds } from './open-attempts-ends';
import { type GradingTerms, SubmissionsRepository } from './submissions.repository';

export type SubmittedRecord = AttemptRecord & { submittedAt: Date };

/** An attempt that is over, and graded unless it waits for marks. */
export interface Graded {
  submitted: SubmittedRecord;
  answers: Answer[];
  /** The learner's grade in the quiz, with this attempt; null while what decides it waits for marks. */
  grade: string | null;
}

/** Ending attempts: grading them, and telling other modules. Who hands in, and the clock, end attempts through here. */
@Injectable()
export class AttemptEnds {
  constructor(
    private readonly ends: AttemptEndsRepository,
    private readonly submissions: SubmissionsRepository,
    private readonly repository: AttemptsRepository,
    private readonly rules: OpenAttemptsEnds,
    private readonly tries: TriesRepository,
    private readonly transactions: Transactions,
    private readonly handIns: HandIns,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends an open attempt whose time is up, as of the instant at which it was; does nothing to any other. Whether it has ended it.
   * `skipLocked`: leaves it alone, too, where somebody else is saving or ending it in this moment.
   */
  async settle(attemptId: string, { skipLocked = false } = {}): Promise<boolean> {
    return this.transactions.run(async () => {
      const running = await this.ends.lockOpen(attemptId, { skipLocked });
      return running !== undefined && (await this.endIfDue(running)) === 'ended';
    });
  }

  /**
   * Ends all attempts at a quiz whose time is up, by the rules of now, which are about to change. The sweep leaves those of a few
   * seconds only.
   */
  async settleAllOf(activityId: string): Promise<void> {
    for (const id of await this.ends.runOutOf(activityId, this.clock.now())) await this.settle(id);
  }

  /** As `settle`, which brings its rules up to date, in the running transaction, which holds the attempt then if it is still open: undefined if it is over. */
  async lockOpen(attemptId: string): Promise<AttemptRecord | undefined> {
    const running = await this.ends.lockOpen(attemptId);
    return running && (await this.endIfDue(running)) === 'open' ? running.attempt : undefined;
  }

  private async endIfDue({ attempt, terms }: RunningAttempt): Promise<'open' | 'ended'> {
    const now = this.clock.now();
    const { due } = standingIn(attempt, terms, now);
    await this.rules.bringUpToDate(attempt.id, terms, due?.at ?? now);
    if (due === null) return 'open';
    await this.end(attempt, due);
    return 'ended';
  }

  /** Records an end that has come, of an attempt that this transaction has locked. */
  async end(attempt: AttemptRecord, due: DueEnd): Promise<void> {
    if (due.by === 'abandonment') await this.ends.abandon(attempt.id, due.at);
    else await this.gradeSaved(attempt, due);
  }

  /** Ends an attempt that this transaction has locked, without grading it. */
  async abandon(attemptId: string, at: Date): Promise<void> {
    await this.ends.abandon(attemptId, at);
  }

  /** Grades what is saved in an attempt that this transaction has locked; also once more, when answers were added that count. */
  async gradeSaved({ id }: AttemptRecord, end: { at: Date; reason: EndReason }): Promise<void> {
    const terms = await this.termsOf(id);
    await this.close(terms, terms.answers, end);
  }

  /** Grades an attempt that this transaction has locked by these answers, ends it, and tells it. */
  async close(
    terms: GradingTerms,
    answers: readonly Answer[],
    end: { at: Date; reason: EndReason },
  ): Promise<Graded> {
    const { attempt, questions } = terms;
    const conduct = await this.conductOf(terms, end.reason);
    const { answers: graded, ...marks } = gradedAnswers(questions, [...answers], conduct);
    const submitted = {
      ...{ ...attempt, ...marks },
      ...{ submittedAt: end.at, endedAt: end.at, endReason: end.reason },
    };
    await this.submissions.close(submitted, questions, graded);
    const isAgain = attempt.submittedAt !== null;
    await this.handIns.handIn(submitted, { questions, answers: graded, seed: terms.seed, isAgain });
    const grade = await this.tell(submitted, terms, terms.hasOtherScores);
    return { submitted, answers: graded, grade };
  }

  /**
   * Grades a submitted attempt once more, which this transaction has locked, by the marks that people have given since. Its end stays
   * what it is. If its score is another now, or the first, that is told.
   */
  async gradeByMarks(
    attemptId: string,
    { userId, markedBy, markedAt }: { userId: string; markedBy: string; markedAt: Date },
  ): Promise<void> {
    const terms = await this.termsOf(attemptId);
    const { attempt, questions, answers } = terms;
    const { endedAt, endReason, activityId, courseId } = attempt;
    if (endedAt === null || endReason === null) throw new Error(`Attempt ${attemptId} has not ended.`);
    const conduct = await this.conductOf(terms, endReason);
    const { answers: graded, ...marks } = gradedAnswers(questions, answers, conduct);
    await this.submissions.close({ id: attemptId, endedAt, endReason, ...marks }, questions, graded);
    if (attempt.isPreview || (marks.score === attempt.score && marks.maxScore === attempt.maxScore)) return;
    await this.events.publish(
      new AttemptMarked({ attemptId, activityId, courseId, userId, markedBy, markedAt }),
    );
  }

  private async termsOf(attemptId: string): Promise<GradingTerms> {
    const held = await this.submissions.hold(attemptId);
    const terms = held && (await this.submissions.gradingTerms(held));
    if (!terms) throw new QuizNotFoundError();
    return terms;
  }

  /** Reads the tries only where the behavior has any. */
  private async conductOf({ attempt, inForce }: GradingTerms, reason: EndReason): Promise<Conduct> {
    const behavior = behaviorNamed(inForce?.base.behavior);
    const tries = behavior.takesChecks ? triesByQuestion(await this.tries.ofAttempt(attempt.id)) : new Map();
    return { behavior, tries, isTimed: reason !== 'submitted' };
  }

  /**
   * Computes the learner's grade after a submission, publishes it, and returns it. While what decides it waits for marks, it is
   * null.
   *
   * @param hasOtherScores most learners have not, and then no other score is read
   */
  async tell(
    attempt: SubmittedRecord,
    terms: ResultTerms & { timeZone: string; hasCompletionRule: boolean },
    hasOtherScores: boolean,
  ): Promise<string | null> {
    const { id, activityId, courseId, userId, number, score, maxScore, submittedAt } = attempt;
    // Nobody hears of a preview.
    const { pointsPossible } = terms;
    if (attempt.isPreview) return gradeScore(terms.grading, [{ number, score, maxScore }], pointsPossible);
    const scores = hasOtherScores
      ? await this.repository.scores(activityId, userId)
      : [{ number, score, maxScore }];
    const grade = gradeScore(terms.grading, scores, pointsPossible);
    await this.events.publish(
      new AttemptSubmitted({
        attemptId: id,
        activityId,
        courseId,
        userId,
        score,
        maxScore,
        gradeScore: grade,
        passed: attemptPasses(score, maxScore, terms.passPercentage),
        submittedAt,
        timeZone: terms.timeZone,
        isFirst: !hasOtherScores,
        hasCompletionRule: terms.hasCompletionRule,
      }),
    );
    return grade;
  }
}
