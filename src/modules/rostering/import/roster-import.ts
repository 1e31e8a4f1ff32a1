import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { NewIssue } from '../../../shared/operations/operation';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { type Bundle, openBundle } from '../bundle/bundle';
import { BundleError, type BundleFault } from '../bundle/bundle-error';
import { ENTITY_KINDS } from '../bundle/entities';
import { type VerificationProgress, verifyBundle } from '../bundle/verify-bundle';
import { ENDED } from '../kinds/instant-ending';
import { isRemoved, type RosterKind } from '../kinds/roster-kind';
import { RosterKinds } from '../kinds/roster-kinds';
import { foldedName } from '../kinds/users.kind';
import { BundleRefusedError } from '../rostering.errors';
import { AbsenceRepository } from './absence.repository';
import { EndPlan } from './end-plan';
import { FileImport } from './file-import';
import { type FileState, fileOf, ImportRun, issueOf } from './import-run';
import { References } from './references';
import { RosterEndsRepository } from './roster-ends.repository';
import { SeenRowsRepository } from './seen-rows.repository';

const ABSENT_AT_ONCE = 1000;

type AnyKind = RosterKind<(typeof ENTITY_KINDS)[number], object>;

/**
 * Brings a OneRoster bundle into the store, in three steps: the whole bundle is read once and written nowhere, so that
 * one that is damaged changes nothing; what it would end is reckoned, and may have to be confirmed; then its files are
 * imported, each before those that refer to it. An import that was interrupted is made up for by the next: rows that
 * are as the file says stay as they are.
 *
 * Memory does not grow with the bundle. docs/decisions/0007-roster-import.md says what its rows mean here.
 */
@Injectable()
export class RosterImport {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly endPlan: EndPlan,
    private readonly absences: AbsenceRepository,
    private readonly seen: SeenRowsRepository,
    private readonly ends: RosterEndsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws BundleRefusedError for a bundle that cannot be read; its issues say why. */
  async run(task: OperationTask, path: string): Promise<'done' | 'needs_confirmation'> {
    try {
      return await this.runBundle(new ImportRun(task, this.clock.now()), path);
    } catch (error) {
      if (error instanceof BundleError) return this.refuse(task, error.faults);
      throw error;
    }
  }

  private async runBundle(run: ImportRun, path: string): Promise<'done' | 'needs_confirmation'> {
    await run.report('Opening the file');
    const bundle = await openBundle(path);
    try {
      await this.addNotices(bundle, run);
      const ending = await this.verify(bundle, run);
      if ((await this.mustBeConfirmed(ending, run)) && !run.isDryRun) return 'needs_confirmation';
      await this.importFiles(bundle, run);
      run.complete();
      await this.forgetSeen('Tidying up', run);
      return 'done';
    } finally {
      bundle.close();
    }
  }

  private async addNotices({ notices }: Bundle, { task }: ImportRun): Promise<void> {
    const issues = notices.map(({ code, file, message }): NewIssue => ({
      ...{ severity: 'warning', file, line: null, column: null, code, message, value: null },
    }));
    await this.transactions.run(() => task.addIssues(issues));
  }

  /** What is noted belongs to one run at a time; each transaction makes sure that it is still this one. */
  private async forgetSeen(phase: string, run: ImportRun): Promise<void> {
    for (let isMore = true; isMore;) {
      isMore = await this.transactions.run(async () => {
        await run.report(phase);
        return this.seen.forgetSome();
      });
    }
  }

  /** Returns how many enrollments rows of the file would end, by course id. */
  private async verify(bundle: Bundle, run: ImportRun): Promise<Map<string, number>> {
    const ending = new Map<string, number>();
    run.begin(null);
    await this.forgetSeen('Checking the files', run);
    for (const kind of ENTITY_KINDS) {
      const mode = bundle.entityMode(kind);
      if (mode === 'absent') continue;
      const hadRows = await this.kinds.of(kind).rows.holdsSourced();
      const state: FileState = { mode, hadRows, isSeen: hadRows || run.isDryRun, ...NOTHING_KNOWN };
      run.files.set(kind, state);
    }
    const report = await verifyBundle(
      bundle,
      (progress) => this.noteBatch(progress, ending, run),
      // Into an empty table, there is nothing to note beforehand about the rows.
      (kind) => run.files.get(kind)?.isSeen ?? false,
    );
    const faults = report.files.flatMap((file) => file.faults);
    if (faults.length > 0) await this.refuse(run.task, faults);
    run.begin(report.rows);
    return ending;
  }

  private async noteBatch(
    progress: VerificationProgress,
    ending: Map<string, number>,
    run: ImportRun,
  ): Promise<void> {
    const { kind, batch, file, rows, bytesRead, bytesTotal } = progress;
    const state = run.files.get(kind);
    if (!state) return;
    state.unidentifiedRows += batch.badRows - batch.badSourcedIds.length;
    // How many rows there are is not known before the end; the bytes give an idea.
    const total = bytesRead === 0 ? null : Math.round((rows * bytesTotal) / bytesRead);
    await this.transactions.run(async () => {
      await run.report(`Checking ${file}`, rows, total);
      if (state.isSeen) await this.markSeen(progress, state, run);
    });
    if (kind === 'enrollments' && state.hadRows)
      await this.endPlan.addEndingRows(
        batch.rows.map(({ record }) => record),
        ending,
        run,
      );
  }

  private async markSeen(
    { kind, batch }: VerificationProgress,
    state: FileState,
    run: ImportRun,
  ): Promise<void> {
    const places = batch.rows.map(({ line, record }) => ({
      ...{ key: record.sourcedId, line, isRemoved: isRemoved(record) },
    }));
    const marked = await this.seen.mark(kind, places);
    if (marked < places.length) state.hasRepeats = true;
    // They come after the good rows, so that they do not count as the first with their sourcedId.
    await this.seen.mark(
      kind,
      batch.badSourcedIds.map((key) => ({ key, line: LAST_LINE, isRemoved: false })),
    );
    if (kind !== 'users' || !run.isDryRun) return;
    for (const field of ['username', 'email'] as const) {
      const names = batch.rows.flatMap(({ line, record }) => {
        const name = record[field];
        return name === null || isRemoved(record) ? [] : [{ key: foldedName(name), line, isRemoved: false }];
      });
      await this.seen.mark(field, names);
    }
  }

  /** Whether more would end than may without somebody's word; for a dry run, what would be asked. */
  private async mustBeConfirmed(ending: Map<string, number>, run: ImportRun): Promise<boolean> {
    await run.report('Reckoning what would end');
    await this.endPlan.countAbsent(run);
    const { rosterEndSharePercent: share } = this.settings;
    const items = await this.endPlan.beyond(share, ending, run);
    if (items.length === 0 || run.task.operation.isConfirmed) return false;
    const detail = `More than ${share} % would end of what is active in ${items.length === 1 ? 'one place' : `${items.length} places`}. Look at the figures, and confirm the import if they are meant.`;
    run.task.confirmation = { detail, items };
    return true;
  }

  private async importFiles(bundle: Bundle, run: ImportRun): Promise<void> {
    const references = new References(this.kinds.byName, run.isDryRun ? this.seen : undefined);
    const { transactions, seen, ends } = this;
    for (const [name, state] of run.files) {
      const kind = this.kinds.of(name);
      run.counts(name);
      const file = new FileImport(kind, state, run, { references, transactions, seen, ends });
      await file.import(bundle.rows(name));
      await this.endAbsent(kind, state, run);
    }
  }

  /** What came by roster and is missing from a file that is to hold all there is. */
  private async endAbsent(kind: AnyKind, state: FileState, run: ImportRun): Promise<void> {
    const issue = absenceIssue(kind, state);
    if (issue) await this.transactions.run(() => run.task.addIssues([issue]));
    const { ending } = kind;
    if (state.absent === 0 || !ending) return;
    const counts = run.counts(kind.kind);
    if (run.isDryRun) {
      counts.ended += state.absent;
      return;
    }
    for (let after: string | undefined; ;) {
      const rows = await this.absences.page(kind.kind, run, after, ABSENT_AT_ONCE);
      after = rows.at(-1)?.id;
      if (after === undefined) return;
      counts.ended += await this.transactions.run(async () => {
        await run.report(`Ending what ${fileOf(kind.kind)} no longer holds`);
        const word = (timeZone: string): string =>
          kind.kind === 'enrollments' ? run.today(timeZone) : ENDED;
        await this.ends.write(
          kind.kind,
          rows.map(({ id, timeZone }) => ({ rowId: id, ended: word(timeZone) })),
        );
        return ending.endAbsent(rows, run);
      });
    }
  }

  /** Tells why, and ends the run. */
  private async refuse(task: OperationTask, faults: readonly BundleFault[]): Promise<never> {
    await this.transactions.run(() =>
      task.addIssues(faults.map((fault) => ({ ...fault, severity: 'error', value: null }))),
    );
    throw new BundleRefusedError(faults);
  }
}

/** Of no row: files are shorter. */
const LAST_LINE = 2 ** 31 - 1;
const NOTHING_KNOWN = { hasRepeats: false, hasEnds: false, unidentifiedRows: 0, absent: 0 };

function absenceIssue(kind: AnyKind, state: FileState): NewIssue | undefined {
  const remark = (code: string, message: string): NewIssue =>
    issueOf(kind.kind, null, 'warning', { column: null, code, message, value: null });
  if (state.mode === 'bulk' && state.hadRows && state.unidentifiedRows > 0) {
    const message = `${state.unidentifiedRows} rows cannot be told apart, so that nothing ends for being missing from the file.`;
    return remark('absence_not_judged', message);
  }
  if (state.absent === 0 || kind.ending) return undefined;
  return remark('left_alone', `${state.absent} that are missing from the file stay as they are.`);
}
