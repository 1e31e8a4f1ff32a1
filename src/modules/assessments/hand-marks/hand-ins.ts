import { Injectable } from '@nestjs/common';
import { MarkingFacade } from '../../marking';
import type { Answer, AttemptRecord } from '../attempts/attempt-records';
import type { AskedQuestion } from '../attempts/paper-records';
import { isMarkedByHand, needsMark } from '../question-types/responses';

/** A submitted attempt with its questions and graded answers, each in its own order. */
interface HandedIn {
  questions: readonly AskedQuestion[];
  answers: readonly Answer[];
  seed: number;
  /** It was submitted before, and answers that count have come since. */
  isAgain: boolean;
}

/** Tells marking what people have to mark. Costs nothing where they have to mark nothing. */
@Injectable()
export class HandIns {
  constructor(private readonly marking: MarkingFacade) {}

  async handIn(
    attempt: AttemptRecord & { submittedAt: Date },
    { questions, answers, seed, isAgain }: HandedIn,
  ): Promise<void> {
    if (attempt.isPreview) return;
    const byHand = questions.filter(({ definition }) => isMarkedByHand(definition));
    if (byHand.length === 0) return;
    const answerTo = new Map(answers.map((answer) => [answer.questionId, answer]));
    const parts = byHand.flatMap(({ id: itemId, definition, points: maxPoints }) => {
      const answer = answerTo.get(itemId);
      if (!answer || !needsMark(definition, answer.response, maxPoints)) return [];
      const { sequence, pointsAwarded } = answer;
      return [{ itemId, maxPoints, answerNumber: sequence ?? 0, isMarked: pointsAwarded !== null }];
    });
    const { id: workId, activityId, courseId, userId, submittedAt: handedInAt } = attempt;
    if (isAgain) await this.marking.takeBack(workId);
    if (parts.length === 0) return;
    await this.marking.handIn({ workId, activityId, courseId, userId, handedInAt, seed, parts });
  }

  /** The attempt counts no more, or goes on. */
  async takeBack(attemptId: string): Promise<void> {
    await this.marking.takeBack(attemptId);
  }
}
