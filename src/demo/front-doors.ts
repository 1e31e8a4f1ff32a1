import type { INestApplicationContext } from '@nestjs/common';
import { AssessmentsFacade, AttemptsFacade } from '../modules/assessments';
import { CoursesFacade } from '../modules/courses';
import { EnrollmentsFacade, GroupsFacade, TagsFacade } from '../modules/enrollments';
import { FilesFacade } from '../modules/files';
import { GradebookFacade } from '../modules/gradebook';
import { IdentityFacade } from '../modules/identity';
import { MarkersFacade } from '../modules/marking';
import { ProgressFacade } from '../modules/progress';
import { SurveysFacade } from '../modules/surveys';
import { StoreMarks } from '../shared/database/store-marks';
import { Transactions } from '../shared/database/transactions';
import { OperationRunner } from '../shared/operations/operation-runner';

/**
 * The facades that the demo school is made with, so that its figures are kept by the same code as those of any school.
 */
export interface FrontDoors {
  identity: IdentityFacade;
  files: FilesFacade;
  courses: CoursesFacade;
  enrollments: EnrollmentsFacade;
  groups: GroupsFacade;
  tags: TagsFacade;
  assessments: AssessmentsFacade;
  attempts: AttemptsFacade;
  markers: MarkersFacade;
  gradebook: GradebookFacade;
  progress: ProgressFacade;
  surveys: SurveysFacade;
  operations: OperationRunner;
  transactions: Transactions;
  marks: StoreMarks;
}

export function frontDoorsOf(modules: INestApplicationContext): FrontDoors {
  const door = <T>(type: new (...parts: never[]) => T): T => modules.get<T>(type, { strict: false });
  return {
    identity: door(IdentityFacade),
    files: door(FilesFacade),
    courses: door(CoursesFacade),
    enrollments: door(EnrollmentsFacade),
    groups: door(GroupsFacade),
    tags: door(TagsFacade),
    assessments: door(AssessmentsFacade),
    attempts: door(AttemptsFacade),
    markers: door(MarkersFacade),
    gradebook: door(GradebookFacade),
    progress: door(ProgressFacade),
    surveys: door(SurveysFacade),
    operations: door(OperationRunner),
    transactions: door(Transactions),
    marks: door(StoreMarks),
  };
}
