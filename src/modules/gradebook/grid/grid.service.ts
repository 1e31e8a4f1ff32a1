import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { withTotal } from '../../../shared/http/pagination';
import { csvLines } from '../../../shared/text/csv-lines';
import { CourseAccess, type CourseStanding, type LearnerChoice } from '../../courses';
import type { ChosenLearners } from '../../enrollments';
import type { GradebookQuery } from './dto/gradebook.query';
import { type GradebookResponse, toColumnResponse, toRowResponse } from './dto/gradebook.response';
import type { CourseRules } from '../rules/stored-rules';
import { gridRows } from './grid-rows';
import { nextPage, placeIn } from './learner-places';
import { type GridColumn, type GridLearner, GridRepository } from './grid.repository';

/** How many cells of an export are read and put together at once: some ten milliseconds' work. */
const EXPORT_CELLS = 5000;
const MOST_LEARNERS_AT_ONCE = 500;
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

@Injectable()
export class GridService {
  constructor(
    private readonly grid: GridRepository,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, courseId: string, query: GradebookQuery): Promise<GradebookResponse> {
    const standing = await this.access.course(caller, courseId, 'grades.read');
    const chosen = choice(standing, query.learners);
    const found = await this.grid.learners({
      ...chosen,
      limit: query.limit,
      after: placeIn(query.cursor),
    });
    const learners = found.slice(0, query.limit);
    const sheet = await this.grid.sheet(
      courseId,
      learners.map(({ userId }) => userId),
    );
    const page = {
      lineItems: sheet.columns.map(toColumnResponse),
      data: gridRows(learners, sheet, standing.timeZone, this.clock.now()).map(toRowResponse),
      page: { next: nextPage(found, query.limit), limit: query.limit },
    };
    return withTotal(page, query, (most) => this.grid.countLearners(chosen, most));
  }

  /** The whole gradebook as CSV, in pieces, so that memory does not grow with the course. */
  async csv(
    caller: Caller,
    courseId: string,
    learners: LearnerChoice,
    request: HeavyRequest,
  ): Promise<AsyncIterable<string>> {
    const standing = await this.access.course(caller, courseId, 'grades.read');
    const chosen = choice(standing, learners);
    // Before the answer begins, so that a busy server can still say 503.
    const sheet = await this.heavyReads.piece(
      request,
      () => this.firstPiece(chosen, standing.timeZone),
      false,
    );
    return this.pieces(sheet, request);
  }

  private async *pieces(first: ExportPiece, request: HeavyRequest): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLines([headsOf(first.sheet)]) + first.lines;
    for (let { sheet, next } = first; next;) {
      const after = next;
      const piece = await this.heavyReads.piece(request, () => this.piece(sheet, after), true);
      yield piece.lines;
      ({ next } = piece);
    }
  }

  private async firstPiece(chosen: ChosenLearners, timeZone: string): Promise<ExportPiece> {
    const { columns, rules } = await this.grid.sheet(chosen.courseId, []);
    return this.piece({ chosen, timeZone, columns, rules });
  }

  /** The lines of the next learners, as many as `EXPORT_CELLS` allows. */
  private async piece(sheet: ExportSheet, after?: GridLearner): Promise<ExportPiece> {
    const { chosen, timeZone, columns, rules } = sheet;
    const limit = Math.min(MOST_LEARNERS_AT_ONCE, Math.ceil(EXPORT_CELLS / Math.max(1, columns.length)));
    const found = await this.grid.learners({ ...chosen, limit, after });
    const learners = found.slice(0, limit);
    const userIds = learners.map(({ userId }) => userId);
    const { cells, personal } = await this.grid.sheet(chosen.courseId, userIds);
    const numbers = await this.grid.numbers(userIds);
    const lines = csvLines(
      gridRows(learners, { columns, cells, personal, rules }, timeZone, this.clock.now()).map(
        ({ learner, totals, results }) => {
          const { familyName, givenName, userId, isSuspended } = learner;
          const scoreOf = new Map(
            results.map(({ cell, effectiveScore }) => [cell.lineItemId, effectiveScore]),
          );
          return [
            familyName,
            givenName,
            numbers.get(userId) ?? '',
            isSuspended ? 'yes' : '',
            ...columns.map(({ id }) => ({ number: scoreOf.get(id) ?? null })),
            { number: totals.current },
            { number: totals.final },
            totals.grade ?? '',
          ];
        },
      ),
    );
    return { sheet, lines, next: found.length > limit ? learners.at(-1) : undefined };
  }
}

/** What the pieces of an export have in common. */
interface ExportSheet {
  chosen: ChosenLearners;
  timeZone: string;
  columns: GridColumn[];
  rules: CourseRules;
}

interface ExportPiece {
  sheet: ExportSheet;
  lines: string;
  /** The last learner of the piece, where others follow. */
  next: GridLearner | undefined;
}

/** Where lateness takes something, the heads say that the scores are those that count. */
function headsOf({ columns, rules }: ExportSheet): string[] {
  const which = rules.latePolicy ? ', after lateness' : '';
  const titles = columns.map(({ title, max }) => `${title} (of ${plainDecimal(max)}${which})`);
  return [
    'Family name',
    'Given name',
    'Number',
    'Suspended',
    ...titles,
    'Total (%)',
    'Final total (%)',
    'Grade',
  ];
}

function choice({ courseId, today }: CourseStanding, learners: LearnerChoice): ChosenLearners {
  return { courseId, today, choice: learners };
}
