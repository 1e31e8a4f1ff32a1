import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { CourseAccess, LearnersOnlyError } from '../../courses';
import { EnrollmentsFacade } from '../../enrollments';
import { NotALearnerError } from '../gradebook.errors';
import { type GradesResponse, toGradesResponse } from './dto/grades.response';
import { type CourseGrades, GradesRepository, type SeenAt } from './grades.repository';
import { learnerGrades, standingsOf } from './learner-grades';
import { courseTotal } from '../totals/course-total';
import { languageOf } from '../../../shared/sentences/languages';
import { kindOf, type TotalName } from './dto/explanation.query';
import type { ExplanationResponse } from './dto/explanation.response';
import { toldExplanation } from './told-explanation';

@Injectable()
export class GradesService {
  constructor(
    private readonly grades: GradesRepository,
    private readonly access: CourseAccess,
    private readonly enrollments: EnrollmentsFacade,
    private readonly clock: Clock,
  ) {}

  /** The caller's own, also after their enrollment has ended. Throws LearnersOnlyError for somebody who never was a learner. */
  own(caller: Caller, courseId: string): Promise<GradesResponse> {
    return this.ofLearner(caller, courseId, caller.userId);
  }

  /** Anybody's for the staff of the course; a learner may ask for their own. */
  async ofLearner(caller: Caller, courseId: string, userId: string): Promise<GradesResponse> {
    const timeZone = await this.zoneFor(caller, courseId, userId);
    return this.of(courseId, userId, timeZone, userId === caller.userId ? 'learner' : 'staff');
  }

  /** The course's time zone, if the caller may read the learner's grades. */
  async zoneFor(caller: Caller, courseId: string, userId: string): Promise<string> {
    if (userId === caller.userId) {
      const { timeZone, isOrWasLearner } = await this.access.course(caller, courseId, 'grades.read_own');
      if (!isOrWasLearner) throw new LearnersOnlyError();
      return timeZone;
    }
    const { timeZone } = await this.access.course(caller, courseId, 'grades.read');
    if (!(await this.enrollments.isOrWasLearner(courseId, userId))) throw new NotALearnerError();
    return timeZone;
  }

  /** How one of a learner's totals comes about: as `own` and `ofLearner`. */
  async explain(
    caller: Caller,
    courseId: string,
    userId: string,
    name: TotalName,
  ): Promise<ExplanationResponse> {
    const viewer = userId === caller.userId ? 'learner' : 'staff';
    const timeZone = await this.zoneFor(caller, courseId, userId);
    const now = this.clock.now();
    const grades = await this.gradesIn(courseId, userId, { viewer, now });
    const total = courseTotal(grades.rules, standingsOf(grades, timeZone, now), kindOf(name, viewer));
    const titles = new Map(grades.grades.map(({ lineItemId, title }) => [lineItemId, title]));
    const language = languageOf(caller.locale) ?? 'en';
    return { courseId, userId, total: name, ...toldExplanation(grades.rules, total, titles, language) };
  }

  private async of(
    courseId: string,
    userId: string,
    timeZone: string,
    viewer: SeenAt['viewer'],
  ): Promise<GradesResponse> {
    const now = this.clock.now();
    const grades = await this.gradesIn(courseId, userId, { viewer, now });
    const scores = viewer === 'learner' ? 'posted' : 'all';
    return toGradesResponse(courseId, userId, learnerGrades(grades, timeZone, now, scores));
  }

  /** What the learner has in the course, as its viewer may see it. Checks nobody's rights. */
  async gradesIn(courseId: string, userId: string, seen: SeenAt): Promise<CourseGrades> {
    const found = (await this.grades.ofLearner(userId, [courseId], seen)).get(courseId);
    if (!found) throw new Error(`The grades of the course ${courseId} were not read.`);
    return found;
  }
}
