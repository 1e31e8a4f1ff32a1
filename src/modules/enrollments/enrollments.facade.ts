import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import { daysOnEarth } from '../../shared/time/days-on-earth';
import { hasEnded } from '../courses';
import { AccommodationsService, type NewAccommodation } from './accommodations/accommodations.service';
import { AdmissionRepository } from './admission/admission.repository';
import { AdmissionService } from './admission/admission.service';
import type { ChangeEnrollmentSettingsDto } from './admission/dto/enrollment-settings.dto';
import { EnrollmentRequestsService } from './admission/requests.service';
import type { InviteDto } from './invitations/dto/enrollment-invitation.dto';
import { InvitationsService } from './invitations/invitations.service';
import type { NewCourseKeyDto } from './keys/dto/course-key.dto';
import { KeysService } from './keys/keys.service';
import { AnnouncementsService } from './announcements/announcements.service';
import type { NewAnnouncementDto } from './announcements/dto/announcement.dto';
import { AccommodatedArrivals } from './accommodated-arrivals';
import type { NewEnrollment } from './enrollment-facts';
import { EnrollmentsRepository, type NamedEnrollment } from './enrollments.repository';
import { EnrollmentChanges } from './states/enrollment-changes';
import { BY_STAFF } from './states/enrollment-sources';
import { ended } from './states/moves';
import { LiveSessionsRepository, type TimetableSession } from './live-sessions/live-sessions.repository';
import { LiveSessionsService } from './live-sessions/live-sessions.service';
import type { SessionFacts } from './live-sessions/session-rules';
import type { CreateLabelAccommodationDto } from './accommodations/labels/dto/label-accommodation.dto';
import { LabelAccommodationsService } from './accommodations/labels/label-accommodations.service';
import { PersonNamesRepository } from './person-names.repository';

/** Of commands, whose guesses of keys nobody counts. */
const NO_NETWORK = 'none';

/** Enrollments for other modules and for commands that create data. Does not check permissions. */
@Injectable()
export class EnrollmentsFacade {
  constructor(
    private readonly enrollments: EnrollmentsRepository,
    private readonly accommodations: AccommodationsService,
    private readonly labelAccommodations: LabelAccommodationsService,
    private readonly names: PersonNamesRepository,
    private readonly arrivals: AccommodatedArrivals,
    private readonly changes: EnrollmentChanges,
    private readonly liveSessions: LiveSessionsService,
    private readonly sessions: LiveSessionsRepository,
    private readonly announcements: AnnouncementsService,
    private readonly admission: AdmissionService,
    private readonly seats: AdmissionRepository,
    private readonly requests: EnrollmentRequestsService,
    private readonly keys: KeysService,
    private readonly invitations: InvitationsService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Whether the person is or ever was a learner of the course. One query. */
  async isOrWasLearner(courseId: string, userId: string): Promise<boolean> {
    return this.enrollments.isOrWasLearner(courseId, userId);
  }

  /** Adds enrollments with three statements. It does not ask whether they exist. */
  async createEnrollments(enrollments: NewEnrollment[]): Promise<void> {
    await this.transactions.run(async () => {
      await this.enrollments.insert(await this.named(enrollments), this.clock.now());
      await this.arrivals.tell(enrollments);
    });
  }

  /**
   * Ends the enrollments on the given day, their first inactive one, unless they have ended before it.
   * Returns how many it ended.
   */
  async endEnrollments(enrollmentIds: string[], endDate: string): Promise<number> {
    return this.transactions.run(async () => {
      const enrollments = await this.enrollments.findAll(enrollmentIds);
      const { first } = daysOnEarth(this.clock.now());
      const moves = await this.changes.change(
        enrollments,
        (before) => {
          if (hasEnded(before, endDate)) return before;
          // A day that lies ahead anywhere on earth is only noted.
          return endDate <= first ? ended(before, 'withdrawn', endDate) : { ...before, endDate };
        },
        { by: BY_STAFF },
      );
      return moves.length;
    });
  }

  /** Approves an accommodation in somebody's name. Errors as those of the route. */
  async approveAccommodation(approverId: string, userId: string, what: NewAccommodation): Promise<void> {
    await this.accommodations.create({ userId: approverId }, userId, what);
  }

  /** Approves an accommodation for a group or a tag, in somebody's name. Errors as those of the route. */
  async approveForLabel(
    approverId: string,
    courseId: string,
    what: CreateLabelAccommodationDto,
  ): Promise<void> {
    await this.labelAccommodations.create({ userId: approverId }, courseId, what);
  }

  /** Says when and where a new session takes place. */
  async scheduleSession(activityId: string, facts: Partial<SessionFacts>): Promise<void> {
    await this.liveSessions.schedule(activityId, facts);
  }

  /** Says how people come into a course by themselves. Errors as those of the route. */
  async setAdmission(author: Caller, courseId: string, rules: ChangeEnrollmentSettingsDto): Promise<void> {
    await this.admission.change(author, courseId, rules, undefined);
  }

  /** How many seats of a course are held. */
  async takenSeats(courseId: string): Promise<number> {
    return (await this.seats.seats({ courseId, capacity: null, invitationsHoldSeats: false })).taken;
  }

  /** Asks in somebody's name to come into a course. Errors as those of the route. */
  async askToEnroll(caller: Caller, courseId: string, note?: string): Promise<void> {
    await this.requests.ask(caller, { courseId, note }, NO_NETWORK);
  }

  /** Makes a key with which people come into a course. Errors as those of the route. */
  async makeKey(author: Caller, courseId: string, key: NewCourseKeyDto): Promise<void> {
    await this.keys.create(author, courseId, key);
  }

  /** Invites somebody into a course. Errors as those of the route. */
  async invite(author: Caller, courseId: string, invitation: InviteDto): Promise<void> {
    await this.invitations.invite(author, courseId, invitation);
  }

  /** Announces something in a course. Errors as those of the route. */
  async announce(author: Caller, courseId: string, news: NewAnnouncementDto): Promise<void> {
    await this.announcements.create(author, courseId, news);
  }

  /** The sessions of these courses that have times, drafts among them. One statement. */
  async timetableOf(courseIds: readonly string[]): Promise<TimetableSession[]> {
    return this.sessions.timetable(courseIds);
  }

  private async named(enrollments: NewEnrollment[]): Promise<NamedEnrollment[]> {
    const nameOf = await this.names.hold(enrollments.map(({ userId }) => userId));
    return enrollments.map((enrollment) => ({ ...enrollment, ...nameOf(enrollment.userId) }));
  }
}
