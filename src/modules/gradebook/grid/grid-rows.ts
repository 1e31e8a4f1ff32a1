import { scoreRange } from '../grades/grade';
import type { PersonalFacts } from '../../assessments';
import { type ShownScore, shownScore } from '../lateness/shown-score';
import { type CountedDue, countedDue, handedInAt } from '../line-items/counted-due';
import { dueIn } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { isKeptBack } from '../results/withheld-results';
import { presentShares } from '../stored-totals/stored-totals';
import { fourTotals } from '../totals/course-total';
import type { ItemStanding } from '../totals/standing';
import { type CountingFacts, itemStanding } from '../totals/item-standings';
import { type TotalShares, type TotalsView, totalsView } from '../totals/totals-view';
import type { GridCell, GridColumn, GridLearner, GridSheet, PersonalTerms } from './grid.repository';

/** A learner's result, and what is computed from it and its line item. */
export interface GridResult extends ShownScore {
  cell: GridCell;
  /** The one that counts for the learner. */
  due: CountedDue | null;
  isOverride: boolean;
}

/** A learner's row of the gradebook. */
export interface GridRow {
  learner: GridLearner;
  totals: TotalsView;
  results: GridResult[];
}

/** A learner's row, before its totals are computed. */
export interface StandingRow<Learner = GridLearner> extends Omit<GridRow, 'totals' | 'learner'> {
  learner: Learner;
  /** In the order of the columns. */
  items: ItemStanding[];
  /** When each is due for the learner. */
  dues: (CountedDue | null)[];
}

/**
 * The rows of the learners, in their order.
 *
 * @param timeZone IANA name, of the course.
 */
export function gridRows(learners: GridLearner[], sheet: GridSheet, timeZone: string, now: Date): GridRow[] {
  const { rules } = sheet;
  return standingRows(learners, sheet, timeZone, now).map((row) => ({
    ...{ learner: row.learner, results: row.results },
    totals: totalsView(rowShares(sheet, row, now), rules.scheme, 'all'),
  }));
}

/** The totals of a row. */
export function rowShares(
  {
    rules,
    structure,
    fingerprint,
    stored,
  }: Pick<GridSheet, 'rules' | 'structure' | 'fingerprint' | 'stored'>,
  { learner, items }: Pick<StandingRow, 'learner' | 'items'>,
  now: Date,
): TotalShares {
  const known = { structure, fingerprint, stored: stored.get(learner.userId) };
  return presentShares(known, now, () => fourTotals(rules, items));
}

/**
 * How the learners stand in each line item. What depends on the line item alone is computed once for a column, since this
 * is on the hot path.
 *
 * @param timeZone IANA name, of the course.
 */
export function standingRows<Learner extends { userId: string }>(
  learners: readonly Learner[],
  { columns, cells, personal, rules }: Pick<GridSheet, 'columns' | 'cells' | 'personal' | 'rules'>,
  timeZone: string,
  now: Date,
): StandingRow<Learner>[] {
  const facts = columns.map((column) => toColumnFacts(column, timeZone, now));
  const cellsByLearner = Map.groupBy(cells, ({ userId }) => userId);
  return learners.map((learner) => {
    const own = new Map((cellsByLearner.get(learner.userId) ?? []).map((cell) => [cell.lineItemId, cell]));
    const results: GridResult[] = [];
    const dues: StandingRow['dues'] = [];
    const items = facts.map(({ column, counts, isHeldBack, due: common }) => {
      const cell = own.get(column.id);
      const terms = personalIn(personal, learner.userId, column);
      const due = terms ? countedDue(column, timeZone, terms, handedInAt(cell), now) : common;
      dues.push(due);
      const isPosted = !(isHeldBack && cell?.source === 'quiz');
      const standing = itemStanding(counts, cell, { due, isPosted, now, rules });
      if (cell) {
        results.push({
          ...{ cell, due },
          ...shownScore(rules, standing, cell, due, counts.range),
          isOverride: isOverride(column.activityId !== null, cell),
        });
      }
      return standing;
    });
    return { learner, items, dues, results };
  });
}

interface ColumnFacts {
  column: GridColumn;
  counts: CountingFacts;
  /** What attempts earned is not posted. */
  isHeldBack: boolean;
  /** That of everybody. */
  due: CountedDue | null;
}

function toColumnFacts(column: GridColumn, timeZone: string, now: Date): ColumnFacts {
  const due = dueIn(timeZone, column);
  const { id, min, max, counting, review } = column;
  return {
    column,
    counts: { ...counting, id, range: scoreRange(min, max) },
    isHeldBack: isKeptBack(review, now),
    due: due && { ...due, movedBy: null },
  };
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
