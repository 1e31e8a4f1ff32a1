import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock/clock';
import { Transactions } from '../../shared/database/transactions';
import { dayIn } from '../../shared/time/zoned-time';
import { FiguresRepository, type LearnerWork, type ScoreCount } from './figures/figures.repository';
import { totalOf } from './grades/dto/grades.response';
import { isLate } from './grades/grade';
import { type Grade, GradesRepository } from './grades/grades.repository';
import type { LineItemFacts, NewLineItem } from './line-items/line-item-facts';
import { LineItemsRepository } from './line-items/line-items.repository';
import { ResultRecorder } from './results/result-recorder';
import type { ResultValue } from './results/result-value';

/** A learner's result from outside: an import, or a school that is being filled. */
export interface ArrivingResult {
  lineItemId: string;
  userId: string;
  value: ResultValue;
}

/** What the results of a line item come to. */
export interface LineItemFigures {
  lineItem: LineItemFacts;
  /** All results, those without a score included. */
  results: number;
  missingScores: number;
  /** Results whose score date lies after the due day. */
  late: number;
  /** How many results have which score; decimals. */
  histogram: { score: string; count: number }[];
}

/** What one learner has reached in a course, and what of it has a due date. */
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
   * Records results: new ones, and new values of those that exist, with their history. What already says the same
   * stays, and so does an instructor's override of a quiz. At most four statements however many there are; a few
   * thousand at a time keep them within the server's packet. No events.
   */
  async recordResults(results: ArrivingResult[], recordedAt: Date = this.clock.now()): Promise<void> {
    await this.transactions.run(() => this.recorder.recordMany(results, recordedAt));
  }

  /** The figures of all line items of a course, by due date. Three queries, whatever the size of the course. */
  async figuresOf(courseId: string, timeZone: string): Promise<LineItemFigures[]> {
    const items = await this.lineItems.allOf(courseId);
    const scores = await this.figures.scoreCounts(courseId);
    const days = await this.figures.dayCounts(courseId);
    const scoresOf = Map.groupBy(scores, ({ lineItemId }) => lineItemId);
    const daysOf = Map.groupBy(days, ({ lineItemId }) => lineItemId);
    return items.map((lineItem) => {
      const dueDay = lineItem.dueAt && dayIn(lineItem.dueAt, timeZone);
      const late = (daysOf.get(lineItem.id) ?? []).filter(({ day }) => isLate(day, dueDay));
      return { lineItem, late: sum(late), ...countScores(scoresOf.get(lineItem.id) ?? []) };
    });
  }

  /** The scores of one line item of a course; undefined when the course has no such line item. Two queries. */
  async scoresOf(courseId: string, lineItemId: string): Promise<Omit<LineItemFigures, 'late'> | undefined> {
    const lineItem = await this.lineItems.find(lineItemId);
    if (lineItem?.courseId !== courseId || lineItem.archivedAt !== null) return undefined;
    return { lineItem, ...countScores(await this.figures.scoreCounts(courseId, lineItemId)) };
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
