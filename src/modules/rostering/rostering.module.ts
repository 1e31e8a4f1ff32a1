import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { CoursesModule } from '../courses';
import { EnrollmentsModule } from '../enrollments';
import { GradebookModule } from '../gradebook';
import { IdentityModule } from '../identity';
import { AbsenceRepository } from './import/absence.repository';
import { BundleCheck } from './import/bundle-check';
import { EndPlan } from './import/end-plan';
import { RelinkedAccounts } from './import/relinked-accounts';
import { RoleChanges } from './import/role-changes';
import { RosterEnd } from './import/roster-end.entity';
import { RosterEndsRepository } from './import/roster-ends.repository';
import { RosterReversal } from './import/roster-reversal';
import { RosterImport } from './import/roster-import';
import { RosterSeen } from './import/roster-seen.entity';
import { SeenRowsRepository } from './import/seen-rows.repository';
import { CourseRosters } from './exports/course-rosters.service';
import { ExportRowsRepository } from './exports/export-rows.repository';
import { RosterExport } from './exports/roster-export';
import { CourseRostersController, RosterExportsController } from './exports/roster-exports.controller';
import { RosterExportsService } from './exports/roster-exports.service';
import { RosterRole } from './kinds/users/roster-role.entity';
import { RosterRoles } from './kinds/users/roster-roles.repository';
import { type AnyKind, ROSTER_KINDS, RosterKinds } from './kinds/roster-kinds';
import { RosterImportsController } from './roster-imports.controller';
import { RosterImportsService } from './roster-imports.service';
import { RosterUploads } from './roster-uploads';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { rosteringPersonalData } from './personal-data';

@EventConsumers([RelinkedAccounts])
@Module({
  imports: [
    TypeOrmModule.forFeature([RosterSeen, RosterEnd, RosterRole]),
    IdentityModule,
    CoursesModule,
    EnrollmentsModule,
    GradebookModule,
  ],
  controllers: [RosterImportsController, CourseRostersController, RosterExportsController],
  providers: [
    personalDataOf(rosteringPersonalData),
    ...ROSTER_KINDS,
    {
      provide: RosterKinds,
      useFactory: (...kinds: AnyKind[]) => new RosterKinds(kinds),
      inject: [...ROSTER_KINDS],
    },
    AbsenceRepository,
    BundleCheck,
    EndPlan,
    RosterEndsRepository,
    RosterRoles,
    RoleChanges,
    SeenRowsRepository,
    RelinkedAccounts,
    RosterReversal,
    RosterImport,
    RosterUploads,
    RosterImportsService,
    ExportRowsRepository,
    RosterExport,
    CourseRosters,
    RosterExportsService,
  ],
  exports: [RosterImportsService],
})
export class RosteringModule {}
