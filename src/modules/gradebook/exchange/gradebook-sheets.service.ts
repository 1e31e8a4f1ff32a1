import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { csvLines, type NumberCell } from '../../../shared/text/csv-lines';
import { CourseAccess } from '../../courses';
import { namesSeenBy } from '../../identity';
import { type CoursePiece, CoursePieces } from '../grid/course-pieces';
import type { StandingRow } from '../grid/grid-rows';
import type { GridColumn } from '../grid/grid.repository';
import type { CourseRules } from '../rules/stored-rules';
import { type TotalsView, totalsView } from '../totals/totals-view';
import type { GradebookSheetQuery } from './dto/gradebook-sheet.query';
import { countedHead, itemHead, lineMark, markHead, SHEET_COLUMNS, shownCell } from './gradebook-sheet';

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

interface Sheet {
  caller: Caller;
  courseId: string;
  columns: GridColumn[];
  query: GradebookSheetQuery;
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
  ): Promise<AsyncIterable<string>> {
    const { timeZone, today } = await this.access.course(caller, courseId, 'grades.read');
    const pieces = this.pieces.inTurns({ courseId, today, choice: query.learners }, timeZone, request);
    // Before the answer begins, so that a busy server can still say 503.
    const first = await pieces.next();
    if (first.done) throw new Error('A course has one piece at least');
    const sheet = { caller, courseId, columns: first.value.columns, query };
    return written(sheet, first.value, pieces);
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

function headsOf({ courseId, columns, query: { scores } }: Sheet, rules: CourseRules): string[] {
  const { familyName, givenName, number, suspended, username, learner, current, final, grade } =
    SHEET_COLUMNS;
  const people = [familyName, givenName, number, suspended, username, learner];
  const totals = [current, final, grade];
  if (scores === 'counted')
    return [...people, ...columns.map((column) => countedHead(column, rules.latePolicy !== null)), ...totals];
  const itemIds = columns.map(({ id }) => id);
  return [...people, ...columns.map(itemHead), ...totals, markHead(courseId, itemIds)];
}

function linesOf(sheet: Sheet, { rows, rules, totalsOf }: CoursePiece): (string | NumberCell)[][] {
  return rows.map((row) => lineOf(sheet, row, totalsView(totalsOf(row), rules.scheme, 'all')));
}

function lineOf(
  { caller, columns, query: { scores } }: Sheet,
  { learner, results }: StandingRow,
  totals: TotalsView,
): (string | NumberCell)[] {
  const { familyName, givenName, userId, number, isSuspended, username } = learner;
  const seen = namesSeenBy(caller, { id: userId, username, email: null });
  const shown = [totals.current ?? '', totals.final ?? ''];
  const people = [familyName, givenName, number ?? '', isSuspended ? 'yes' : '', seen.username ?? '', userId];
  const textOf = new Map(
    results.map(({ cell, effectiveScore }) => [
      cell.lineItemId,
      scores === 'counted' ? (effectiveScore ?? '') : shownCell(cell),
    ]),
  );
  const cells = columns.map(({ id }) => textOf.get(id) ?? '');
  const line = [...people, ...[...cells, ...shown].map(asNumber), totals.grade ?? ''];
  return scores === 'counted' ? line : [...line, lineMark(userId, cells, shown)];
}

/** Our own words are no formulas either. */
function asNumber(text: string): NumberCell {
  return { number: text };
}
