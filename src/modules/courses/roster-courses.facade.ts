import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import type { RosterCourse, RosterSession, RosterTemplate } from './roster-courses';
import { RosterCoursesRepository } from './roster-courses.repository';

/**
 * Courses as the school's information system sends them. Each method is one statement for any number of rows, adds
 * those whose `sourcedId` is new and updates the others, which keep their ids. No events: nobody made these by hand.
 */
@Injectable()
export class RosterCoursesFacade {
  constructor(
    private readonly roster: RosterCoursesRepository,
    private readonly clock: Clock,
  ) {}

  /** Parents must stand before their children, or be there already. */
  upsertSessions(sessions: RosterSession[]): Promise<void> {
    return this.roster.upsertSessions(sessions);
  }

  upsertTemplates(templates: RosterTemplate[]): Promise<void> {
    return this.roster.upsertTemplates(templates);
  }

  /** Of a course that exists only what the roster knows changes: code, title, dates and where it belongs. */
  upsertCourses(courses: RosterCourse[]): Promise<void> {
    return this.roster.upsertCourses(courses, this.clock.now());
  }
}
