import { Injectable } from '@nestjs/common';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { sentences } from './admission.sentences';
import { RequestsRepository } from './requests.repository';

const TOPIC = 'enrollments.request_decided';

interface Payload {
  requestId: string;
}

/** Tells people by mail how their requests were decided: once for each decision, since the message is written with it. */
@Injectable()
export class RequestMails {
  constructor(
    private readonly requests: RequestsRepository,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
  ) {}

  /** In the transaction of the decision. */
  async tell(requestId: string): Promise<void> {
    await this.outbox.enqueue(TOPIC, { requestId } satisfies Payload);
  }

  @OutboxConsumer(TOPIC)
  async send({ requestId }: Payload): Promise<void> {
    const reader = await this.requests.reader(requestId);
    if (!reader) return;
    const { email, locale, course, state, reason } = reader;
    const isAccepted = state === 'accepted';
    await this.mailer.send({
      to: { email, locale: locale ?? undefined },
      subject: isAccepted ? sentences.acceptedSubject({ course }) : sentences.rejectedSubject({ course }),
      text: isAccepted
        ? sentences.acceptedText({ course })
        : sentences.rejectedText({ course, reason: reason ?? 'none' }),
    });
  }
}
