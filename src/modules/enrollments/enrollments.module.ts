import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CoursesModule } from '../courses';
import { CourseCreator } from './course-creator';
import { CourseStandingsModule } from './course-standings.module';
import { Enrollment } from './enrollment.entity';
import { EnrollmentStarts } from './enrollment-starts';
import { EnrollmentsController } from './enrollments.controller';
import { EnrollmentsFacade } from './enrollments.facade';
import { EnrollmentsRoster } from './enrollments-roster.repository';
import { EnrollmentsRepository } from './enrollments.repository';
import { EnrollmentsService } from './enrollments.service';
import { MyEnrollmentsController } from './my-enrollments.controller';
import { MyEnrollmentsService } from './my-enrollments.service';

@Module({
  imports: [TypeOrmModule.forFeature([Enrollment]), CourseStandingsModule, CoursesModule],
  controllers: [EnrollmentsController, MyEnrollmentsController],
  providers: [
    ...[EnrollmentsRepository, EnrollmentStarts, CourseCreator],
    ...[EnrollmentsService, MyEnrollmentsService, EnrollmentsFacade, EnrollmentsRoster],
  ],
  exports: [EnrollmentsFacade, EnrollmentsRoster],
})
export class EnrollmentsModule {}
