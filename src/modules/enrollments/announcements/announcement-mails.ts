import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Outbox, OutboxConsumer } from '../../../shared/events/outbox';
import { Mailer } from '../../../shared/mail/mailer';
import { dayIn } from '../../../shared/time/zoned-time';
import { AnnouncementMailsRepository } from './announcement-mails.repository';
import { sentences } from './announcements.sentences';

const TOPIC = 'enrollments.announcement';
/** Learners whose mails are put into the outbox in one transaction. */
const BATCH = 100;

interface Payload {
  announcementId: string;
  /** RFC 3339. */
  publishesAt: string;
  /** The last person whose mail is in the outbox; null before the first. */
  after: string | null;
}

/**
 * Tells the learners of a course by mail that something was announced. A message of the outbox waits for the instant of publication; it puts
 * the mails of a hundred learners into the outbox and, in the same transaction, a message for the next. So each learner's mail is in it once,
 * wherever a process ends.
 */
@Injectable()
export class AnnouncementMails {
  constructor(
    private readonly mails: AnnouncementMailsRepository,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that says when the announcement is published. One that is moved later leaves its message behind, which then does nothing. */
  async schedule(announcementId: string, publishesAt: Date): Promise<void> {
    const payload: Payload = { announcementId, publishesAt: publishesAt.toISOString(), after: null };
    await this.outbox.enqueue(TOPIC, payload, publishesAt);
  }

  @OutboxConsumer(TOPIC)
  async send({ announcementId, publishesAt, after }: Payload): Promise<void> {
    const now = this.clock.now();
    if (after === null && !(await this.mails.begin(announcementId, new Date(publishesAt), now))) return;
    // Whoever takes it back while mails go out stops them.
    const announcement = await this.mails.find(announcementId, now);
    if (!announcement) return;
    const { courseId, timeZone, title, body, course, author } = announcement;
    const readers = await this.mails.readers(courseId, dayIn(now, timeZone), { after, limit: BATCH });
    await this.mailer.sendAll(
      readers.map(({ email, locale }) => ({
        to: { email, locale: locale ?? undefined },
        subject: sentences.mailSubject({ course, title }),
        text: sentences.mailText({ course, title, body, author }),
      })),
    );
    const last = readers.at(-1);
    if (last && readers.length === BATCH)
      await this.outbox.enqueue(TOPIC, { announcementId, publishesAt, after: last.userId } satisfies Payload);
  }
}
