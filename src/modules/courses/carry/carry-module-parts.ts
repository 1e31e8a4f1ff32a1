import { CarryParts } from './carry-parts';
import { ActivityCopiesController, CourseCopiesController } from './copies/copies.controller';
import { ActivityCopiesService } from './copies/activity-copies.service';
import { CopyRun } from './copies/copy-run';
import { CourseCopiesService } from './copies/course-copies.service';
import { CourseCarrier } from './course-carrier';
import { CarriedContentRepository } from './parts/carried-content.repository';
import { ContentPart } from './parts/content.part';
import { CoursePart } from './parts/course.part';
import { CourseExportsService } from './packages/course-exports.service';
import { CourseImporters } from './packages/course-importer';
import { CourseImportsService } from './packages/course-imports.service';
import { CourseUploads } from './packages/course-uploads';
import { CourseExportsController, CourseImportsController } from './packages/packages.controller';
import { StoaImporter } from './packages/stoa-importer';
import { RolloversController } from './rollovers/rollovers.controller';
import { RolloversRepository } from './rollovers/rollovers.repository';
import { RolloversService } from './rollovers/rollovers.service';

/** What the module of courses has for copies of courses, and for files that hold them. */
export const CARRY_CONTROLLERS = [
  ...[CourseCopiesController, ActivityCopiesController],
  ...[CourseExportsController, CourseImportsController, RolloversController],
];
export const CARRY_PROVIDERS = [
  ...[CarryParts, CourseCarrier, CoursePart, CarriedContentRepository, ContentPart],
  ...[CopyRun, CourseCopiesService, ActivityCopiesService],
  ...[CourseExportsService, CourseImporters, StoaImporter, CourseUploads, CourseImportsService],
  ...[RolloversRepository, RolloversService],
];
