import { Injectable } from '@nestjs/common';
import { Rational } from '../../../shared/decimals/rational';
import type { Confirmation, ConfirmationItem } from '../../../shared/operations/operation';
import { inEnglish } from '../../../shared/sentences/say';
import type { RosterEnrollment } from '../../enrollments';
import type { EntityKind } from '../bundle/columns';
import { type AnyKind, ENTITY_KINDS, RosterKinds } from '../kinds/roster-kinds';
import { isRemoved } from '../kinds/roster-kind';
import { sentences } from '../rostering.sentences';
import { AbsenceRepository } from './absence.repository';
import { rowEnds } from './apply-ends';
import { type FileState, fileOf, type ImportRun } from './import-run';
import type { AnyRecord } from './read-row';
import { RosterEndsRepository } from './roster-ends.repository';

/** Fewer ends than this need a confirmation only if they are most of what is active. */
const FEW_ENDS = 5;
/** A confirmation lists at most this many places. Its sentence counts all of them. */
const MOST_ITEMS = 1000;

/** How many active records the rows of the files would end. Absent records are not among them. */
export class EndCounts {
  private readonly byKind = new Map<EntityKind, number>();
  /** Enrollments, by course id. */
  readonly byCourse = new Map<string, number>();

  of(kind: EntityKind): number {
    return this.byKind.get(kind) ?? 0;
  }

  add(kind: EntityKind, row: object): void {
    this.byKind.set(kind, this.of(kind) + 1);
    if (kind === 'enrollments') this.addToCourse((row as RosterEnrollment).courseId, 1);
  }

  addToCourse(courseId: string, count: number): void {
    this.byCourse.set(courseId, (this.byCourse.get(courseId) ?? 0) + count);
  }
}

/**
 * Counts what an import would end before it ends anything. Otherwise a file that was cut short, or exported from the wrong
 * school, would remove people from their courses.
 */
@Injectable()
export class EndPlan {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly absences: AbsenceRepository,
    private readonly ends: RosterEndsRepository,
  ) {}

  /** Adds the active records that these rows would end. One query for the rows that ask for an end, if there are any. */
  async addEndingRows(
    name: EntityKind,
    records: readonly AnyRecord[],
    { hadRows, hasEnds }: FileState,
    counts: EndCounts,
    run: ImportRun,
  ): Promise<void> {
    const { endPolicy, rows }: AnyKind = this.kinds.of(name);
    if (!endPolicy || !hadRows) return;
    const ending = new Map(
      records
        .filter((record) => isRemoved(record) || endPolicy.requestedEnd(record) !== null)
        .map((record) => [record.sourcedId, record]),
    );
    if (ending.size === 0) return;
    const stored = await rows.find([...ending.keys()]);
    const ids = hasEnds ? stored.map(({ id }) => id) : [];
    const previousEnds = await this.ends.find(name, ids);
    for (const row of stored) {
      const record = ending.get(row.sourcedId ?? '');
      if (record && rowEnds(record, row, previousEnds.get(row.id) ?? null, endPolicy, run))
        counts.add(name, row);
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
   * What must be confirmed before the import goes on; null if nothing must. Call it after `countAbsent`.
   *
   * @param sharePercent the share of the active records of a class or of a file that may end unasked.
   */
  async confirmation(sharePercent: number, counts: EndCounts, run: ImportRun): Promise<Confirmation | null> {
    const { empty, files } = await this.filesToConfirm(sharePercent, counts, run);
    const courses = await this.coursesToConfirm(sharePercent, counts, run);
    const places = files.length + courses.length;
    if (places + empty.length === 0) return null;
    const said = [
      ...(empty.length > 0
        ? [sentences.emptyFiles({ count: empty.length, files: empty.map(({ title }) => title).join(', ') })]
        : []),
      ...(places > 0 ? [sentences.wouldEndTooMany({ share: `${sharePercent}`, places })] : []),
    ];
    return {
      detail: said.map(inEnglish).join(' '),
      items: [...empty, ...files, ...courses].slice(0, MOST_ITEMS),
    };
  }

  /**
   * Complete files without rows, of kinds that have active records, and other files that would end too many. A file that
   * the bundle does not have says nothing about its records.
   */
  private async filesToConfirm(
    sharePercent: number,
    counts: EndCounts,
    run: ImportRun,
  ): Promise<{ empty: ConfirmationItem[]; files: ConfirmationItem[] }> {
    const empty: ConfirmationItem[] = [];
    const files: ConfirmationItem[] = [];
    for (const kind of ENTITY_KINDS) {
      const state = run.files.get(kind);
      const canEnd = this.kinds.of(kind).endPolicy !== undefined;
      const ending = canEnd ? counts.of(kind) + (state?.absent ?? 0) : 0;
      const isEmpty = state?.mode === 'bulk' && state.rows === 0;
      if (!state?.hadRows || (ending === 0 && !isEmpty)) continue;
      const active = await this.absences.countActive(kind, run);
      const place = item(null, fileOf(kind), active, ending);
      if (isEmpty && active > 0) empty.push(place);
      else if (isTooMuch(place, sharePercent)) files.push(place);
    }
    return { empty, files };
  }

  /** The courses that would lose too many of their enrollments, by title. */
  private async coursesToConfirm(
    sharePercent: number,
    counts: EndCounts,
    run: ImportRun,
  ): Promise<ConfirmationItem[]> {
    if (run.files.get('enrollments')?.absent) {
      for (const { courseId, count } of await this.absences.absentByCourse(run))
        counts.addToCourse(courseId, count);
    }
    const active = await this.absences.activeByCourse([...counts.byCourse.keys()], run);
    return active
      .map(({ courseId, title, count }) => item(courseId, title, count, counts.byCourse.get(courseId) ?? 0))
      .filter((place) => isTooMuch(place, sharePercent))
      .sort((one, other) => (one.title < other.title ? -1 : 1));
  }
}

/**
 * True if so many ends in one place must be confirmed. In a small class one leaver is a large share, so a few ends count
 * only if they are more than half of what is active.
 */
export function isTooMuch(
  { active, ending }: Pick<ConfirmationItem, 'active' | 'ending'>,
  sharePercent: number,
): boolean {
  if (ending * 100 <= active * sharePercent) return false;
  return ending >= FEW_ENDS || ending * 2 > active;
}

function item(id: string | null, title: string, active: number, ending: number): ConfirmationItem {
  const share = Rational.of(ending).times(100).over(Math.max(active, 1));
  return { id, title, active, ending, sharePercent: share.toDecimal(1) };
}
