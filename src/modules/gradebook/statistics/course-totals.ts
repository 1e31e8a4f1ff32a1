import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import type { Rational } from '../../../shared/decimals/rational';
import { kindOf, type TotalName } from '../grades/dto/explanation.query';
import { requirePeriod } from '../periods/require-period';
import { CoursePieces } from '../grid/course-pieces';
import type { GradingScheme } from '../schemes/grading-scheme';
import { nameOf, shareOf } from '../totals/totals-view';

/** One of the four totals, of all active learners of a course. */
export interface CourseTotals {
  /** With and without a total. */
  learners: number;
  /** In percent, exact, of those who have one. */
  percentages: Rational[];
  /** How many have which grade, in the order of the scheme; null without a scheme. */
  grades: Map<string, number> | null;
  /** Of the grading period; null: of the course. */
  periodTitle: string | null;
  /** All of them are of this version of the course's structure; null as in `CoursePiece`. */
  structureVersion: number | null;
}

/** One of the four totals, of a grading period or of the whole course. */
export interface ChosenTotal {
  name: TotalName;
  period?: string | undefined;
}

/** A course whose totals are read. */
export interface TotaledCourse {
  courseId: string;
  /** IANA name. */
  timeZone: string;
  /** The day there. */
  today: string;
  /** Learners with whom the caller has to do. */
  scope: Scope;
}

@Injectable()
export class CourseTotalsReader {
  constructor(private readonly pieces: CoursePieces) {}

  /** Within a heavy read. Keeps one number for each learner. Throws NoSuchPeriodError, StructureChangingError. */
  of(course: TotaledCourse, total: ChosenTotal, abandoned: AbortSignal): Promise<CourseTotals> {
    return this.pieces.ofOneStructure(() => this.read(course, total, abandoned));
  }

  private async read(
    { courseId, timeZone, today, scope }: TotaledCourse,
    { name, period }: ChosenTotal,
    abandoned: AbortSignal,
  ): Promise<CourseTotals> {
    const kind = kindOf(name, 'staff');
    const totals: CourseTotals = {
      ...{ learners: 0, percentages: [], grades: null },
      ...{ periodTitle: null, structureVersion: null },
    };
    let inOrder: GradingScheme['inOrder'] | undefined;
    const chosen = { courseId, today, choice: 'active', scope } as const;
    for await (const piece of this.pieces.within(chosen, timeZone, abandoned)) {
      const { rules, rows, totalsOf, structureVersion } = piece;
      const { scheme } = rules;
      totals.structureVersion = structureVersion;
      totals.periodTitle = rules.periods.find(({ id }) => id === period)?.title ?? null;
      const periodId = requirePeriod(rules, period);
      totals.grades ??= scheme && new Map<string, number>();
      inOrder = scheme?.inOrder;
      totals.learners += rows.length;
      for (const row of rows) {
        const share = shareOf(totalsOf(row, periodId), kind);
        if (share === null) continue;
        totals.percentages.push(share.times(100));
        const grade = nameOf(share, scheme);
        if (grade !== null) totals.grades?.set(grade, (totals.grades.get(grade) ?? 0) + 1);
      }
    }
    const { grades } = totals;
    if (grades && inOrder)
      totals.grades = new Map(inOrder(grades.keys()).map((name) => [name, grades.get(name) ?? 0]));
    return totals;
  }
}
