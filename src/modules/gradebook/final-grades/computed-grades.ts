import { Injectable } from '@nestjs/common';
import type { ChosenLearners } from '../../enrollments';
import { GradesRepository } from '../grades/grades.repository';
import { standingsOf } from '../grades/learner-grades';
import { type CoursePiece, CoursePieces } from '../grid/course-pieces';
import { rowShares, type StandingRow, standingRows } from '../grid/grid-rows';
import { type GridLearner, GridRepository } from '../grid/grid.repository';
import type { ScoreStatus } from '../results/result-value';
import { presentShares } from '../stored-totals/stored-totals';
import { fourTotals } from '../totals/course-total';
import type { GradingScheme } from '../schemes/grading-scheme';
import { type TotalShares, totalsView } from '../totals/totals-view';
import { computedGrade, type FinalGradeValue } from './final-grade';

/** What a course computes for a learner, and what may still change it. */
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

  /** Of one learner, with the scheme of the course. One statement. */
  async ofLearner(
    { courseId, userId, timeZone }: { courseId: string; userId: string; timeZone: string },
    now: Date,
  ): Promise<ComputedGrade & { scheme: GradingScheme | null }> {
    const found = await this.grades.inCourse(userId, courseId, { viewer: 'staff', now });
    const items = standingsOf(found, timeZone, now);
    const statuses = found.grades.map(({ standing }) => standing?.scoreStatus);
    const { scheme } = found.rules;
    const shares = presentShares(found, now, () => fourTotals(found.rules, items));
    return { ...toComputed(shares, scheme, statuses), scheme };
  }

  /** Of some learners. One statement. */
  async ofLearners(
    courseId: string,
    learners: GridLearner[],
    timeZone: string,
    now: Date,
  ): Promise<ComputedPiece> {
    const userIds = learners.map(({ userId }) => userId);
    const sheet = await this.grid.sheet(courseId, userIds, now);
    const totalsOf = (row: StandingRow): TotalShares => rowShares(sheet, row, now, null);
    return toPiece({ rows: standingRows(learners, sheet, timeZone, now), rules: sheet.rules, totalsOf });
  }

  /** Of all chosen learners, in pieces, so that memory does not grow with the course, and other requests are answered meanwhile. */
  async *ofAll(
    chosen: ChosenLearners,
    timeZone: string,
    abandoned: AbortSignal,
  ): AsyncGenerator<ComputedPiece> {
    for await (const piece of this.pieces.within(chosen, timeZone, abandoned)) yield toPiece(piece);
  }
}

function toPiece({ rows, rules, totalsOf }: Pick<CoursePiece, 'rows' | 'rules' | 'totalsOf'>): ComputedPiece {
  const { scheme } = rules;
  const computed = rows.map((row) => {
    const statuses = row.results.map(({ cell }) => cell.scoreStatus);
    return [row.learner.userId, toComputed(totalsOf(row), scheme, statuses)] as const;
  });
  return { learners: rows.map(({ learner }) => learner), computed: new Map(computed), scheme };
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
