import { Injectable } from '@nestjs/common';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { sentences } from './remarks.sentences';
import { RemarksRepository } from './remarks.repository';

export const REMARK_NEWS = 'marking.remark_news';

export interface RemarkNews {
  requestId: string;
  what: 'written' | 'decided';
}

const SUBJECTS = { written: sentences.writtenSubject, decided: sentences.decidedSubject };
const TEXTS = { written: sentences.writtenText, decided: sentences.decidedText };

/** Tells learners by mail that there is something new in their request, without what it says. */
@Injectable()
export class RemarkMails {
  constructor(
    private readonly remarks: RemarksRepository,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
  ) {}

  /** In the transaction of the news. */
  async enqueue(news: RemarkNews): Promise<void> {
    await this.outbox.enqueue(REMARK_NEWS, news);
  }

  @OutboxConsumer(REMARK_NEWS)
  async tell({ requestId, what }: RemarkNews): Promise<void> {
    const reader = await this.remarks.reader(requestId);
    if (!reader) return;
    const { email, locale, quiz, course } = reader;
    await this.mailer.send({
      to: { email, locale: locale ?? undefined },
      subject: SUBJECTS[what]({ quiz }),
      text: TEXTS[what]({ quiz, course }),
    });
  }
}
