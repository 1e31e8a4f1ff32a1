import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { OnEvent } from '../../../shared/events/domain-events';
import { inEnglish } from '../../../shared/sentences/say';
import { dayIn } from '../../../shared/time/zoned-time';
import { PersonErasing } from '../../identity';
import { EnrollmentChanges } from '../states/enrollment-changes';
import { ended } from '../states/moves';
import { sentences } from './erased-people.sentences';
import { OpenEnrollmentsRepository } from './open-enrollments.repository';

/** Whoever is erased leaves their courses: their seats are free, and they are in no group any more. */
@Injectable()
export class ErasedPeople {
  constructor(
    private readonly enrollments: OpenEnrollmentsRepository,
    private readonly changes: EnrollmentChanges,
    private readonly clock: Clock,
  ) {}

  @OnEvent(PersonErasing)
  async onPersonErasing({ userId, by }: PersonErasing): Promise<void> {
    const open = await this.enrollments.of(userId);
    const zones = new Map(open.map(({ courseId, timeZone }) => [courseId, timeZone]));
    const now = this.clock.now();
    await this.changes.change(
      open,
      (before) => ended(before, 'withdrawn', dayIn(now, zones.get(before.courseId) ?? 'UTC')),
      { by: { source: 'staff', userId: by }, reason: inEnglish(sentences.erased()) },
    );
  }
}
