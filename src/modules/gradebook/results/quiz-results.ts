import { Injectable } from '@nestjs/common';
import { DomainEvents, OnEvent } from '../../../shared/events/domain-events';
import { AttemptMarked, AttemptsRegraded, AttemptSubmitted, AttemptTakenBack } from '../../assessments';
import { QuizDecided, QuizDecidedForMany } from '../gradebook.events';
import { type QuizAttempts, QuizAttemptsRepository } from './quiz-attempts.repository';
import { firstPassedAt } from './quiz-passing';
import { ResultRecorder, type Verdict } from './result-recorder';
import { isOverride } from './result-value';
import { type ResultSlot, ResultsRepository } from './results.repository';
import { earnedValue, quizValue } from './results.service';

/** A quiz's grades reach the gradebook in the transaction that submits the attempt. */
@Injectable()
export class QuizResults {
  constructor(
    private readonly results: ResultsRepository,
    private readonly recorder: ResultRecorder,
    private readonly attempts: QuizAttemptsRepository,
    private readonly events: DomainEvents,
  ) {}

  @OnEvent(AttemptSubmitted)
  async onAttemptSubmitted(event: AttemptSubmitted): Promise<void> {
    const { submittedAt: at } = event;
    const value = quizValue(event.gradeScore, event.attemptId, at, event.timeZone);
    // What a learner earns first is nearly always the first result that they have for the quiz.
    if (event.isFirst && (await this.recorder.recordFirst(event, value, at))) return;
    const verdict = { value, cause: 'attempt', by: null, comment: null, at } as const;
    await this.recorder.record(
      () => this.slotOf(event),
      () => verdict,
    );
  }

  /** The result is what the other attempts earned, or none without them, unless an instructor's stands in its place. */
  @OnEvent(AttemptTakenBack)
  async onAttemptTakenBack({ attempt }: AttemptTakenBack): Promise<void> {
    await this.recompute(attempt, { cause: 'attempt', by: attempt.takenBackBy, at: attempt.takenBackAt });
  }

  /** The result follows the marks of the attempts, and so does whether the quiz is passed. */
  @OnEvent(AttemptMarked)
  async onAttemptMarked({ attempt }: AttemptMarked): Promise<void> {
    await this.recompute(attempt, { cause: 'mark', by: attempt.markedBy, at: attempt.markedAt });
  }

  /**
   * The results follow a regrade of many attempts with the same statements, however many they are. Who passes or does not pass by it is
   * told; a completion that the regrade does not concern stays, whatever the pass mark is by now.
   */
  @OnEvent(AttemptsRegraded)
  async onAttemptsRegraded({ regrade }: AttemptsRegraded): Promise<void> {
    const { activityId, courseId, operationId, by, at, attempts } = regrade;
    const userIds = [...new Set(attempts.map(({ userId }) => userId))].sort();
    const slots = await this.results.lockOfQuiz(activityId, userIds);
    const earned = await this.attempts.ofLearners(activityId, userIds);
    const before = new Map(attempts.map((attempt) => [attempt.attemptId, attempt.before]));
    const followed = slots.flatMap((slot) => {
      const quiz = earned.get(slot.userId);
      return quiz && !isOverride(slot.isQuiz, slot.stored?.value) ? [{ slot, quiz }] : [];
    });
    const results = followed.flatMap(({ slot: { lineItemId, userId, timeZone }, quiz }) => {
      const value = earnedValue(quiz, timeZone, null);
      return value ? [{ courseId, lineItemId, userId, value }] : [];
    });
    await this.recorder.recordMany(results, at, { cause: 'regrade', by, operationId });
    const learners = followed.flatMap(({ slot: { userId }, quiz }) => {
      const passedAt = firstPassedAt(quiz.attempts, quiz);
      const was = quiz.attempts.map((attempt) => ({ ...attempt, ...before.get(attempt.id) }));
      return (firstPassedAt(was, quiz) === null) === (passedAt === null) ? [] : [{ userId, passedAt }];
    });
    if (learners.length === 0) return;
    await this.events.publish(
      new QuizDecidedForMany({ activityId, courseId, decidedAt: at, by: 'attempts', learners }),
    );
  }

  private async recompute(
    { activityId, courseId, userId }: { activityId: string; courseId: string; userId: string },
    { cause, by, at }: Pick<Verdict, 'cause' | 'by' | 'at'>,
  ): Promise<void> {
    let left: QuizAttempts | undefined;
    await this.recorder.record(
      () => this.slotOf({ activityId, userId }),
      async ({ stored, timeZone, isQuiz }) => {
        left = isOverride(isQuiz, stored?.value) ? undefined : await this.attempts.find(activityId, userId);
        return {
          value: left ? earnedValue(left, timeZone, null) : stored?.value,
          ...{ cause, by, comment: null, at },
        };
      },
    );
    if (!left) return;
    const passedAt = firstPassedAt(left.attempts, left);
    const decision = {
      activityId,
      courseId,
      userId,
      passedAt,
      by: 'attempts',
      decidedAt: at,
    } as const;
    await this.events.publish(new QuizDecided(decision));
  }

  private async slotOf({ activityId, userId }: { activityId: string; userId: string }): Promise<ResultSlot> {
    const slot = await this.results.slotOfQuiz(activityId, userId);
    if (!slot) throw new Error(`The quiz ${activityId} has no line item.`);
    return slot;
  }
}
