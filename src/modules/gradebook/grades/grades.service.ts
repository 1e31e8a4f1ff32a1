import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { CourseAccess, LearnersOnlyError } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import { NotALearnerError } from '../gradebook.errors';
import { type GradesResponse, toGradesResponse } from './dto/grades.response';
import { GradesRepository, type SeenAt } from './grades.repository';
import { learnerGrades } from './learner-grades';

@Injectable()
export class GradesService {
  constructor(
    private readonly grades: GradesRepository,
    private readonly access: CourseAccess,
    private readonly enrollments: EnrollmentsFacade,
    private readonly clock: Clock,
  ) {}

  /** The caller's own, also after their enrollment has ended. Throws LearnersOnlyError for somebody who never was a learner. */
  async own(caller: Caller, courseId: string): Promise<GradesResponse> {
    const { timeZone, isOrWasLearner } = await this.access.course(caller, courseId, 'grades.read_own');
    if (!isOrWasLearner) throw new LearnersOnlyError();
    return this.of(courseId, caller.userId, timeZone, 'learner');
  }

  /** Anybody's for the staff of the course; a learner may ask for their own. */
  async ofLearner(caller: Caller, courseId: string, userId: string): Promise<GradesResponse> {
    if (userId === caller.userId) return this.own(caller, courseId);
    const { timeZone } = await this.access.course(caller, courseId, 'grades.read');
    if (!(await this.enrollments.isOrWasLearner(courseId, userId))) throw new NotALearnerError();
    return this.of(courseId, userId, timeZone, 'staff');
  }

  private async of(
    courseId: string,
    userId: string,
    timeZone: string,
    viewer: SeenAt['viewer'],
  ): Promise<GradesResponse> {
    const now = this.clock.now();
    const grades = await this.grades.ofLearner(userId, [courseId], { viewer, now });
    return toGradesResponse(courseId, userId, learnerGrades(grades, timeZone, now));
  }
}
