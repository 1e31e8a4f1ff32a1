import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CoursesModule } from '../courses';
import { EnrollmentsModule } from '../enrollments';
import { GradebookModule } from '../gradebook';
import { IdentityModule } from '../identity';
import { AbsenceRepository } from './import/absence.repository';
import { BundleCheck } from './import/bundle-check';
import { EndPlan } from './import/end-plan';
import { RosterEnd } from './import/roster-end.entity';
import { RosterEndsRepository } from './import/roster-ends.repository';
import { RosterImport } from './import/roster-import';
import { RosterSeen } from './import/roster-seen.entity';
import { SeenRowsRepository } from './import/seen-rows.repository';
import { ClassesKind } from './kinds/classes.kind';
import { EnrollmentsKind } from './kinds/enrollments.kind';
import { LineItemsKind } from './kinds/line-items.kind';
import { ResultsKind } from './kinds/results.kind';
import { RosterKinds } from './kinds/roster-kinds';
import { AcademicSessionsKind, CategoriesKind, CourseTemplatesKind, OrgsKind } from './kinds/school.kinds';
import { UsersKind } from './kinds/users.kind';
import { RosterImportsController } from './roster-imports.controller';
import { RosterImportsService } from './roster-imports.service';
import { RosterUploads } from './roster-uploads';

const KINDS = [
  ...[OrgsKind, AcademicSessionsKind, CourseTemplatesKind, ClassesKind, UsersKind],
  ...[EnrollmentsKind, CategoriesKind, LineItemsKind, ResultsKind],
];

@Module({
  imports: [
    TypeOrmModule.forFeature([RosterSeen, RosterEnd]),
    IdentityModule,
    CoursesModule,
    EnrollmentsModule,
    GradebookModule,
  ],
  controllers: [RosterImportsController],
  providers: [
    ...KINDS,
    RosterKinds,
    AbsenceRepository,
    BundleCheck,
    EndPlan,
    RosterEndsRepository,
    SeenRowsRepository,
    RosterImport,
    RosterUploads,
    RosterImportsService,
  ],
  exports: [RosterImportsService],
})
export class RosteringModule {}
