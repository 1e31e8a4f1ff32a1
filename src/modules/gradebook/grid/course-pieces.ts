import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import type { ChosenLearners } from '../../enrollments';
import type { CourseRules } from '../rules/stored-rules';
import { structureVersionIn } from '../stored-totals/stored-totals';
import { StructureChangingError } from '../stored-totals/stored-totals.errors';
import type { TotalShares } from '../totals/totals-view';
import { rowShares, standingRows, type StandingRow } from './grid-rows';
import { type GridColumn, type GridLearner, GridRepository, type GridSheet } from './grid.repository';

/** How many cells are read at once: some ten milliseconds' work, so that other requests are served in between. Tests make it fewer. */
export const PIECE = { cells: 5000, learners: 500 };
/** Only a structure that others change all the time has whoever reads it give up. */
const MOST_ROUNDS = 5;

/** Some learners of a course, and how they stand in each of its line items. */
export interface CoursePiece {
  /** The rules of the course as the first piece read them: those of all pieces. */
  rules: CourseRules;
  /** Likewise. */
  columns: GridColumn[];
  /** Likewise, as `structureVersionIn` says. */
  structureVersion: number | null;
  rows: StandingRow[];
  /** The totals of one of the rows: of a period, or of the course. */
  totalsOf: (row: StandingRow, periodId?: string | null) => TotalShares;
  /** The same learners as they would stand by other rules of lateness. */
  rowsBy: (rules: CourseRules) => StandingRow[];
}

/** Reads one piece: `work` is awaited where there is room for it. */
type Lane = <T>(work: () => Promise<T>, hasBegun: boolean) => Promise<T>;

/**
 * Reads all learners of a course in pieces, so that memory does not grow with the course. By name; one piece at least, also for a
 * course without learners. Two statements each, and one before the first. `timeZone` is that of the course.
 *
 * All pieces are of one version of the structure. Where it changes meanwhile, the next piece throws StructureChangingError.
 */
@Injectable()
export class CoursePieces {
  constructor(
    private readonly grid: GridRepository,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /**
   * For an answer that only this request gets: each piece takes its turn in the lane for heavy reads.
   *
   * @throws HeavyReadsBusyError before the first piece; what has been computed by then would be lost if a later one were refused
   */
  inTurns(chosen: ChosenLearners, timeZone: string, request: HeavyRequest): AsyncGenerator<CoursePiece> {
    return this.pieces(chosen, timeZone, (work, hasBegun) => this.heavyReads.piece(request, work, hasBegun));
  }

  /** Within a heavy read that may be shared. Ends with the signal's reason when nobody waits for it any more. */
  within(chosen: ChosenLearners, timeZone: string, abandoned: AbortSignal): AsyncGenerator<CoursePiece> {
    return this.pieces(chosen, timeZone, (work) => {
      abandoned.throwIfAborted();
      return work();
    });
  }

  /**
   * Does work that reads the pieces of a course, from the beginning again where the structure changes meanwhile.
   *
   * @throws StructureChangingError where it does not stop changing
   */
  async ofOneStructure<T>(work: () => Promise<T>): Promise<T> {
    for (let round = 1; ; round += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StructureChangingError) || round === MOST_ROUNDS) throw error;
      }
    }
  }

  /** @throws StructureChangingError */
  refuseOther(first: GridSheet, piece: Pick<GridSheet, 'fingerprint'>): void {
    if (piece.fingerprint !== first.fingerprint) throw new StructureChangingError();
  }

  private async *pieces(chosen: ChosenLearners, timeZone: string, lane: Lane): AsyncGenerator<CoursePiece> {
    const now = this.clock.now();
    const read = async (sheet: GridSheet, after?: GridLearner) => {
      const { columns, rules } = sheet;
      const limit = Math.min(PIECE.learners, Math.ceil(PIECE.cells / Math.max(1, columns.length)));
      const found = await this.grid.learners({ ...chosen, limit, after });
      const learners = found.slice(0, limit);
      const userIds = learners.map(({ userId }) => userId);
      const own = await this.grid.sheet(chosen.courseId, userIds, now);
      this.refuseOther(sheet, own);
      const { cells, personal, stored } = own;
      const rowsBy = (by: CourseRules): StandingRow[] =>
        standingRows(learners, { columns, cells, personal, rules: by }, timeZone, now);
      return {
        sheet,
        totalsOf: (row: StandingRow, periodId: string | null = null) =>
          rowShares({ ...sheet, stored }, row, now, periodId),
        rows: rowsBy(rules),
        rowsBy,
        next: found.length > limit ? learners.at(-1) : undefined,
      };
    };
    let piece = await lane(async () => read(await this.grid.sheet(chosen.courseId, [], now)), false);
    const { sheet } = piece;
    const ofAll = { rules: sheet.rules, columns: sheet.columns, structureVersion: structureVersionIn(sheet) };
    yield { ...ofAll, ...piece };
    while (piece.next) {
      const after = piece.next;
      piece = await lane(() => read(sheet, after), true);
      yield { ...ofAll, ...piece };
    }
  }
}
