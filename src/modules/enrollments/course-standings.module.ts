import { Global, Module } from '@nestjs/common';
import { PrincipalSource } from '../../shared/auth/principal';
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
    { provide: PrincipalSource, useClass: CallersRepository },
  ],
  exports: [CourseStandings, PrincipalSource],
})
export class CourseStandingsModule {}
