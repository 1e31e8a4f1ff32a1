import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type GuardedCourse, ReleaseGate } from '../../courses';
import { Clock } from '../../../shared/clock/clock';
import { type GradesResponse, toGradesResponse } from './dto/grades.response';
import { GradesRepository, type SeenAt } from './grades.repository';
import { GradeReaders } from './grade-readers';
import { tokensOf } from '../lateness/grace-tokens';
import { learnerGrades, standingsOf } from './learner-grades';
import { requirePeriod } from '../periods/require-period';
import { totalWithCategories } from '../totals/course-total';
import { languageOf } from '../../../shared/sentences/languages';
import { type ExplanationQuery, kindOf } from './dto/explanation.query';
import type { ExplanationResponse } from './dto/explanation.response';
import { toldExplanation } from './told-explanation';

@Injectable()
export class GradesService {
  constructor(
    private readonly grades: GradesRepository,
    private readonly readers: GradeReaders,
    private readonly gate: ReleaseGate,
    private readonly clock: Clock,
  ) {}

  /** The caller's own, also after their enrollment has ended. Throws LearnersOnlyError for somebody who never was a learner. */
  own(caller: Caller, courseId: string): Promise<GradesResponse> {
    return this.ofLearner(caller, courseId, caller.userId);
  }

  /** Anybody's for the staff of the course; a learner may ask for their own. */
  async ofLearner(caller: Caller, courseId: string, userId: string): Promise<GradesResponse> {
    const { course, viewer } = await this.readers.admit(caller, courseId, userId);
    return this.of(course, userId, viewer);
  }

  /** How one of a learner's totals comes about: as `own` and `ofLearner`. */
  async explain(
    caller: Caller,
    courseId: string,
    userId: string,
    { total: name, period }: ExplanationQuery,
  ): Promise<ExplanationResponse> {
    const { timeZone, viewer } = await this.readers.admit(caller, courseId, userId);
    const now = this.clock.now();
    const grades = await this.grades.inCourse(userId, courseId, { viewer, now });
    const periodId = requirePeriod(grades.rules, period);
    const items = standingsOf(grades, timeZone, now);
    const total = totalWithCategories(grades.rules, items, kindOf(name, viewer), periodId);
    const titles = new Map(grades.grades.map(({ lineItemId, title }) => [lineItemId, title]));
    const language = languageOf(caller.locale) ?? 'en';
    const tokens = tokensOf(grades.rules, items, total.kind.scores);
    const told = toldExplanation(grades.rules, total, { titles, tokens }, language);
    return { courseId, userId, total: name, periodId, ...told };
  }

  private async of(course: GuardedCourse, userId: string, viewer: SeenAt['viewer']): Promise<GradesResponse> {
    const { courseId, timeZone } = course;
    const now = this.clock.now();
    const grades = await this.grades.inCourse(userId, courseId, { viewer, now });
    const scores = viewer === 'learner' ? 'posted' : 'all';
    const told = learnerGrades(grades, timeZone, now, scores);
    if (viewer === 'staff') return toGradesResponse(courseId, userId, told);
    // What rules hide from a learner is not told of, unless they have done something in it.
    const isHidden = await this.gate.hiddenFrom(course, userId);
    const lineItems = told.lineItems.filter(
      ({ grade: { activityId, result } }) =>
        result !== undefined || activityId === null || !isHidden(activityId),
    );
    return toGradesResponse(courseId, userId, { ...told, lineItems });
  }
}
