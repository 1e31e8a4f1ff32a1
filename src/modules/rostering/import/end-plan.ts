import { Injectable } from '@nestjs/common';
import { Rational } from '../../../shared/decimals/rational';
import type { ConfirmationItem } from '../../../shared/operations/operation';
import { EnrollmentsRoster } from '../../enrollments';
import type { EnrollmentRecord } from '../kinds/enrollments.kind';
import { ENTITY_KINDS, RosterKinds } from '../kinds/roster-kinds';
import { isRemoved } from '../kinds/roster-kind';
import { AbsenceRepository } from './absence.repository';
import { fileOf, type ImportRun } from './import-run';

/** Fewer ends than this never need a confirmation, whatever their share. */
const FEWEST_ENDS = 5;

/**
 * Counts what an import would end before it ends anything. Otherwise a file that was cut short, or exported from the wrong
 * school, would remove people from their courses.
 */
@Injectable()
export class EndPlan {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly absences: AbsenceRepository,
    private readonly enrollments: EnrollmentsRoster,
  ) {}

  /** Adds to the counts by course id the enrollments that rows of the file would end. */
  async addEndingRows(
    records: readonly EnrollmentRecord[],
    endsByCourse: Map<string, number>,
    { today }: ImportRun,
  ): Promise<void> {
    const recordOf = new Map(records.map((record) => [record.sourcedId, record]));
    for (const stored of await this.enrollments.find([...recordOf.keys()])) {
      const record = recordOf.get(stored.sourcedId ?? '');
      const day = today(stored.timeZone);
      const isOver = (endDate: string | null): boolean => endDate !== null && endDate <= day;
      if (!record || isOver(stored.endDate) || !(isRemoved(record) || isOver(record.endDate))) continue;
      endsByCourse.set(stored.courseId, (endsByCourse.get(stored.courseId) ?? 0) + 1);
    }
  }

  /** Sets how many rows are absent from each complete file. */
  async countAbsent(run: ImportRun): Promise<void> {
    for (const [kind, state] of run.files) {
      // Without complete notes, no row can be absent: the file contains all active rows, or there were none.
      if (state.mode === 'bulk' && state.isSeen && state.hadRows && state.unidentifiedRows === 0)
        state.absent = await this.absences.countAbsent(kind, run);
    }
  }

  /**
   * The courses that would lose more than this share of their enrollments, and the files from which more than this share
   * of the active rows is absent. Rows that a file ends explicitly do not count for the file.
   *
   * @param endsByCourse by course id, from `addEndingRows`. Absent enrollments are added to it.
   */
  async itemsToConfirm(
    sharePercent: number,
    endsByCourse: Map<string, number>,
    run: ImportRun,
  ): Promise<ConfirmationItem[]> {
    if (run.files.get('enrollments')?.absent) {
      for (const { courseId, count } of await this.absences.absentByCourse(run))
        endsByCourse.set(courseId, (endsByCourse.get(courseId) ?? 0) + count);
    }
    const active = await this.absences.activeByCourse([...endsByCourse.keys()], run);
    const courses = active.map(({ courseId, title, count }) =>
      item(courseId, title, count, endsByCourse.get(courseId) ?? 0),
    );
    const files: ConfirmationItem[] = [];
    for (const kind of ENTITY_KINDS) {
      const absent = run.files.get(kind)?.absent ?? 0;
      if (absent < FEWEST_ENDS || kind === 'enrollments' || !this.kinds.of(kind).endPolicy) continue;
      files.push(item(null, fileOf(kind), await this.absences.countActive(kind, run), absent));
    }
    return [...courses.sort((one, other) => (one.title < other.title ? -1 : 1)), ...files].filter(
      ({ active, ending }) => ending >= FEWEST_ENDS && ending * 100 > active * sharePercent,
    );
  }
}

function item(id: string | null, title: string, active: number, ending: number): ConfirmationItem {
  const share = Rational.of(ending).times(100).over(Math.max(active, 1));
  return { id, title, active, ending, sharePercent: share.toFixed(1) };
}
