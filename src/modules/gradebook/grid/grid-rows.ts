import { type GradedItem, gradeTotal, type ScoreRange, scoreRange } from '../grades/grade';
import { type Due, dueIn, isHandedInLate } from '../line-items/due';
import { isOverride } from '../results/result-value';
import type { GridCell, GridColumn, GridLearner } from './grid.repository';

/** A learner's result, and what is computed from it and its line item. */
export interface GridResult {
  cell: GridCell;
  /** As `isHandedInLate` says. */
  late: boolean;
  isOverride: boolean;
}

/** A learner's row of the gradebook. */
export interface GridRow {
  learner: GridLearner;
  /** As `gradeTotal` computes it. */
  total: string | null;
  results: GridResult[];
}

/**
 * The rows of the learners, in their order. What depends on the line item alone is computed once for a column, since this
 * is on the hot path.
 *
 * @param timeZone IANA name, of the course.
 */
export function gridRows(
  learners: GridLearner[],
  columns: GridColumn[],
  cells: GridCell[],
  timeZone: string,
): GridRow[] {
  const columnOf = new Map(
    columns.map((column): [string, { range: ScoreRange | undefined; due: Due | null; isQuiz: boolean }] => [
      column.id,
      {
        range: scoreRange(column.min, column.max),
        due: dueIn(timeZone, column),
        isQuiz: column.activityId !== null,
      },
    ]),
  );
  const cellsByLearner = Map.groupBy(cells, ({ userId }) => userId);
  return learners.map((learner) => {
    const results: GridResult[] = [];
    const graded: GradedItem[] = [];
    for (const cell of cellsByLearner.get(learner.userId) ?? []) {
      const column = columnOf.get(cell.lineItemId);
      if (!column) continue;
      const { score, scoreStatus } = cell;
      results.push({
        cell,
        late: isHandedInLate(cell, column.due),
        isOverride: isOverride(column.isQuiz, cell),
      });
      graded.push({ score, scoreStatus, range: column.range });
    }
    return { learner, total: gradeTotal(graded), results };
  });
}
