import { Injectable } from '@nestjs/common';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer, type NewMail } from '../../../shared/mail/mailer';
import type { RequestState } from './admission-rules';
import { sentences } from './admission.sentences';
import { RequestsRepository } from './requests.repository';

const TOPIC = 'enrollments.request_decided';

interface Payload {
  requestId: string;
  /** What is told; what was decided otherwise since has a message of its own. Messages of an earlier build have none. */
  state?: RequestState;
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
  async tell(requestId: string, state: RequestState): Promise<void> {
    await this.outbox.enqueue(TOPIC, { requestId, state } satisfies Payload);
  }

  @OutboxConsumer(TOPIC)
  async send({ requestId, state: told }: Payload): Promise<void> {
    const reader = await this.requests.reader(requestId);
    if (!reader || (told !== undefined && told !== reader.state)) return;
    const { email, locale } = reader;
    await this.mailer.send({
      to: { email, locale: locale ?? undefined },
      ...mailOf(reader),
    });
  }
}

function mailOf({
  state,
  course,
  reason,
  offerUntil,
}: {
  state: RequestState;
  course: string;
  reason: string | null;
  offerUntil: Date | null;
}): Pick<NewMail, 'subject' | 'text'> {
  if (state === 'accepted')
    return { subject: sentences.acceptedSubject({ course }), text: sentences.acceptedText({ course }) };
  if (state === 'offered') {
    const at = offerUntil?.toISOString() ?? '';
    return { subject: sentences.offeredSubject({ course }), text: sentences.offeredText({ course, at }) };
  }
  if (state === 'lapsed')
    return { subject: sentences.lapsedSubject({ course }), text: sentences.lapsedText({ course }) };
  const text = sentences.rejectedText({ course, reason: reason ?? 'none' });
  return { subject: sentences.rejectedSubject({ course }), text };
}
