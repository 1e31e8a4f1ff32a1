import { Injectable } from '@nestjs/common';
import { OnEvent } from '../../../shared/events/domain-events';
import { dayIn } from '../../../shared/time/zoned-time';
import { AttemptSubmitted } from '../../assessments';
import { ResultRecorder } from './result-recorder';
import { ResultsRepository } from './results.repository';
import { quizValue } from './results.service';

/** A quiz's grades reach the gradebook in the transaction that submits the attempt. */
@Injectable()
export class QuizResults {
  constructor(
    private readonly results: ResultsRepository,
    private readonly recorder: ResultRecorder,
  ) {}

  @OnEvent(AttemptSubmitted)
  async onAttemptSubmitted(event: AttemptSubmitted): Promise<void> {
    await this.recorder.record(
      async () => {
        const slot = await this.results.slotOfQuiz(event.activityId, event.userId);
        if (!slot) throw new Error(`The quiz ${event.activityId} has no line item.`);
        return slot;
      },
      ({ timeZone }) => ({
        value: quizValue(event.gradeScore, event.attemptId, dayIn(event.submittedAt, timeZone)),
        cause: 'attempt',
        by: null,
        comment: null,
        at: event.submittedAt,
      }),
    );
  }
}
