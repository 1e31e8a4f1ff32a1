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

  /**
   * Lets the queue follow corrected keys: what is worth something else, and what nobody has to mark any more. At most two statements
   * for all attempts, and none where no question that people mark is worth something else.
   */
  async followKeys(
    works: readonly {
      attempt: AttemptRecord;
      seed: number;
      questions: readonly { question: AskedQuestion; corrected: AskedQuestion | null; answer: Answer }[];
    }[],
  ): Promise<void> {
    const parts = works.flatMap(({ attempt, seed, questions }) =>
      questions.flatMap(({ question, corrected, answer }) => {
        if (!corrected || !isMarkedByHand(corrected.definition)) return [];
        if (corrected.points === question.points && corrected.voided === question.voided) return [];
        const isToMark =
          corrected.voided === null && needsMark(corrected.definition, answer.response, corrected.points);
        return [{ attempt, seed, corrected, answer, isToMark }];
      }),
    );
    const keyOf = ({ attempt, corrected }: (typeof parts)[number]): { workId: string; itemId: string } => ({
      ...{ workId: attempt.id, itemId: corrected.id },
    });
    await this.marking.takeBackParts(parts.filter(({ isToMark }) => !isToMark).map(keyOf));
    await this.marking.handInAll(
      parts
        .filter(({ isToMark }) => isToMark)
        .map(({ attempt, seed, corrected, answer }) => {
          const { id: workId, activityId, courseId, userId, submittedAt } = attempt;
          const answerNumber = answer.sequence ?? 0;
          const isMarked = answer.handPoints !== null && answer.handSequence === answerNumber;
          return {
            ...{ workId, activityId, courseId, userId, handedInAt: submittedAt ?? attempt.startedAt, seed },
            parts: [{ itemId: corrected.id, maxPoints: corrected.points, answerNumber, isMarked }],
          };
        }),
    );
  }

  /** The attempt counts no more, or goes on. */
  async takeBack(attemptId: string): Promise<void> {
    await this.marking.takeBack(attemptId);
  }
}
