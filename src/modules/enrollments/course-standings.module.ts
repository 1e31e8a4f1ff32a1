import { Global, Module } from '@nestjs/common';
import { CallerSource } from '../../shared/auth/caller';
import { CourseStandings } from '../courses';
import { CallersRepository } from './callers.repository';
import { CourseStandingsRepository } from './course-standings.repository';

/**
 * Provides `CourseStandings` to the courses module and `CallerSource` to the guard. Global and without imports, so that no
 * lower module has to import a higher one.
 */
@Global()
@Module({
  providers: [
    { provide: CourseStandings, useClass: CourseStandingsRepository },
    { provide: CallerSource, useClass: CallersRepository },
  ],
  exports: [CourseStandings, CallerSource],
})
export class CourseStandingsModule {}
