import { Injectable } from '@nestjs/common';
import { DomainEvents, OnEvent } from '../../../shared/events/domain-events';
import { dayIn } from '../../../shared/time/zoned-time';
import { AttemptMarked, AttemptSubmitted, AttemptTakenBack } from '../../assessments';
import { QuizDecided } from '../gradebook.events';
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
    await this.recorder.record(
      () => this.slotOf(event),
      ({ timeZone }) => ({
        value: quizValue(event.gradeScore, event.attemptId, dayIn(event.submittedAt, timeZone)),
        cause: 'attempt',
        by: null,
        comment: null,
        at: event.submittedAt,
      }),
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
