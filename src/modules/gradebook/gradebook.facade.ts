import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import type { Caller } from '../../shared/auth/caller';
import { CertificationsService } from './certifications/certifications.service';
import type { GiveFinalGradeDto } from './final-grades/dto/final-grade.dto';
import type { FinalGradeKey } from './final-grades/final-grades.repository';
import type { GradeScope } from './final-grades/grade-scope';
import { FinalGradesService } from './final-grades/final-grades.service';
import { GradeClosingsService } from './final-grades/grade-closings.service';
import { FiguresRepository } from './figures/figures.repository';
import { PersonalDues } from './figures/personal-dues';
import { type ActiveLearner, type LineItemFigures, WorkFigures } from './figures/work-figures';
import { type Grade, GradesRepository } from './grades/grades.repository';
import { standingsOf } from './grades/learner-grades';
import { dueIn } from './line-items/due';
import type { LineItemFacts, NewLineItem } from './line-items/line-item-facts';
import { NO_DECISION } from './lateness/late-decision';
import { NotALearnerError, ResultNotFoundError } from './gradebook.errors';
import { LineItemsRepository } from './line-items/line-items.repository';
import type { GradeRulesDto } from './rules/dto/grade-rules.dto';
import { GradeRulesService } from './rules/grade-rules.service';
import {
  type ChosenTotal,
  type CourseTotals,
  CourseTotalsReader,
  type TotaledCourse,
} from './statistics/course-totals';
import { TotalsKeeper } from './stored-totals/totals-keeper';
import { presentShares } from './stored-totals/stored-totals';
import { fourTotals } from './totals/course-total';
import { percentageOf } from './totals/totals-view';
import { ResultRecorder } from './results/result-recorder';
import { ResultsRepository } from './results/results.repository';
import type { ResultValue } from './results/result-value';

/** A learner's result that a command records, such as the one that makes the demo school. */
export interface ArrivingResult {
  lineItemId: string;
  userId: string;
  value: ResultValue;
}

interface ZonedCourse {
  courseId: string;
  /** IANA name. */
  timeZone: string;
}

/** One learner's total and grades in a course. */
export interface GradeSummary {
  /** As `GradesResponse.total`. */
  total: string | null;
  grades: Grade[];
}

/** The gradebook for higher modules and for commands that fill a school. Checks nobody's rights. */
@Injectable()
export class GradebookFacade {
  constructor(
    private readonly lineItems: LineItemsRepository,
    private readonly rules: GradeRulesService,
    private readonly recorder: ResultRecorder,
    private readonly results: ResultsRepository,
    private readonly figures: FiguresRepository,
    private readonly grades: GradesRepository,
    private readonly finals: FinalGradesService,
    private readonly closings: GradeClosingsService,
    private readonly certifications: CertificationsService,
    private readonly totals: CourseTotalsReader,
    private readonly keeper: TotalsKeeper,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Adds line items without a quiz, with one statement. */
  async createLineItems(lineItems: NewLineItem[]): Promise<void> {
    await this.transactions.run(async () => {
      this.keeper.structuresChanged(lineItems.map(({ courseId }) => courseId));
      await this.lineItems.insert(lineItems);
    });
  }

  /** Sets how a new course makes totals of scores. */
  setUpRules(courseId: string, rules: GradeRulesDto): Promise<void> {
    return this.rules.setUp(courseId, rules);
  }

  /** Puts line items of a course into one of its categories. */
  async categorize(lineItemIds: readonly string[], categoryId: string): Promise<void> {
    await this.transactions.run(async () => {
      this.keeper.lineItemsChanged(lineItemIds);
      for (const id of lineItemIds)
        await this.lineItems.update(id, { categoryId }, undefined, this.clock.now());
    });
  }

  /** All line items of a course by due date, quizzes included, those without a date last. One query. */
  lineItemsOf(courseId: string): Promise<LineItemFacts[]> {
    return this.lineItems.allOf(courseId);
  }

  /**
   * Records results: new ones, and new values of those that exist, with their history. A result that
   * already has this value stays unchanged, and so does an instructor's override of a quiz. At most four statements,
   * however many results; pass at most a few thousand at a time, so that a statement fits into the server's packet.
   */
  async recordResults(results: ArrivingResult[], recordedAt: Date = this.clock.now()): Promise<void> {
    await this.transactions.run(() => this.recorder.recordMany(results, recordedAt));
  }

  /** Waives what lateness takes from a result, as staff do. */
  async waiveLateness(
    { lineItemId, userId }: Pick<ArrivingResult, 'lineItemId' | 'userId'>,
    by: string,
    reason: string,
    at: Date = this.clock.now(),
  ): Promise<void> {
    await this.transactions.run(() =>
      this.recorder.decideLateness(
        async () => {
          const slot = await this.results.slot(lineItemId, userId);
          if (!slot) throw new NotALearnerError();
          return slot;
        },
        ({ stored }) => {
          if (!stored?.value) throw new ResultNotFoundError();
          const decision = { ...NO_DECISION, isWaived: true };
          return { decision, placeholder: stored.value, by, reason, at };
        },
      ),
    );
  }

  /** As the instructor, with their rights: what a learner ends a course with, in the place of what is computed. */
  async giveFinalGrade(
    instructor: Caller,
    courseId: string,
    userId: string,
    grade: GiveFinalGradeDto,
  ): Promise<void> {
    await this.finals.give(instructor, { courseId, periodId: null, userId }, grade, undefined);
  }

  /** As the instructor, with their rights: of the whole course, or of one of its grading periods. */
  async closeGrades(instructor: Caller, scope: GradeScope): Promise<void> {
    await this.closings.close(instructor, scope, {});
  }

  /** As the instructor, with their rights: what is said of a learner about a course or a grading period. */
  async sayInReport(instructor: Caller, key: FinalGradeKey, text: string): Promise<void> {
    await this.finals.comment(instructor, key, text, undefined);
  }

  /** As the instructor, with their rights. */
  async certifyGrades(instructor: Caller, courseId: string): Promise<void> {
    await this.certifications.certify(instructor, courseId);
  }

  /**
   * The figures of all line items of a course, by due date, and what each of the learners owes. Two queries, whatever the size
   * of the course, and each result is read once.
   */
  async figuresOf(course: ZonedCourse, learners: readonly ActiveLearner[]): Promise<WorkFigures> {
    return this.figuresOfItems(course, learners, await this.lineItems.allOf(course.courseId));
  }

  /** The figures of one line item of a course; undefined when the course has no such line item. Two queries. */
  async figuresOfOne(
    course: ZonedCourse,
    learners: readonly ActiveLearner[],
    lineItemId: string,
  ): Promise<LineItemFigures | undefined> {
    const lineItem = await this.lineItems.find(lineItemId);
    if (lineItem?.courseId !== course.courseId || lineItem.archivedAt !== null) return undefined;
    const figures = await this.figuresOfItems(course, learners, [lineItem], lineItemId);
    return figures.lineItems()[0];
  }

  /** A line item, whatever its course; undefined for none. */
  lineItem(lineItemId: string): Promise<LineItemFacts | undefined> {
    return this.lineItems.find(lineItemId);
  }

  /** A total of all active learners of a course, within a heavy read. Two queries for some hundred learners, and one more. */
  totalsOf(course: TotaledCourse, total: ChosenTotal, abandoned: AbortSignal): Promise<CourseTotals> {
    return this.totals.of(course, total, abandoned);
  }

  /** What a learner has reached in each of the courses, as they themselves see it. One query. */
  async summariesOf(userId: string, courses: readonly ZonedCourse[]): Promise<Map<string, GradeSummary>> {
    const seen = { viewer: 'learner', now: this.clock.now() } as const;
    const ids = courses.map(({ courseId }) => courseId);
    const found = await this.grades.ofLearner(userId, ids, seen);
    return new Map(
      courses.flatMap(({ courseId, timeZone }): [string, GradeSummary][] => {
        const own = found.get(courseId);
        if (!own) return [];
        const { current } = presentShares(own, seen.now, () =>
          fourTotals(own.rules, standingsOf(own, timeZone, seen.now)),
        );
        return [[courseId, { total: percentageOf(current), grades: own.grades }]];
      }),
    );
  }

  /** The work of a learner in each of the courses, as they themselves see it. One query. */
  async workOf(userId: string, courseIds: readonly string[]): Promise<Map<string, Grade[]>> {
    const seen = { viewer: 'learner', now: this.clock.now() } as const;
    const found = await this.grades.ofLearner(userId, [...courseIds], seen);
    return new Map([...found].map(([courseId, { grades }]) => [courseId, grades]));
  }

  private figuresOfItems(
    { courseId, timeZone }: ZonedCourse,
    learners: readonly ActiveLearner[],
    lineItems: LineItemFacts[],
    lineItemId?: string,
  ): Promise<WorkFigures> {
    const now = this.clock.now();
    const items = lineItems.map((lineItem) => ({ lineItem, due: dueIn(timeZone, lineItem) }));
    const personal = new Map(
      learners.flatMap(({ userId, personal }) => (personal ? [[userId, personal] as const] : [])),
    );
    const dues = new PersonalDues(personal, timeZone, now);
    return this.figures.results(courseId, lineItemId, () => new WorkFigures(learners, items, now, dues));
  }
}
