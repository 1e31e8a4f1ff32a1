import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from './config/config.module';
import type { Settings } from './config/settings';
import { AssessmentsModule } from './modules/assessments';
import { CoursesModule } from './modules/courses';
import {
  BulkChangesModule,
  EnrollmentsModule,
  GroupsModule,
  SignInCodesModule,
  TagsModule,
} from './modules/enrollments';
import { FilesModule } from './modules/files';
import { GradebookModule } from './modules/gradebook';
import { IdentityModule } from './modules/identity';
import { MarkingModule } from './modules/marking';
import { ProgressModule } from './modules/progress';
import { RosteringModule } from './modules/rostering';
import { SurveysModule } from './modules/surveys';
import { MIGRATIONS } from './migrations';
import { AuthModule } from './shared/auth/auth.module';
import { ChanceModule, SystemChance } from './shared/chance/chance';
import { type Clock, ClockModule, SystemClock } from './shared/clock/clock';
import type { ConnectionTarget } from './shared/database/data-source';
import { DatabaseModule } from './shared/database/database.module';
import { consumersOf } from './shared/events/domain-events';
import { EventsModule } from './shared/events/events.module';
import { HealthModule } from './shared/health/health.module';
import { ChartsModule } from './shared/charts/charts.module';
import { HeavyReadsModule } from './shared/heavy-reads/heavy-reads.module';
import { HttpModule } from './shared/http/http.module';
import { MailModule } from './shared/mail/mail.module';
import { OperationsModule } from './shared/operations/operations.module';
import { PersonalDataModule } from './shared/personal-data/personal-data.module';

/** Lower modules first. A module handles an event before the modules after it. */
const MODULES = [
  IdentityModule,
  FilesModule,
  CoursesModule,
  EnrollmentsModule,
  GroupsModule,
  TagsModule,
  SignInCodesModule,
  BulkChangesModule,
  SurveysModule,
  MarkingModule,
  AssessmentsModule,
  GradebookModule,
  ProgressModule,
  RosteringModule,
];

/** The one list of modules. */
@Module({})
export class AppModule {
  /** `clock` is for code that acts at other times than the present, such as the demo school's seeder. */
  static forRoot(
    settings: Settings,
    target: ConnectionTarget,
    clock: Clock = new SystemClock(),
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        ClockModule.forRoot(clock),
        ChanceModule.forRoot(new SystemChance()),
        DatabaseModule.forRoot(settings, target),
        EventsModule.forRoot(consumersOf(MODULES)),
        MailModule,
        AuthModule,
        HttpModule,
        HeavyReadsModule,
        ChartsModule,
        OperationsModule,
        PersonalDataModule,
        HealthModule.forRoot(MIGRATIONS.map(({ name }) => name)),
        ...MODULES,
      ],
    };
  }
}
