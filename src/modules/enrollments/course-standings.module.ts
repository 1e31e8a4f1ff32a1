import { Global, Module } from '@nestjs/common';
import { CallerSource } from '../../shared/auth/caller';
import { CourseStandings } from '../courses';
import { CallersRepository } from './callers.repository';
import { CourseStandingsRepository } from './course-standings.repository';

/**
 * Gives the courses module its port, and the guard of every request the caller with their standing. Global and without
 * imports, so that no module below has to import one above.
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
