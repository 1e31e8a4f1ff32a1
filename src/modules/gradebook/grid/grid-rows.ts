import { scoreRange } from '../grades/grade';
import type { PersonalFacts } from '../../assessments';
import { tokensOf } from '../lateness/grace-tokens';
import { type CountedScore, countedScore } from '../lateness/shown-score';
import { type CountedDue, countedDue, handedInAt } from '../line-items/counted-due';
import { dueIn } from '../line-items/due';
import { isOverride } from '../results/result-value';
import { isKeptBack } from '../results/withheld-results';
import { presentShares } from '../stored-totals/stored-totals';
import { fourTotals } from '../totals/course-total';
import type { ItemStanding } from '../totals/standing';
import { type CountingFacts, itemStandings, type LearnerWork } from '../totals/item-standings';
import { periodOf } from '../totals/periods';
import { sharesOf, type TotalShares, type TotalsView, totalsView } from '../totals/totals-view';
import type { CourseRules } from '../rules/stored-rules';
import type { GridCell, GridColumn, GridLearner, GridSheet, PersonalTerms } from './grid.repository';

/** A learner's result, and what is computed from it and its line item. */
export interface GridResult extends CountedScore {
  cell: GridCell;
  /** The one that counts for the learner. */
  due: CountedDue | null;
  isOverride: boolean;
  /** The grading period to which it belongs for the learner. */
  periodId: string | null;
}

/** Work that a learner owes, of which there is no result: what is computed is what their grades say. */
export interface MissingWork extends CountedScore {
  lineItemId: string;
  due: CountedDue | null;
  periodId: string | null;
}

/** A learner's row of the gradebook. */
export interface GridRow {
  learner: GridLearner;
  totals: TotalsView;
  results: GridResult[];
  missing: MissingWork[];
  /** Null where the course gives none. */
  graceTokensLeft: number | null;
}

/** A learner's row, before its totals are computed. */
export interface StandingRow<Learner = GridLearner> extends Omit<
  GridRow,
  'totals' | 'learner' | 'graceTokensLeft'
> {
  learner: Learner;
  /** In the order of the columns. */
  items: ItemStanding[];
  /** When each is due for the learner. */
  dues: (CountedDue | null)[];
}

/** Columns and rows as they are shown. */
export interface Grid {
  columns: ShownColumn[];
  rows: GridRow[];
}

export interface ShownColumn {
  column: GridColumn;
  /** The grading period for everybody; exceptions and accommodations may give a learner another. */
  periodId: string | null;
}

/**
 * The rows of the learners, in their order. Of a period, the columns that belong to it for everybody or for one of the learners.
 *
 * @param timeZone IANA name, of the course.
 * @param periodId null: the whole course
 */
export function gridOf(
  learners: GridLearner[],
  sheet: GridSheet,
  timeZone: string,
  now: Date,
  periodId: string | null,
): Grid {
  const { rules } = sheet;
  const standings = standingRows(learners, sheet, timeZone, now);
  const columns = sheet.columns.map((column) => ({
    column,
    periodId: columnPeriod(rules, column, timeZone),
  }));
  const isOfPeriod = (one: { periodId: string | null }): boolean =>
    periodId === null || one.periodId === periodId;
  return {
    columns: columns.filter(
      (column, index) => isOfPeriod(column) || standings.some(({ items }) => isOfPeriod(items[index]!)),
    ),
    rows: standings.map((row) => ({
      learner: row.learner,
      // On the hot path, where the whole course is shown.
      results: periodId === null ? row.results : row.results.filter(isOfPeriod),
      missing: periodId === null ? row.missing : row.missing.filter(isOfPeriod),
      totals: totalsView(rowShares(sheet, row, now, periodId), rules.scheme, 'all'),
      graceTokensLeft: tokensOf(rules, row.items, 'all')?.left ?? null,
    })),
  };
}

/** For everybody. */
export function columnPeriod({ periods }: CourseRules, column: GridColumn, timeZone: string): string | null {
  const dueDay = dueIn(timeZone, column)?.day ?? null;
  return periodOf(periods, { named: column.counting.namedPeriodId, dueDay });
}

/** The totals of a row: of a period, or of the course (null), where they may be stored. */
export function rowShares(
  {
    rules,
    structure,
    fingerprint,
    stored,
  }: Pick<GridSheet, 'rules' | 'structure' | 'fingerprint' | 'stored'>,
  { learner, items }: Pick<StandingRow, 'learner' | 'items'>,
  now: Date,
  periodId: string | null,
): TotalShares {
  if (periodId !== null) return sharesOf(fourTotals(rules, items, periodId));
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
    const dues: StandingRow['dues'] = [];
    const works = facts.map(({ column, counts, isHeldBack, due: common }): LearnerWork => {
      const cell = own.get(column.id);
      const terms = personalIn(personal, learner.userId, column);
      const due = terms ? countedDue(column, timeZone, terms, handedInAt(cell), now) : common;
      dues.push(due);
      return { facts: counts, result: cell, due, isPosted: !(isHeldBack && cell?.source === 'quiz') };
    });
    const items = itemStandings(works, { now, rules });
    const results: GridResult[] = [];
    const missing: MissingWork[] = [];
    for (let place = 0; place < works.length; place += 1) {
      const { column, counts } = facts[place]!;
      const [cell, standing, due] = [
        works[place]!.result as GridCell | undefined,
        items[place]!,
        dues[place]!,
      ];
      if (!cell && !standing.isMissing) continue;
      const counted = countedScore(rules, standing, cell, due, counts.range);
      const { periodId } = standing;
      if (cell) {
        const isOverridden = isOverride(column.activityId !== null, cell);
        results.push({ cell, due, ...counted, isOverride: isOverridden, periodId });
      } else missing.push({ lineItemId: column.id, due, ...counted, periodId });
    }
    return { learner, items, dues, results, missing };
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
