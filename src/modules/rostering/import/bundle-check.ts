import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Transactions } from '../../../shared/database/transactions';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { Bundle } from '../bundle/bundle';
import { BundleError } from '../bundle/bundle-error';
import type { EntityKind } from '../bundle/columns';
import { ENTITY_KINDS } from '../kinds/roster-kinds';
import type { RowBatch } from '../bundle/row-reader';
import { type VerificationProgress, verifyBundle } from '../bundle/verify-bundle';
import { isRemoved } from '../kinds/roster-kind';
import { RosterKinds } from '../kinds/roster-kinds';
import type { RoleRecord } from '../kinds/roles.kind';
import type { UserRecord } from '../kinds/users/user-record';
import { foldedName } from '../kinds/users/same-person';
import { AbsenceRepository } from './absence.repository';
import { EndCounts, EndPlan } from './end-plan';
import { FileComparison } from './file-comparison';
import { type FileState, fileOf, type ImportRun } from './import-run';
import type { AnyRecord, ReadRow } from './read-row';
import { References } from './references';
import { RosterEndsRepository } from './roster-ends.repository';
import { RowPreparer } from './row-preparer';
import { SeenRowsRepository, UNREADABLE_LINE } from './seen-rows.repository';

const NOTHING_KNOWN = { rows: 0, compared: null, hasRepeats: false, unidentifiedRows: 0, absent: 0 };
/** Progress is reported once for this many unchanged batches, since each report is a write to the disk. */
const BATCHES_A_REPORT = 10;

/** What the check has found so far. */
interface Findings {
  endCounts: EndCounts;
  comparisons: Map<EntityKind, FileComparison>;
}

/**
 * Reads a whole bundle before anything is written, so that a damaged one changes nothing. Writes the sourcedIds of its
 * files to roster_seen, compares large files with the stored rows, and counts what the import would end.
 */
@Injectable()
export class BundleCheck {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly endPlan: EndPlan,
    private readonly absences: AbsenceRepository,
    private readonly ends: RosterEndsRepository,
    private readonly seen: SeenRowsRepository,
    private readonly transactions: Transactions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Returns `needs_confirmation` if the import would end more than the settings allow without a confirmation, or if a
   * complete file is empty. A dry run never stops; it shows in the operation what would have to be confirmed.
   *
   * @throws BundleError for a bundle that cannot be read.
   */
  async run(bundle: Bundle, run: ImportRun): Promise<'fine' | 'needs_confirmation'> {
    await this.addNotices(bundle, run);
    const endCounts = await this.verify(bundle, run);
    return (await this.mustBeConfirmed(endCounts, run)) && !run.isDryRun ? 'needs_confirmation' : 'fine';
  }

  /** Empties roster_seen, which one import at a time uses. Each transaction checks that this run is still the one. */
  async deleteSeen(phase: Sentence, run: ImportRun, kind?: EntityKind): Promise<void> {
    for (let isMore = true; isMore;) {
      isMore = await this.transactions.run(async () => {
        await run.report(phase);
        return this.seen.deleteSome(kind);
      });
    }
  }

  private async addNotices({ notices }: Bundle, { task }: ImportRun): Promise<void> {
    const issues = notices.map(({ code, file, message }): NewIssue => ({
      ...{ severity: 'warning', file, line: null, column: null, code, message, value: null },
    }));
    await this.transactions.run(() => task.addIssues(issues));
  }

  /** Returns how many active records rows of the files would end. */
  private async verify(bundle: Bundle, run: ImportRun): Promise<EndCounts> {
    const findings: Findings = { endCounts: new EndCounts(), comparisons: new Map() };
    run.begin(null);
    await this.deleteSeen(sentences.checkingFiles(), run);
    await this.begin(bundle, findings, run);
    const report = await verifyBundle(bundle, {
      onProgress: (progress) => this.noteBatch(progress, findings, run),
      onRead: (kind, batch) => findings.comparisons.get(kind)?.lookUp(batch),
      // For an empty table nothing is noted, so counting the lines is enough.
      readsRows: (kind) => (run.files.get(kind)?.hadRows ?? false) || run.isDryRun,
    });
    const [first, ...others] = report.files.flatMap((file) => file.faults);
    if (first) throw new BundleError([first, ...others]);
    run.begin(report.rows);
    for (const [kind, comparison] of findings.comparisons) await this.conclude(kind, comparison, bundle, run);
    return findings.endCounts;
  }

  private async begin(bundle: Bundle, { comparisons }: Findings, run: ImportRun): Promise<void> {
    const { seen, ends } = this;
    const references = new References(this.kinds.byName, undefined);
    for (const name of ENTITY_KINDS) {
      const mode = bundle.entityMode(name);
      if (mode === 'absent') continue;
      const kind = this.kinds.of(name);
      const hadRows = await kind.rows.holdsSourced();
      const hasEnds = kind.endPolicy !== undefined && (await ends.holdsAny(name));
      const isAlone = !kind.alsoDecidedBy?.some((other) => bundle.entityMode(other) !== 'absent');
      const isCompared =
        kind.isComparedFirst === true && isAlone && mode === 'bulk' && hadRows && !run.isDryRun;
      const isSeen = (hadRows && !isCompared) || run.isDryRun;
      const state: FileState = { mode, hadRows, hasEnds, isSeen, ...NOTHING_KNOWN };
      run.files.set(name, state);
      if (isCompared)
        comparisons.set(
          name,
          new FileComparison(new RowPreparer(kind, state, run, { references, seen, ends })),
        );
    }
  }

  private async noteBatch(progress: VerificationProgress, findings: Findings, run: ImportRun): Promise<void> {
    const { kind, batch, rows, bytesRead, bytesTotal } = progress;
    const state = run.files.get(kind);
    if (!state) return;
    state.rows += batch.rowsRead;
    state.unidentifiedRows += batch.badRows - batch.badSourcedIds.length;
    // The number of rows is not known before the end, so it is estimated from the bytes.
    const total = bytesRead === 0 ? null : Math.round((rows * bytesTotal) / bytesRead);
    const report = (): Promise<void> => run.report(phaseOf(kind), rows, total);
    const comparison = findings.comparisons.get(kind);
    if (comparison && (await this.isUnchanged(comparison, progress, state, report))) return;
    await this.transactions.run(async () => {
      await report();
      await this.markSeen(kind, batch, state, run);
    });
    const records = batch.rows.map(({ record }): AnyRecord => record);
    await this.endPlan.addEndingRows(kind, records, state, findings.endCounts, run);
  }

  /** Notes of an unchanged batch only the rows that are not in the set of active rows. */
  private async isUnchanged(
    comparison: FileComparison,
    { kind, batch }: VerificationProgress,
    state: FileState,
    report: () => Promise<void>,
  ): Promise<boolean> {
    const { isUnchanged, active } = await comparison.compare(batch);
    if (!isUnchanged) return false;
    const isActive = new Set(active.map(({ sourcedId }) => sourcedId));
    const others = batch.rows.filter(({ record }) => !isActive.has(record.sourcedId));
    if (others.length > 0) {
      await this.transactions.run(async () => {
        await report();
        await this.mark(kind, others, state);
      });
    } else if (comparison.batches % BATCHES_A_REPORT === 0) {
      await report();
    }
    return true;
  }

  /**
   * If the file contains exactly the active rows, and none twice, the notes are complete enough. Otherwise the file is
   * read again and all its rows are noted, so that absent and repeated rows can be found.
   */
  private async conclude(
    kind: EntityKind,
    comparison: FileComparison,
    bundle: Bundle,
    run: ImportRun,
  ): Promise<void> {
    const state = run.files.get(kind);
    if (!state) return;
    state.compared = comparison.result;
    const active = await this.absences.activeSet(kind, run);
    if (!state.hasRepeats && comparison.active.equals(active)) return;
    await this.deleteSeen(phaseOf(kind), run, kind);
    Object.assign(state, { isSeen: true, hasRepeats: false });
    for await (const batch of bundle.rows(kind)) {
      await this.transactions.run(async () => {
        await run.report(phaseOf(kind));
        await this.markSeen(kind, batch, state, run);
      });
    }
    // The second of two equal rows must be refused, but the comparison has counted it as unchanged.
    if (state.hasRepeats) state.compared = { ...state.compared, changedAt: null };
  }

  private async markSeen(
    kind: EntityKind,
    batch: RowBatch<AnyRecord>,
    state: FileState,
    run: ImportRun,
  ): Promise<void> {
    await this.mark(kind, batch.rows, state);
    // After the good rows, so that a bad row never counts as the first one with its sourcedId.
    await this.seen.mark(
      kind,
      batch.badSourcedIds.map((key) => ({ key, line: UNREADABLE_LINE, isRemoved: false })),
    );
    if (run.isDryRun) await this.markNames(kind, batch);
  }

  /** What rows of a dry run would find stored in an import. */
  private async markNames(kind: EntityKind, batch: RowBatch<AnyRecord>): Promise<void> {
    if (kind === 'roles') await this.seen.mark('roleHolder', holdersIn(batch));
    if (kind !== 'users') return;
    for (const field of ['username', 'email'] as const) {
      const names = batch.rows.flatMap(({ line, record }) => {
        const { [field]: name, enabledUser } = record as UserRecord;
        return name === null || isRemoved(record) || !enabledUser
          ? []
          : [{ key: foldedName(name), line, isRemoved: false }];
      });
      await this.seen.mark(field, names);
    }
  }

  private async mark(kind: EntityKind, rows: readonly ReadRow[], state: FileState): Promise<void> {
    const places = rows.map(({ line, record }) => ({
      ...{ key: record.sourcedId, line, isRemoved: isRemoved(record) },
    }));
    const marked = await this.seen.mark(kind, places);
    if (marked < places.length) state.hasRepeats = true;
  }

  private async mustBeConfirmed(endCounts: EndCounts, run: ImportRun): Promise<boolean> {
    await run.report(sentences.countingEnds());
    await this.endPlan.countAbsent(run);
    if (run.task.operation.isConfirmed) return false;
    run.task.confirmation = await this.endPlan.confirmation(
      this.settings.rosterEndSharePercent,
      endCounts,
      run,
    );
    return run.task.confirmation !== null;
  }
}

function holdersIn({ rows }: RowBatch<AnyRecord>): { key: string; line: number; isRemoved: boolean }[] {
  return rows.flatMap(({ line, record }) =>
    isRemoved(record) ? [] : [{ key: (record as RoleRecord).userSourcedId, line, isRemoved: false }],
  );
}

function phaseOf(kind: EntityKind): Sentence {
  return sentences.checkingFile({ file: fileOf(kind) });
}
