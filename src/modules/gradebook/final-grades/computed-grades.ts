import { Injectable } from '@nestjs/common';
import type { ChosenLearners } from '../../enrollments';
import { GradesRepository } from '../grades/grades.repository';
import { standingsOf } from '../grades/learner-grades';
import { type CoursePiece, CoursePieces } from '../grid/course-pieces';
import { rowShares, type StandingRow, standingRows } from '../grid/grid-rows';
import { type GridLearner, GridRepository } from '../grid/grid.repository';
import type { ScoreStatus } from '../results/result-value';
import { requirePeriod } from '../periods/require-period';
import { presentShares } from '../stored-totals/stored-totals';
import { type FourTotals, fourTotals } from '../totals/course-total';
import type { GradingScheme } from '../schemes/grading-scheme';
import { sharesOf, type TotalShares, totalsView } from '../totals/totals-view';
import { computedGrade, type FinalGradeValue } from './final-grade';
import type { FinalGradeKey } from './final-grades.repository';
import type { GradeScope } from './grade-scope';

/** What a course or a period computes for a learner, and what may still change it. */
export interface ComputedGrade {
  value: FinalGradeValue;
  /** Scores that are not posted would make another total. */
  hasUnpostedScores: boolean;
  /** Something that was handed in waits for a mark. */
  awaitsMarks: boolean;
}

/** Learners of a course with what it computes for each. */
export interface ComputedPiece {
  learners: GridLearner[];
  computed: Map<string, ComputedGrade>;
  scheme: GradingScheme | null;
}

/** The final grades as scores and rules make them. */
@Injectable()
export class ComputedGrades {
  constructor(
    private readonly grades: GradesRepository,
    private readonly grid: GridRepository,
    private readonly pieces: CoursePieces,
  ) {}

  /** Of one learner, with the scheme of the course. One statement. Throws NoSuchPeriodError. */
  async ofLearner(
    { courseId, userId, periodId }: FinalGradeKey,
    timeZone: string,
    now: Date,
  ): Promise<ComputedGrade & { scheme: GradingScheme | null }> {
    const found = await this.grades.inCourse(userId, courseId, { viewer: 'staff', now });
    const items = standingsOf(found, timeZone, now);
    const period = requirePeriod(found.rules, periodId ?? undefined);
    const statuses = found.grades
      .filter((_grade, place) => isWithin(period, items[place]!))
      .map(({ standing }) => standing?.scoreStatus);
    const { scheme } = found.rules;
    const compute = (): FourTotals => fourTotals(found.rules, items, period);
    const shares = period === null ? presentShares(found, now, compute) : sharesOf(compute());
    return { ...toComputed(shares, scheme, statuses), scheme };
  }

  /** Of some learners. One statement. Throws NoSuchPeriodError. */
  async ofLearners(
    { courseId, periodId }: GradeScope,
    learners: GridLearner[],
    timeZone: string,
    now: Date,
  ): Promise<ComputedPiece> {
    const userIds = learners.map(({ userId }) => userId);
    const sheet = await this.grid.sheet(courseId, userIds, now);
    const period = requirePeriod(sheet.rules, periodId ?? undefined);
    const totalsOf = (row: StandingRow): TotalShares => rowShares(sheet, row, now, period);
    return toPiece(
      { rows: standingRows(learners, sheet, timeZone, now), rules: sheet.rules, totalsOf },
      period,
    );
  }

  /** Of all chosen learners, in pieces, so that memory does not grow with the course, and other requests are answered meanwhile. */
  async *ofAll(
    chosen: ChosenLearners,
    periodId: string | null,
    timeZone: string,
    abandoned: AbortSignal,
  ): AsyncGenerator<ComputedPiece> {
    for await (const piece of this.pieces.within(chosen, timeZone, abandoned))
      yield toPiece(piece, requirePeriod(piece.rules, periodId ?? undefined));
  }
}

function toPiece(
  { rows, rules, totalsOf }: Pick<CoursePiece, 'rows' | 'rules' | 'totalsOf'>,
  periodId: string | null,
): ComputedPiece {
  const { scheme } = rules;
  const computed = rows.map((row) => {
    const statuses = row.results
      .filter((result) => isWithin(periodId, result))
      .map(({ cell }) => cell.scoreStatus);
    return [row.learner.userId, toComputed(totalsOf(row, periodId), scheme, statuses)] as const;
  });
  return { learners: rows.map(({ learner }) => learner), computed: new Map(computed), scheme };
}

/** Whether work belongs to the period, or to the course (null). */
function isWithin(periodId: string | null, work: { periodId: string | null }): boolean {
  return periodId === null || work.periodId === periodId;
}

function toComputed(
  shares: TotalShares,
  scheme: GradingScheme | null,
  statuses: readonly (ScoreStatus | null | undefined)[],
): ComputedGrade {
  const [posted, all] = [shares.final, shares.finalOfAll];
  const isSame = posted === null || all === null ? posted === all : posted.equals(all);
  return {
    value: computedGrade(totalsView(shares, scheme, 'posted')),
    hasUnpostedScores: !isSame,
    awaitsMarks: statuses.some((status) => status === 'submitted' || status === 'partially graded'),
  };
}
