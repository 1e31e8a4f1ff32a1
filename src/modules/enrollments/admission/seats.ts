import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { DomainError } from '../../../shared/errors/domain-error';
import { OnEvent } from '../../../shared/events/domain-events';
import { addDays } from '../../../shared/time/zoned-time';
import { EnrollmentStarts, type StartedEnrollment } from '../enrollment-starts';
import { AlreadyEnrolledError } from '../enrollments.errors';
import { type CourseLearner, LearnerDaysChanged, LearnerDaysChanging } from '../enrollments.events';
import { BY_RULE, type Origin } from '../states/enrollment-sources';
import { GroupFullError } from '../groups/groups.errors';
import { KeyEntry } from '../keys/key-entry';
import { AdmissionRepository, type SettingsRecord } from './admission.repository';
import { movingUp, offerUntil } from './admission-rules';
import { RequestMails } from './request-mails';
import { type RequestRecord, RequestsRepository } from './requests.repository';

/** Somebody who asked and is in now; `today` of the course, or null for whoever was in it before. */
interface TakenSeat {
  request: RequestRecord;
  today: string | null;
}

/**
 * Gives seats that became free to those who wait, in the transaction that frees them. Whoever frees one holds the settings of
 * the course first, before all other locks; so does whoever asks for one. So two never take the same seat, and nobody passes the
 * queue (decision 88).
 */
@Injectable()
export class Seats {
  private readonly logger = new Logger(Seats.name);
  /** The settings that are held, by the list of learners that both events of a change share. */
  private readonly held = new WeakMap<readonly CourseLearner[], SettingsRecord[]>();

  constructor(
    private readonly admission: AdmissionRepository,
    private readonly requests: RequestsRepository,
    private readonly starts: EnrollmentStarts,
    private readonly mails: RequestMails,
    private readonly keys: KeyEntry,
    private readonly clock: Clock,
  ) {}

  @OnEvent(LearnerDaysChanging)
  async onLearnerDaysChanging({ learners }: LearnerDaysChanging): Promise<void> {
    const courseIds = [...new Set(learners.map(({ courseId }) => courseId))];
    this.held.set(learners, await this.admission.holdLimited(courseIds));
  }

  @OnEvent(LearnerDaysChanged)
  async onLearnerDaysChanged({ learners }: LearnerDaysChanged): Promise<void> {
    for (const settings of this.held.get(learners) ?? []) await this.fill(settings);
  }

  /**
   * Moves up whoever waits and can have a seat.
   *
   * @param settings are held
   */
  async fill(settings: SettingsRecord): Promise<void> {
    const { courseId } = settings;
    const taken: TakenSeat[] = [];
    let free = movingUp(await this.admission.seats(settings));
    while (free > 0) {
      const next = await this.requests.next(courseId);
      if (!next) break;
      const seat = await this.moveUp(next, settings);
      // Whoever was in already, or cannot come in, leaves the seat to the next one.
      if (seat === undefined) continue;
      free -= 1;
      if (seat !== 'offered') taken.push(seat);
      // Whoever came in may have held another seat by an invitation, which is free now.
      if (free === 0) free = movingUp(await this.admission.seats(settings));
    }
    await this.enterGroups(taken);
  }

  /**
   * Enrolls whoever asked, and notes it in the request. Throws what EnrollmentStarts.start throws.
   *
   * @param settings are held
   */
  async accept(request: RequestRecord, settings: SettingsRecord, by: Origin): Promise<void> {
    await this.enterGroups([await this.take(request, settings, by)]);
  }

  private async take(request: RequestRecord, settings: SettingsRecord, by: Origin): Promise<TakenSeat> {
    const { id, courseId, userId } = request;
    const started = await this.enrolled(() => this.enroll(courseId, userId, settings, by));
    const decidedAt = this.clock.now();
    const enrollmentId = started?.enrollment.id ?? null;
    await this.requests.decide(id, { state: 'accepted', decidedAt, decidedBy: by.userId, enrollmentId });
    await this.mails.tell(id, 'accepted');
    return { request, today: started?.today ?? null };
  }

  /**
   * Those who asked with the key of a group come into it, as long as it has a place: a full one keeps nobody out of the course. After all of them are
   * enrolled, since accounts are locked before groups (decision 11).
   */
  private async enterGroups(taken: readonly TakenSeat[]): Promise<void> {
    for (const { request, today } of taken) {
      const key = request.keyId === null || today === null ? undefined : await this.keys.find(request.keyId);
      if (!key || today === null) continue;
      try {
        await this.keys.enterGroup(key, request.userId, today);
      } catch (error) {
        if (!(error instanceof GroupFullError)) throw error;
      }
    }
  }

  /** As a learner, for as many days as the settings give. */
  async enroll(
    courseId: string,
    userId: string,
    { accessDays }: SettingsRecord,
    by: Origin,
  ): Promise<StartedEnrollment> {
    return this.starts.startHeld(
      { userId },
      {
        courseId,
        role: 'learner',
        by,
        endOf: (today) => (accessDays === null ? null : addDays(today, accessDays)),
      },
    );
  }

  /** Null for whoever was enrolled by staff while they waited, and has what they asked for. */
  private async enrolled(enroll: () => Promise<StartedEnrollment>): Promise<StartedEnrollment | null> {
    try {
      return await enroll();
    } catch (error) {
      if (error instanceof AlreadyEnrolledError) return null;
      throw error;
    }
  }

  /** Holds a seat for whoever asked, until they take it or the offer is over. Throws what EnrollmentStarts.start throws. */
  private async offer({ id, courseId, userId }: RequestRecord, until: Date): Promise<'offered'> {
    await this.starts.candidate({ userId }, { courseId, role: 'learner', by: BY_RULE });
    await this.requests.decide(id, {
      ...{ state: 'offered', decidedAt: this.clock.now(), decidedBy: null, offerUntil: until },
    });
    await this.mails.tell(id, 'offered');
    return 'offered';
  }

  /**
   * Gives or offers a seat to whoever waits. Whoever cannot be enrolled any more, such as a suspended account, leaves the waitlist,
   * and the next one is asked; so it is where somebody was enrolled by staff meanwhile.
   */
  private async moveUp(
    request: RequestRecord,
    settings: SettingsRecord,
  ): Promise<TakenSeat | 'offered' | undefined> {
    try {
      const until = offerUntil(settings, this.clock.now());
      if (until !== null) return await this.offer(request, until);
      const seat = await this.take(request, settings, BY_RULE);
      return seat.today === null ? undefined : seat;
    } catch (error) {
      if (error instanceof AlreadyEnrolledError) {
        await this.take(request, settings, BY_RULE);
        return undefined;
      }
      if (!(error instanceof DomainError)) throw error;
      this.logger.warn(
        { requestId: request.id, code: error.code },
        'Somebody left a waitlist without a seat',
      );
      await this.requests.decide(request.id, {
        ...{ state: 'rejected', decidedAt: this.clock.now(), decidedBy: null },
        reason: error.message,
      });
      return undefined;
    }
  }
}
