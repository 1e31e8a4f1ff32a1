import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { CoursesModule } from '../courses';
import { AdmissionController } from './admission/admission.controller';
import { AdmissionSweep } from './admission/admission-sweep';
import { AdmissionRepository } from './admission/admission.repository';
import { LapsedOffers } from './admission/lapsed-offers';
import { AdmissionService } from './admission/admission.service';
import { EnrollmentRequest } from './admission/enrollment-request.entity';
import { EnrollmentSettings } from './admission/enrollment-settings.entity';
import { RequestMails } from './admission/request-mails';
import { RequestsRepository } from './admission/requests.repository';
import { EnrollmentRequestsService } from './admission/requests.service';
import { Seats } from './admission/seats';
import { SelfEnrollment } from './admission/self-enrollment';
import { AccommodatedArrivals } from './accommodated-arrivals';
import { Accommodation } from './accommodations/accommodation.entity';
import { AccommodationChange } from './accommodations/accommodation-change.entity';
import { AccommodationsController } from './accommodations/accommodations.controller';
import { AccommodationsRepository } from './accommodations/accommodations.repository';
import { AccommodationsService } from './accommodations/accommodations.service';
import { LabelAccommodationsController } from './accommodations/labels/label-accommodations.controller';
import { LabelAccommodationsService } from './accommodations/labels/label-accommodations.service';
import { LabelledLearners } from './accommodations/labels/labelled-learners';
import { LabelledLearnersRepository } from './accommodations/labels/labelled-learners.repository';
import { CourseAccommodationsRepository } from './accommodations/course-accommodations.repository';
import { NeedsController } from './accommodations/needs.controller';
import { NeedsInCourseService } from './accommodations/needs-in-course.service';
import { CandidatesRepository } from './candidates.repository';
import { EnrollmentCountsController } from './counts/enrollment-counts.controller';
import { EnrollmentCounts } from './counts/enrollment-counts.service';
import { StoriesRepository } from './counts/stories.repository';
import { CourseCreator } from './course-creator';
import { CourseStandingsModule } from './course-standings.module';
import { DeletedCourses } from './deleted-courses';
import { EarlierEnrollment } from './earlier-enrollment.entity';
import { EarlierEnrollmentsRepository } from './earlier-enrollments.repository';
import { Enrollment } from './enrollment.entity';
import { EnrollmentCalendar } from './enrollment-calendar';
import { EnrollmentDaysRepository } from './enrollment-days.repository';
import { EnrollmentLists } from './enrollment-lists.repository';
import { EnrollmentLocks } from './enrollment-locks.repository';
import { CourseGroupsRepository } from './reach/course-groups.repository';
import { EnrollmentStarts } from './enrollment-starts';
import { EnrollmentsController } from './enrollments.controller';
import { EnrollmentsFacade } from './enrollments.facade';
import { EnrollmentsRoster } from './enrollments-roster.repository';
import { EnrollmentsRepository } from './enrollments.repository';
import { EnrollmentsService } from './enrollments.service';
import { GroupsModule } from './groups/groups.module';
import { EnrollmentInvitation } from './invitations/enrollment-invitation.entity';
import { ExpiredInvitations } from './invitations/expired-invitations';
import { InvitationAnswers } from './invitations/invitation-answers.service';
import { InvitationMails } from './invitations/invitation-mails';
import { InvitationsController } from './invitations/invitations.controller';
import { InvitationsRepository } from './invitations/invitations.repository';
import { InvitationsService } from './invitations/invitations.service';
import { CourseKeyUse } from './keys/course-key-use.entity';
import { CourseKey } from './keys/course-key.entity';
import { KeyEntry } from './keys/key-entry';
import { KeysController } from './keys/keys.controller';
import { KeysRepository } from './keys/keys.repository';
import { KeysService } from './keys/keys.service';
import { LearnerDays } from './learner-days';
import { LiveSession } from './live-sessions/live-session.entity';
import { AnnouncementChoices } from './announcements/announcement-choices.service';
import { AnnouncementMails } from './announcements/announcement-mails';
import { AnnouncementMailsRepository } from './announcements/announcement-mails.repository';
import { AnnouncementMute } from './announcements/announcement-mute.entity';
import { AnnouncementRead } from './announcements/announcement-read.entity';
import { Announcement } from './announcements/announcement.entity';
import { AnnouncementsController } from './announcements/announcements.controller';
import { AnnouncementsRepository } from './announcements/announcements.repository';
import { AnnouncementsService } from './announcements/announcements.service';
import { LiveSessionChange } from './live-sessions/live-session-change.entity';
import { LiveSessionsController } from './live-sessions/live-sessions.controller';
import { LiveSessionsRepository } from './live-sessions/live-sessions.repository';
import { CarriedSessions } from './live-sessions/carried-sessions';
import { LiveSessionsService } from './live-sessions/live-sessions.service';
import { AttendanceChange } from './live-sessions/register/attendance-change.entity';
import { AttendanceEntry } from './live-sessions/register/attendance-entry.entity';
import { AttendanceRepository } from './live-sessions/register/attendance.repository';
import { RegisterController } from './live-sessions/register/register.controller';
import { RegisterService } from './live-sessions/register/register.service';
import { SessionCalendar } from './live-sessions/session-calendar';
import { SessionChangesRepository } from './live-sessions/session-changes.repository';
import { ObservedEnrollmentsController } from './observed-enrollments.controller';
import { MyEnrollmentsController } from './my-enrollments.controller';
import { MyEnrollmentsService } from './my-enrollments.service';
import { PersonEnrollmentsController } from './person-enrollments.controller';
import { PersonNamesRepository } from './person-names.repository';
import { StartsForRules } from './starts-for-rules';
import { EnrollmentChanges } from './states/enrollment-changes';
import { EnrollmentHistoryRepository } from './states/enrollment-history.repository';
import { EnrollmentMove } from './states/enrollment-move.entity';
import { EnrollmentMovesRepository } from './states/enrollment-moves.repository';
import { EnrollmentStatesController } from './states/enrollment-states.controller';
import { EnrollmentStatesService } from './states/enrollment-states.service';
import { ExpirySweep } from './states/expiry-sweep';
import { ExpiryRepository } from './states/expiry.repository';
import { RenamedPeople } from './renamed-people';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { ErasedPeople } from './erasure/erased-people';
import { OpenEnrollmentsRepository } from './erasure/open-enrollments.repository';
import { TaughtAlone } from './erasure/taught-alone';
import { MergedEnrollments } from './merges/merged-enrollments';
import { SharedCoursesRepository } from './merges/shared-courses.repository';
import { TaughtAloneRepository } from './erasure/taught-alone.repository';
import { enrollmentsPersonalData } from './personal-data';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[EnrollmentSettings, EnrollmentRequest, CourseKey, CourseKeyUse],
      EnrollmentInvitation,
      ...[Enrollment, EarlierEnrollment, EnrollmentMove, Accommodation, AccommodationChange],
      ...[LiveSession, LiveSessionChange, AttendanceEntry, AttendanceChange],
      ...[Announcement, AnnouncementRead, AnnouncementMute],
    ]),
    CourseStandingsModule,
    CoursesModule,
    GroupsModule,
  ],
  controllers: [
    EnrollmentCountsController,
    ...[EnrollmentStatesController, AdmissionController, KeysController, InvitationsController],
    ...[PersonEnrollmentsController],
    ...[EnrollmentsController, MyEnrollmentsController, ObservedEnrollmentsController],
    ...[AccommodationsController, NeedsController],
    LabelAccommodationsController,
    ...[LiveSessionsController, RegisterController, AnnouncementsController],
  ],
  providers: [
    personalDataOf(enrollmentsPersonalData),
    ...[TaughtAloneRepository, TaughtAlone, OpenEnrollmentsRepository, ErasedPeople],
    ...[SharedCoursesRepository, MergedEnrollments],
    CourseGroupsRepository,
    ...[EnrollmentsRepository, EnrollmentLists, EnrollmentLocks, PersonNamesRepository, EnrollmentStarts],
    ...[CandidatesRepository, EarlierEnrollmentsRepository, AccommodatedArrivals, LearnerDays],
    ...[EnrollmentMovesRepository, EnrollmentHistoryRepository, EnrollmentChanges, EnrollmentStatesService],
    ...[ExpiryRepository, ExpirySweep, StoriesRepository, EnrollmentCounts],
    ...[AdmissionRepository, AdmissionService, SelfEnrollment, Seats],
    ...[RequestsRepository, EnrollmentRequestsService, RequestMails],
    ...[KeysRepository, KeysService, KeyEntry],
    ...[InvitationsRepository, InvitationsService, InvitationAnswers, InvitationMails, ExpiredInvitations],
    ...[LapsedOffers, AdmissionSweep],
    StartsForRules,
    ...[EnrollmentDaysRepository, CourseCreator, DeletedCourses, RenamedPeople, EnrollmentCalendar],
    ...[
      AccommodationsRepository,
      CourseAccommodationsRepository,
      LabelAccommodationsService,
      ...[LabelledLearnersRepository, LabelledLearners],
      AccommodationsService,
      NeedsInCourseService,
    ],
    ...[
      LiveSessionsRepository,
      SessionChangesRepository,
      LiveSessionsService,
      SessionCalendar,
      CarriedSessions,
    ],
    ...[AttendanceRepository, RegisterService],
    ...[AnnouncementsRepository, AnnouncementsService, AnnouncementChoices],
    ...[AnnouncementMailsRepository, AnnouncementMails],
    ...[EnrollmentsService, MyEnrollmentsService, EnrollmentsFacade, EnrollmentsRoster],
  ],
  exports: [
    ...[EnrollmentsFacade, EnrollmentsRoster],
    // For changes of many enrollments at once.
    ...[AdmissionRepository, EnrollmentChanges, EnrollmentLocks, EnrollmentStarts, LearnerDays],
  ],
})
@EventConsumers([
  // Before all that is told of the same: seats are locked first (decision 11).
  Seats,
  ...[CourseCreator, DeletedCourses, RenamedPeople, MergedEnrollments, EnrollmentCalendar],
  ...[LabelledLearners, ErasedPeople],
  ...[RegisterService, LiveSessionsService, SessionCalendar],
])
export class EnrollmentsModule {}
