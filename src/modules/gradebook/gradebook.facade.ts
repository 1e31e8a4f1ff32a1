import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import {
  type CourseDay,
  type DueWork,
  FiguresRepository,
  type LearnerWork,
  type WorkCount,
} from './figures/figures.repository';
import { scoreRange } from './grades/grade';
import { type Grade, GradesRepository } from './grades/grades.repository';
import { totalOf } from './grades/learner-grades';
import { type Due, dueIn, isLate } from './line-items/due';
import type { LineItemFacts, NewLineItem } from './line-items/line-item-facts';
import { LineItemsRepository } from './line-items/line-items.repository';
import { ResultRecorder } from './results/result-recorder';
import type { ResultValue } from './results/result-value';

/** A learner's result that a command records, such as the one that makes the demo school. */
export interface ArrivingResult {
  lineItemId: string;
  userId: string;
  value: ResultValue;
}

/** Counts over the active learners of a course, for one line item. */
export interface LineItemFigures extends Omit<WorkCount, 'lineItemId'> {
  lineItem: LineItemFacts;
  due: Due | null;
  /** How many learners have which score; decimals. */
  histogram: { score: string; count: number }[];
}

type ZonedCourse = CourseDay & { timeZone: string };

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
    private readonly recorder: ResultRecorder,
    private readonly figures: FiguresRepository,
    private readonly grades: GradesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Adds line items without a quiz, with one statement. */
  async createLineItems(lineItems: NewLineItem[]): Promise<void> {
    await this.lineItems.insert(lineItems);
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

  /** The figures of all line items of a course, by due date. Three queries, whatever the size of the course. */
  async figuresOf(course: ZonedCourse): Promise<LineItemFigures[]> {
    return this.figuresOfItems(course, await this.lineItems.allOf(course.courseId));
  }

  /** The figures of one line item of a course; undefined when the course has no such line item. Three queries. */
  async figuresOfOne(course: ZonedCourse, lineItemId: string): Promise<LineItemFigures | undefined> {
    const lineItem = await this.lineItems.find(lineItemId);
    if (lineItem?.courseId !== course.courseId || lineItem.archivedAt !== null) return undefined;
    const [figures] = await this.figuresOfItems(course, [lineItem], lineItemId);
    return figures;
  }

  /** What each active learner of a course owes of these line items by now. One query. */
  async workOfLearners(
    course: CourseDay,
    items: readonly Pick<LineItemFigures, 'lineItem' | 'due'>[],
  ): Promise<Map<string, LearnerWork>> {
    const work = await this.figures.workByLearner(course, dueWork(items, this.clock.now()));
    return new Map(work.map((learner) => [learner.userId, learner]));
  }

  /** What a learner has reached in each of the courses. One query. */
  async summariesOf(userId: string, courseIds: string[]): Promise<Map<string, GradeSummary>> {
    const grades = await this.grades.ofLearner(userId, courseIds);
    const gradesOf = Map.groupBy(grades, ({ courseId }) => courseId);
    return new Map(
      courseIds.map((courseId) => {
        const own = gradesOf.get(courseId) ?? [];
        return [courseId, { total: totalOf(own), grades: own }];
      }),
    );
  }

  private async figuresOfItems(
    course: ZonedCourse,
    lineItems: LineItemFacts[],
    lineItemId?: string,
  ): Promise<LineItemFigures[]> {
    const items = lineItems.map((lineItem) => ({ lineItem, due: dueIn(course.timeZone, lineItem) }));
    const scores = await this.figures.scoreCounts(course, lineItemId);
    const counts = await this.figures.workCounts(course, dueWork(items, this.clock.now()));
    const scoresOf = Map.groupBy(scores, ({ lineItemId: id }) => id);
    const countsOf = new Map(counts.map(({ lineItemId: id, ...count }) => [id, count]));
    return items.map(({ lineItem, due }) => ({
      ...{ lineItem, due },
      ...(countsOf.get(lineItem.id) ?? NO_WORK),
      histogram: (scoresOf.get(lineItem.id) ?? []).map(({ score, count }) => ({ score, count })),
    }));
  }
}

const NO_WORK = { results: 0, exempt: 0, missingScores: 0, late: 0 };

/** What learners can do: a quiz without questions is not asked of anybody. */
function dueWork(items: readonly Pick<LineItemFigures, 'lineItem' | 'due'>[], now: Date): DueWork[] {
  return items
    .filter(({ lineItem }) => scoreRange(lineItem.resultValueMin, lineItem.resultValueMax) !== undefined)
    .map(({ lineItem, due }) => ({
      lineItemId: lineItem.id,
      day: due?.day ?? null,
      isDue: isLate(now, due),
    }));
}
