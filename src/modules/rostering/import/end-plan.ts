import { Injectable } from '@nestjs/common';
import { Rational } from '../../../shared/decimals/rational';
import type { ConfirmationItem } from '../../../shared/operations/operation';
import { EnrollmentsRoster } from '../../enrollments';
import { ENTITY_KINDS, type EnrollmentRecord } from '../bundle/entities';
import { isRemoved } from '../kinds/roster-kind';
import { AbsenceRepository } from './absence.repository';
import { fileOf, type ImportRun } from './import-run';

/** Fewer ends than these are nobody's accident, whatever their share. */
const FEWEST_ENDS = 5;

/**
 * What an import would end, before it ends anything. A file that was cut short or exported from the wrong school would
 * otherwise put people out of their courses.
 */
@Injectable()
export class EndPlan {
  constructor(
    private readonly absences: AbsenceRepository,
    private readonly enrollments: EnrollmentsRoster,
  ) {}

  /** Adds the enrollments that rows of the file would end to those of their courses (by course id). */
  async addEndingRows(
    records: readonly EnrollmentRecord[],
    ending: Map<string, number>,
    { today }: ImportRun,
  ): Promise<void> {
    const recordOf = new Map(records.map((record) => [record.sourcedId, record]));
    for (const stored of await this.enrollments.find([...recordOf.keys()])) {
      const record = recordOf.get(stored.sourcedId ?? '');
      const day = today(stored.timeZone);
      const isOver = (endDate: string | null): boolean => endDate !== null && endDate <= day;
      if (!record || isOver(stored.endDate) || !(isRemoved(record) || isOver(record.endDate))) continue;
      ending.set(stored.courseId, (ending.get(stored.courseId) ?? 0) + 1);
    }
  }

  /** Notes how many rows of each kind are missing from complete files. */
  async countAbsent(run: ImportRun): Promise<void> {
    for (const [kind, state] of run.files) {
      // A file whose rows are not noted holds all that lasts, or nothing did.
      if (state.mode === 'bulk' && state.isSeen && state.hadRows && state.unidentifiedRows === 0)
        state.absent = await this.absences.countAbsent(kind, run);
    }
  }

  /**
   * What is to be confirmed: courses of whose enrollments, and files of whose rows, more than the share would end.
   * Of a file, only rows that it no longer holds count: the others end by its own word.
   *
   * @param ending by course id, from `addEndingRows`.
   */
  async beyond(
    sharePercent: number,
    ending: Map<string, number>,
    run: ImportRun,
  ): Promise<ConfirmationItem[]> {
    if (run.files.get('enrollments')?.absent) {
      for (const { courseId, count } of await this.absences.absentByCourse(run))
        ending.set(courseId, (ending.get(courseId) ?? 0) + count);
    }
    const lasting = await this.absences.lastingByCourse([...ending.keys()], run);
    const courses = lasting.map(({ courseId, title, count }) =>
      item(courseId, title, count, ending.get(courseId) ?? 0),
    );
    const files: ConfirmationItem[] = [];
    for (const kind of ENTITY_KINDS) {
      const absent = run.files.get(kind)?.absent ?? 0;
      if (absent < FEWEST_ENDS || kind === 'enrollments' || !ENDING_KINDS.has(kind)) continue;
      files.push(item(null, fileOf(kind), await this.absences.countLasting(kind, run), absent));
    }
    return [...courses.sort((one, other) => (one.title < other.title ? -1 : 1)), ...files].filter(
      ({ active, ending }) => ending >= FEWEST_ENDS && ending * 100 > active * sharePercent,
    );
  }
}

const ENDING_KINDS: ReadonlySet<string> = new Set(['classes', 'users', 'lineItems', 'results']);

function item(id: string | null, title: string, active: number, ending: number): ConfirmationItem {
  const share = Rational.of(ending).times(100).over(Math.max(active, 1));
  return { id, title, active, ending, sharePercent: share.toFixed(1) };
}
