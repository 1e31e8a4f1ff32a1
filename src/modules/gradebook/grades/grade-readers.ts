import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { CourseAccess, type GuardedCourse, LearnersOnlyError } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import { NotALearnerError } from '../gradebook.errors';
import type { SeenAt } from './grades.repository';

/** For whose eyes the grades of a learner are. */
export type GradesViewer = SeenAt['viewer'];

/** Who may read the grades of a learner. */
@Injectable()
export class GradeReaders {
  constructor(
    private readonly access: CourseAccess,
    private readonly enrollments: EnrollmentsFacade,
  ) {}

  /**
   * The course, and as what the caller reads: staff anybody's, and learners their own, also after their enrollment has
   * ended. Throws LearnersOnlyError for oneself, who never was a learner, and NotALearnerError for others.
   */
  async admit(
    caller: Caller,
    courseId: string,
    userId: string,
  ): Promise<{ timeZone: string; viewer: GradesViewer; course: GuardedCourse }> {
    if (userId === caller.userId) {
      const course = await this.access.course(caller, courseId, 'grades.read_own');
      if (!course.isOrWasLearner) throw new LearnersOnlyError();
      return { timeZone: course.timeZone, viewer: 'learner', course };
    }
    const course = await this.access.learner(caller, { courseId, learnerId: userId }, 'grades.read');
    if (!(await this.enrollments.isOrWasLearner(courseId, userId))) throw new NotALearnerError();
    return { timeZone: course.timeZone, viewer: 'staff', course };
  }
}
