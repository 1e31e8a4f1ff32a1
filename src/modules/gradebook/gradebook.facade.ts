import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import {
  type CourseDay,
  FiguresRepository,
  type LearnerWork,
  type ScoreCount,
} from './figures/figures.repository';
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

/** Counts over the results of a line item, without those of suspended learners. */
export interface LineItemFigures {
  lineItem: LineItemFacts;
  due: Due | null;
  /** All results, those without a score included. */
  results: number;
  missingScores: number;
  /** Results whose score date lies after the due day. */
  late: number;
  /** How many results have which score; decimals. */
  histogram: { score: string; count: number }[];
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
  async figuresOf(course: CourseDay & { timeZone: string }): Promise<LineItemFigures[]> {
    const items = await this.lineItems.allOf(course.courseId);
    const scores = await this.figures.scoreCounts(course);
    const days = await this.figures.dayCounts(course);
    const scoresOf = Map.groupBy(scores, ({ lineItemId }) => lineItemId);
    const daysOf = Map.groupBy(days, ({ lineItemId }) => lineItemId);
    return items.map((lineItem) => {
      const due = dueIn(course.timeZone, lineItem);
      const late = (daysOf.get(lineItem.id) ?? []).filter(({ day }) => isLate(day, due));
      return { lineItem, due, late: sum(late), ...countScores(scoresOf.get(lineItem.id) ?? []) };
    });
  }

  /** The scores of one line item of a course; undefined when the course has no such line item. Two queries. */
  async scoresOf(
    course: CourseDay,
    lineItemId: string,
  ): Promise<Omit<LineItemFigures, 'due' | 'late'> | undefined> {
    const lineItem = await this.lineItems.find(lineItemId);
    if (lineItem?.courseId !== course.courseId || lineItem.archivedAt !== null) return undefined;
    return { lineItem, ...countScores(await this.figures.scoreCounts(course, lineItemId)) };
  }

  /** What each learner of a course has handed in by now; without those who have no results. One query. */
  async workOfLearners(courseId: string): Promise<Map<string, LearnerWork>> {
    const work = await this.figures.workOfLearners(courseId, this.clock.now());
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
}

function countScores(counts: ScoreCount[]): Pick<LineItemFigures, 'results' | 'missingScores' | 'histogram'> {
  return {
    results: sum(counts),
    missingScores: sum(counts.filter(({ score }) => score === null)),
    histogram: counts.flatMap(({ score, count }) => (score === null ? [] : [{ score, count }])),
  };
}

function sum(counts: { count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
