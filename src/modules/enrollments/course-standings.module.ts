import { Global, Module } from '@nestjs/common';
import { CourseStandings } from '../courses';
import { CourseStandingsRepository } from './course-standings.repository';

/** Gives the courses module its port. Global and without imports, so that no module below has to import one above. */
@Global()
@Module({
  providers: [{ provide: CourseStandings, useClass: CourseStandingsRepository }],
  exports: [CourseStandings],
})
export class CourseStandingsModule {}
