import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { csvLines, type NumberCell } from '../../../shared/text/csv-lines';
import { CourseAccess } from '../../courses';
import { namesSeenBy } from '../../identity';
import { type CoursePiece, CoursePieces } from '../grid/course-pieces';
import { columnPeriod, type StandingRow } from '../grid/grid-rows';
import type { GridColumn } from '../grid/grid.repository';
import { requirePeriod } from '../periods/require-period';
import type { CourseRules } from '../rules/stored-rules';
import { periodTotals, type TotalsView, totalsView } from '../totals/totals-view';
import type { GradebookSheetQuery } from './dto/gradebook-sheet.query';
import {
  countedHead,
  itemHead,
  lineMark,
  markHead,
  periodHeads,
  SHEET_COLUMNS,
  shownCell,
} from './gradebook-sheet';

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A sheet that is written while it is read. */
export interface WrittenSheet {
  /** As in `CoursePiece`. */
  structureVersion: number | null;
  /** All of one version of the structure: they break off with StructureChangingError where it changes meanwhile. */
  lines: AsyncIterable<string>;
}

interface Sheet {
  caller: Caller;
  courseId: string;
  columns: GridColumn[];
  query: GradebookSheetQuery;
  /** Null: the whole course. */
  periodId: string | null;
}

/** The gradebook of a course as a spreadsheet. */
@Injectable()
export class GradebookSheets {
  constructor(
    private readonly pieces: CoursePieces,
    private readonly access: CourseAccess,
  ) {}

  /** All chosen learners, in pieces, so that memory does not grow with the course. */
  async lines(
    caller: Caller,
    courseId: string,
    query: GradebookSheetQuery,
    request: HeavyRequest,
  ): Promise<WrittenSheet> {
    const { timeZone, today, scope } = await this.access.courseWithin(caller, courseId, 'grades.read');
    const chosen = { courseId, today, choice: query.learners, scope };
    const pieces = this.pieces.inTurns(chosen, timeZone, request);
    // Before the answer begins, so that a busy server can still say 503.
    const first = await pieces.next();
    if (first.done) throw new Error('A course has one piece at least');
    const { rules, columns: all, structureVersion } = first.value;
    const periodId = requirePeriod(rules, query.period);
    // Who has another due than everybody may have something of the period in any column.
    const columns = all.filter(
      (column) =>
        periodId === null || columnPeriod(rules, column, timeZone) === periodId || column.activityId !== null,
    );
    const sheet = { caller, courseId, columns, query, periodId };
    return { structureVersion, lines: written(sheet, first.value, pieces) };
  }
}

async function* written(
  sheet: Sheet,
  first: CoursePiece,
  others: AsyncIterable<CoursePiece>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + asLines(sheet, [headsOf(sheet, first.rules), ...linesOf(sheet, first)]);
  for await (const piece of others) yield asLines(sheet, linesOf(sheet, piece));
}

function asLines({ query: { decimals } }: Sheet, lines: (string | NumberCell)[][]): string {
  return csvLines(lines, 'always', decimals);
}

function headsOf({ courseId, columns, query: { scores }, periodId }: Sheet, rules: CourseRules): string[] {
  const { familyName, givenName, number, suspended, username, learner, current, final, grade } =
    SHEET_COLUMNS;
  const people = [familyName, givenName, number, suspended, username, learner];
  const totals = [current, final, grade];
  if (scores === 'counted') {
    const items = columns.map((column) => countedHead(column, rules.latePolicy !== null));
    const named = rules.periods.find(({ id }) => id === periodId);
    const ofPeriods = periodId === null ? rules.periods.flatMap(periodHeads) : [];
    return [
      ...people,
      ...items,
      ...ofPeriods,
      ...totals.map((head) => (named ? `${named.title}: ${head}` : head)),
    ];
  }
  const itemIds = columns.map(({ id }) => id);
  return [...people, ...columns.map(itemHead), ...totals, markHead(courseId, itemIds)];
}

function linesOf(sheet: Sheet, { rows, rules, totalsOf }: CoursePiece): (string | NumberCell)[][] {
  return rows.map((row) =>
    lineOf(sheet, row, rules, totalsView(totalsOf(row, sheet.periodId), rules.scheme, 'all')),
  );
}

function lineOf(
  { caller, columns, query: { scores }, periodId }: Sheet,
  { learner, items, results, missing }: StandingRow,
  rules: CourseRules,
  totals: TotalsView,
): (string | NumberCell)[] {
  const { familyName, givenName, userId, number, isSuspended, username } = learner;
  const seen = namesSeenBy(caller, { id: userId, username, email: null });
  const shown = [totals.current ?? '', totals.final ?? ''];
  const people = [familyName, givenName, number ?? '', isSuspended ? 'yes' : '', seen.username ?? '', userId];
  const textOf = new Map(
    results
      .filter((result) => periodId === null || result.periodId === periodId)
      .map(({ cell, effectiveScore }) => [
        cell.lineItemId,
        scores === 'counted' ? (effectiveScore ?? '') : shownCell(cell),
      ]),
  );
  // A sheet of entered scores says nothing of it, so that it is no result when it is taken in again.
  if (scores === 'counted')
    for (const { lineItemId, effectiveScore, periodId: own } of missing)
      if (periodId === null || own === periodId) textOf.set(lineItemId, effectiveScore ?? '');
  const cells = columns.map(({ id }) => textOf.get(id) ?? '');
  const grade = totals.grade ?? '';
  if (scores === 'entered')
    return [...people, ...[...cells, ...shown].map(asNumber), grade, lineMark(userId, cells, shown)];
  const ofPeriods =
    periodId === null
      ? periodTotals(rules, items, 'all').flatMap((own) => [own.totals.current ?? '', own.totals.final ?? ''])
      : [];
  return [...people, ...[...cells, ...ofPeriods, ...shown].map(asNumber), grade];
}

/** Our own words are no formulas either. */
function asNumber(text: string): NumberCell {
  return { number: text };
}
