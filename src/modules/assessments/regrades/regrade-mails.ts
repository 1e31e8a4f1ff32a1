import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { sentences } from '../assessments.sentences';
import { showsGrade } from '../review/review-rules';
import { RegradesRepository } from './regrades.repository';

export const REGRADED = 'assessments.regraded';

export interface RegradedMail {
  activityId: string;
  userIds: string[];
  /** Undefined for a regrade that the build before has told of. */
  cause?: 'regrade' | 'reversal';
}

const TEXTS = { regrade: sentences.regradedText, reversal: sentences.regradeReversedText };

/** Tells learners by mail that their score was corrected, without the score. */
@Injectable()
export class RegradeMails {
  constructor(
    private readonly regrades: RegradesRepository,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Nobody who may not see a score hears that it has changed. */
  @OutboxConsumer(REGRADED)
  async tell({ activityId, userIds, cause = 'regrade' }: RegradedMail): Promise<void> {
    const quiz = await this.regrades.reviewOf(activityId);
    if (!quiz || !showsGrade(quiz.review, quiz, this.clock.now())) return;
    for (const { email, locale, quiz: title, course } of await this.regrades.readers(userIds, activityId))
      await this.mailer.send({
        to: { email, locale: locale ?? undefined },
        subject: sentences.regradedSubject({ quiz: title }),
        text: TEXTS[cause]({ quiz: title, course }),
      });
  }
}
