import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../../../shared/clock/clock';
import { storeFault } from '../../../../../shared/database/store-faults';
import { Transactions } from '../../../../../shared/database/transactions';
import { type DomainError, UnavailableError } from '../../../../../shared/errors/domain-error';
import { Outbox } from '../../../../../shared/events/outbox';
import { inEnglish } from '../../../../../shared/sentences/say';
import { notBefore } from '../../../../../shared/time/not-before';
import { type ContentSettler, DueContent } from '../../../access/due-content';
import { ContentCheckError, CourseArchivedError, ReleaseRulesError } from '../../../courses.errors';
import type { CourseStatus } from '../../../../../shared/auth/permissions';
import { ContentPublisher } from '../content-publisher';
import { PUBLICATION_REFUSED, type RefusedPublication } from './publication-mails';
import type { Refusal, ScheduleColumns } from './scheduled-publication.entity';
import { PublicationFailedError } from './scheduled-publications.errors';
import { ScheduledPublicationsRepository, type ScheduleRecord } from './scheduled-publications.repository';

/**
 * Publishes drafts whose instant has come, once: whoever locks the course first does, and finds that it is still to be done. Readers and
 * authors who come to the course after the instant do so before all else; the sweep does it where nobody comes.
 */
@Injectable()
export class DuePublications implements ContentSettler, OnModuleInit {
  private readonly logger = new Logger(DuePublications.name);

  constructor(
    private readonly schedules: ScheduledPublicationsRepository,
    private readonly publisher: ContentPublisher,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly dueContent: DueContent,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueContent.provide(this);
  }

  /**
   * Whether it was this call that did it. `skipLocked`: leaves the course alone, too, where somebody else holds it, who settles it.
   * What fails for a reason that nobody has thought of is refused, so that it neither keeps people out of the course nor is tried for ever.
   */
  async settle(courseId: string, choices: { skipLocked?: boolean } = {}): Promise<boolean> {
    try {
      return await this.transactions.run(() => this.settleHeld(courseId, choices));
    } catch (error) {
      if (storeFault(error) !== undefined || error instanceof UnavailableError) throw error;
      this.logger.error({ err: error, courseId }, 'These drafts could not be published at their instant');
      return this.transactions.run(async () => {
        const due = await this.held(courseId, choices);
        if (due) await this.refuse(due.schedule, new PublicationFailedError());
        return due !== undefined;
      });
    }
  }

  async settleHeld(courseId: string, choices: { skipLocked?: boolean } = {}): Promise<boolean> {
    const due = await this.held(courseId, choices);
    if (due) await this.publish(due.schedule, due.status);
    return due !== undefined;
  }

  /** What is due in the course, which this transaction has locked then. */
  private async held(
    courseId: string,
    choices: { skipLocked?: boolean },
  ): Promise<{ schedule: ScheduleRecord; status: CourseStatus } | undefined> {
    const course = await this.schedules.lockDue(courseId, this.clock.now(), choices);
    const schedule = course && (await this.schedules.find(courseId));
    return course && schedule?.state === 'waiting' ? { schedule, status: course.status } : undefined;
  }

  /** A refusal comes before anything is written. */
  private async publish(schedule: ScheduleRecord, status: CourseStatus): Promise<void> {
    const { courseId, scheduledBy: by, note } = schedule;
    try {
      if (status === 'archived') throw new CourseArchivedError();
      const { number } = await this.publisher.publish(courseId, { cause: 'schedule', by, note });
      await this.schedules.put({ ...this.settled(schedule), state: 'published', publishedNumber: number });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.refuse(schedule, error);
    }
  }

  private async refuse(schedule: ScheduleRecord, error: DomainError): Promise<void> {
    const refused = { ...this.settled(schedule), state: 'refused' as const, refusal: refusalOf(error) };
    await this.schedules.put(refused);
    const news: RefusedPublication = { courseId: refused.courseId, version: refused.version };
    await this.outbox.enqueue(PUBLICATION_REFUSED, news);
  }

  private settled({ author: _, ...schedule }: ScheduleRecord): ScheduleColumns {
    const settledAt = notBefore(this.clock.now(), schedule.publishAt);
    return { ...schedule, settledAt, version: schedule.version + 1 };
  }
}

function isRefusal(error: unknown): error is DomainError {
  return (
    error instanceof ContentCheckError ||
    error instanceof ReleaseRulesError ||
    error instanceof CourseArchivedError
  );
}

function refusalOf({ code, detail, fields }: DomainError): Refusal {
  return {
    code,
    detail: inEnglish(detail),
    errors: fields.map(({ message, ...fault }) => ({ ...fault, message: inEnglish(message) })),
  };
}
