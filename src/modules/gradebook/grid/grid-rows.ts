import { type GradedItem, gradeTotal, type ScoreRange, scoreRange } from '../grades/grade';
import type { PersonalFacts } from '../../assessments';
import { type CountedDue, countedDue, daysLate, handedInOn } from '../line-items/counted-due';
import { dueIn, isHandedInLate } from '../line-items/due';
import { isOverride } from '../results/result-value';
import type { GridCell, GridColumn, GridLearner, GridSheet, PersonalTerms } from './grid.repository';

/** A learner's result, and what is computed from it and its line item. */
export interface GridResult {
  cell: GridCell;
  /** As `isHandedInLate` says. */
  late: boolean;
  /** As `daysLate` says. */
  daysLate: number | null;
  /** The one that counts for the learner. */
  due: CountedDue | null;
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
  { columns, cells, personal }: GridSheet,
  timeZone: string,
  now: Date,
): GridRow[] {
  const columnOf = new Map(columns.map((column) => [column.id, toColumnFacts(column, timeZone)]));
  const cellsByLearner = Map.groupBy(cells, ({ userId }) => userId);
  return learners.map((learner) => {
    const results: GridResult[] = [];
    const graded: GradedItem[] = [];
    for (const cell of cellsByLearner.get(learner.userId) ?? []) {
      const facts = columnOf.get(cell.lineItemId);
      if (!facts) continue;
      const { score, scoreStatus } = cell;
      const own = personalIn(personal, learner.userId, facts.column);
      const due = own ? countedDue(facts.column, timeZone, own, handedInOn(cell), now) : facts.due;
      results.push({
        ...{ cell, due },
        late: isHandedInLate(cell, due),
        daysLate: daysLate(cell, due),
        isOverride: isOverride(facts.column.activityId !== null, cell),
      });
      graded.push({ score, scoreStatus, range: facts.range });
    }
    return { learner, total: gradeTotal(graded), results };
  });
}

interface ColumnFacts {
  column: GridColumn;
  range: ScoreRange | undefined;
  /** That of everybody. */
  due: CountedDue | null;
}

function toColumnFacts(column: GridColumn, timeZone: string): ColumnFacts {
  const due = dueIn(timeZone, column);
  return { column, range: scoreRange(column.min, column.max), due: due && { ...due, movedBy: null } };
}

/** Undefined for most learners, who have nothing beyond others. */
function personalIn(
  { accommodations, exceptions }: PersonalTerms,
  userId: string,
  { activityId }: GridColumn,
): PersonalFacts | undefined {
  if (activityId === null || (accommodations.size === 0 && exceptions.size === 0)) return undefined;
  const exception = exceptions.get(`${userId} ${activityId}`);
  const own = accommodations.get(userId);
  return own || exception ? { accommodations: own ?? [], exception } : undefined;
}
