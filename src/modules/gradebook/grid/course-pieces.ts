import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import type { ChosenLearners } from '../../enrollments';
import { standingRows, type StandingRow } from './grid-rows';
import { type GridLearner, GridRepository } from './grid.repository';
import type { CourseRules } from '../rules/stored-rules';

/** How many cells are read at once: some ten milliseconds' work, so that other requests are served in between. */
const CELLS_AT_ONCE = 5000;
const MOST_LEARNERS_AT_ONCE = 500;

/** Some learners of a course, and how they stand in each of its line items. */
export interface CoursePiece {
  /** The rules of the course as the first piece read them: those of all pieces. */
  rules: CourseRules;
  rows: StandingRow[];
}

/** Reads all learners of a course in pieces, in the lane for heavy reads, so that memory does not grow with the course. */
@Injectable()
export class CoursePieces {
  constructor(
    private readonly grid: GridRepository,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /**
   * One piece at least, also for a course without learners. By name; two statements each, and one before the first.
   *
   * @param timeZone IANA name, of the course
   * @throws HeavyReadsBusyError before the first piece
   */
  async *of(chosen: ChosenLearners, timeZone: string, request: HeavyRequest): AsyncGenerator<CoursePiece> {
    const now = this.clock.now();
    const read = async (after: GridLearner | undefined, sheet: CourseSheet) => {
      const limit = Math.min(
        MOST_LEARNERS_AT_ONCE,
        Math.ceil(CELLS_AT_ONCE / Math.max(1, sheet.columns.length)),
      );
      const found = await this.grid.learners({ ...chosen, limit, after });
      const learners = found.slice(0, limit);
      const userIds = learners.map(({ userId }) => userId);
      const { cells, personal } = await this.grid.sheet(chosen.courseId, userIds);
      const rows = standingRows(learners, { columns: sheet.columns, cells, personal }, timeZone, now);
      return { sheet, rows, next: found.length > limit ? learners.at(-1) : undefined };
    };
    const first = async () => read(undefined, await this.grid.sheet(chosen.courseId, []));
    let piece = await this.heavyReads.piece(request, first, false);
    yield { rules: piece.sheet.rules, rows: piece.rows };
    while (piece.next) {
      const { sheet, next } = piece;
      // What has been computed so far would be lost if a later piece were refused.
      piece = await this.heavyReads.piece(request, () => read(next, sheet), true);
      yield { rules: sheet.rules, rows: piece.rows };
    }
  }
}

type CourseSheet = Pick<Awaited<ReturnType<GridRepository['sheet']>>, 'columns' | 'rules'>;
