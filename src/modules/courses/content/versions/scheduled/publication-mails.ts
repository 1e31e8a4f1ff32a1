import { Injectable } from '@nestjs/common';
import { OutboxConsumer } from '../../../../../shared/events/outbox';
import { Mailer } from '../../../../../shared/mail/mailer';
import { localTimeIn } from '../../../../../shared/time/zoned-time';
import { sentences } from './scheduled-publications.sentences';
import { ScheduledPublicationsRepository } from './scheduled-publications.repository';

export const PUBLICATION_REFUSED = 'courses.publication_refused';

export interface RefusedPublication {
  courseId: string;
  /** Of the schedule, since it was refused. */
  version: number;
}

/** Tells by mail who scheduled a publication that it was refused, and why. */
@Injectable()
export class PublicationMails {
  constructor(
    private readonly schedules: ScheduledPublicationsRepository,
    private readonly mailer: Mailer,
  ) {}

  /** Nothing where it was scheduled anew, or called off, since. */
  @OutboxConsumer(PUBLICATION_REFUSED)
  async tell({ courseId, version }: RefusedPublication): Promise<void> {
    const [schedule, reader] = [await this.schedules.find(courseId), await this.schedules.reader(courseId)];
    if (!reader || !schedule?.refusal || schedule.version !== version) return;
    const { email, locale, course, timeZone } = reader;
    const at = `${localTimeIn(schedule.publishAt, timeZone).replace('T', ' ')} (${timeZone})`;
    const { detail, errors } = schedule.refusal;
    const reasons = [detail, ...errors.map(({ message }) => `- ${message}`)].join('\n');
    await this.mailer.send({
      to: { email, locale: locale ?? undefined },
      subject: sentences.refusedSubject({ course }),
      text: sentences.refusedText({ course, at, reasons }),
    });
  }
}
