import { CarryParts } from './carry-parts';
import { ActivityCopiesController, CourseCopiesController } from './copies/copies.controller';
import { ActivityCopiesService } from './copies/activity-copies.service';
import { CopyRun } from './copies/copy-run';
import { CourseCopiesService } from './copies/course-copies.service';
import { CourseCarrier } from './course-carrier';
import { CarriedContentRepository } from './parts/carried-content.repository';
import { ContentPart } from './parts/content.part';
import { CoursePart } from './parts/course.part';

/** What the module of courses has for copies of courses, and for files that hold them. */
export const CARRY_CONTROLLERS = [CourseCopiesController, ActivityCopiesController];
export const CARRY_PROVIDERS = [
  ...[CarryParts, CourseCarrier, CoursePart, CarriedContentRepository, ContentPart],
  ...[CopyRun, CourseCopiesService, ActivityCopiesService],
];
