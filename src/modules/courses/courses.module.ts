import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { AcademicSession } from './academic-session.entity';
import { PermissionsController } from './access/permissions.controller';
import { ActivitiesController } from './content/activities.controller';
import { FilesModule } from '../files';
import { ActivityFile } from './content/activity-file.entity';
import { ActivityFiles } from './content/activity-files.service';
import { ActivityFilesRepository } from './content/activity-files.repository';
import { ActivitiesRepository } from './content/activities.repository';
import { ActivityList } from './content/activity-list.repository';
import { ActivitiesService } from './content/activities.service';
import { Activity } from './content/activity.entity';
import { ContentChanges } from './content/content-changes';
import { OutlineController } from './content/outline.controller';
import { OutlineSources } from './content/outline-facts';
import { OutlineRepository } from './content/outline.repository';
import { OutlineService } from './content/outline.service';
import { Section } from './content/section.entity';
import { SectionsController } from './content/sections.controller';
import { SectionsRepository } from './content/sections.repository';
import { SectionsService } from './content/sections.service';
import { ActivityBody } from './content/versions/activity-body.entity';
import { NeighborsInCourse } from './content/neighbors';
import { ContentCheck } from './content/checks/content-check';
import { ContentPublisher } from './content/versions/content-publisher';
import { CourseVersionsController } from './content/versions/course-versions.controller';
import { CourseVersionsService } from './content/versions/course-versions.service';
import { RestoredDrafts } from './content/versions/restored-drafts.repository';
import { VersionRestoring } from './content/versions/version-restoring';
import { CourseVersion } from './content/versions/course-version.entity';
import { DraftsRepository } from './content/versions/drafts.repository';
import { PublishedActivities } from './content/versions/published-activities.repository';
import { PublishedActivity } from './content/versions/published-activity.entity';
import { PublishedOutlines } from './content/versions/published-outlines';
import { VersionsRepository } from './content/versions/versions.repository';
import { DuePublications } from './content/versions/scheduled/due-publications';
import { PublicationMails } from './content/versions/scheduled/publication-mails';
import { PublicationSweep } from './content/versions/scheduled/publication-sweep';
import { ScheduledPublication } from './content/versions/scheduled/scheduled-publication.entity';
import { ScheduledPublicationsController } from './content/versions/scheduled/scheduled-publications.controller';
import { ScheduledPublicationsRepository } from './content/versions/scheduled/scheduled-publications.repository';
import { ScheduledPublicationsService } from './content/versions/scheduled/scheduled-publications.service';
import { DueContent } from './access/due-content';
import { CompletionTermsReader } from './completion/completion-terms-reader';
import { CourseAccess } from './access/course-access';
import { CourseTemplate } from './course-template.entity';
import { Course } from './course.entity';
import { CourseSearch, CourseTrigram } from './course-search.entity';
import { CoursesController } from './courses.controller';
import { CoursesFacade } from './courses.facade';
import { CoursesRoster } from './courses-roster.repository';
import { CoursesRepository } from './courses.repository';
import { CoursesSearch } from './courses-search';
import { CoursesService } from './courses.service';
import { CARRY_CONTROLLERS, CARRY_PROVIDERS } from './carry/carry-module-parts';
import { CarryParts } from './carry/carry-parts';
import { CourseRollover } from './carry/rollovers/course-rollover.entity';
import { CatalogController } from './catalog/catalog.controller';
import { CatalogService } from './catalog/catalog.service';
import { CourseLists } from './catalog/course-lists.service';
import { CoursePlacement } from './description/course-placement';
import { CourseSyllabus } from './description/course-syllabus.entity';
import { CourseFileBytes } from './description/files/course-file-bytes';
import { CourseSyllabusFile } from './description/files/course-syllabus-file.entity';
import { DescriptionFilesRepository } from './description/files/description-files.repository';
import { DescriptionFiles } from './description/files/description-files.service';
import { SyllabusService } from './description/syllabus.service';
import { CourseTag } from './description/course-tag.entity';
import { DescriptionsRepository } from './description/descriptions.repository';
import { ConditionKinds } from './release/kinds/registry';
import { LearnerActivities } from './release/learner-activities';
import { LearnerFactSources } from './release/learner-fact-sources';
import { ReleaseChecks } from './release/release-checks';
import { ReleaseGate } from './release/release-gate';
import { SchoolCourses } from './school-courses';
import { TermsController } from './terms/terms.controller';
import { TermsRepository } from './terms/terms.repository';
import { TermsService } from './terms/terms.service';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { coursesPersonalData } from './personal-data';

@EventConsumers([SchoolCourses])
@Module({
  imports: [
    FilesModule,
    TypeOrmModule.forFeature([
      ...[
        AcademicSession,
        CourseTemplate,
        Course,
        CourseSearch,
        CourseTrigram,
        CourseTag,
        CourseSyllabus,
        CourseSyllabusFile,
        Section,
        Activity,
        ActivityFile,
        CourseVersion,
        ActivityBody,
        PublishedActivity,
        ScheduledPublication,
        CourseRollover,
      ],
    ]),
  ],
  controllers: [
    ...[PermissionsController, TermsController],
    CatalogController,
    CoursesController,
    OutlineController,
    SectionsController,
    ActivitiesController,
    CourseVersionsController,
    ...CARRY_CONTROLLERS,
    ScheduledPublicationsController,
  ],
  providers: [
    personalDataOf(coursesPersonalData),
    ...[CoursesSearch, CoursesRepository, OutlineRepository, SectionsRepository],
    ...[ActivitiesRepository, ActivityList],
    ...[DraftsRepository, VersionsRepository, PublishedActivities, PublishedOutlines, ContentPublisher],
    ...[CourseVersionsService, VersionRestoring, RestoredDrafts, ContentCheck, NeighborsInCourse],
    ...[ScheduledPublicationsRepository, ScheduledPublicationsService, PublicationMails],
    ...[DueContent, DuePublications, PublicationSweep],
    ActivityFilesRepository,
    ...[
      CourseAccess,
      CompletionTermsReader,
      CoursesService,
      ContentChanges,
      OutlineService,
      OutlineSources,
      SectionsService,
      ActivitiesService,
      ActivityFiles,
    ],
    ...[ConditionKinds, LearnerFactSources, ReleaseGate, ReleaseChecks, LearnerActivities],
    ...[TermsRepository, TermsService, SchoolCourses],
    ...[DescriptionsRepository, CoursePlacement, SyllabusService],
    ...[DescriptionFilesRepository, DescriptionFiles, CourseFileBytes],
    ...[CourseLists, CatalogService],
    ...CARRY_PROVIDERS,
    ...[CoursesFacade, CoursesRoster],
  ],
  exports: [
    ...[CourseAccess, CoursesFacade, CoursesRoster, OutlineSources, CarryParts],
    ...[ConditionKinds, LearnerFactSources, ReleaseChecks, ReleaseGate],
    ...[LearnerActivities, CompletionTermsReader],
  ],
})
export class CoursesModule {}
