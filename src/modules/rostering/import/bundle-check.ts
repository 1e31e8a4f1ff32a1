import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Transactions } from '../../../shared/database/transactions';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { Bundle } from '../bundle/bundle';
import { BundleError } from '../bundle/bundle-error';
import { ENTITY_KINDS } from '../bundle/entities';
import { type VerificationProgress, verifyBundle } from '../bundle/verify-bundle';
import { isRemoved } from '../kinds/roster-kind';
import { RosterKinds } from '../kinds/roster-kinds';
import { foldedName } from '../kinds/users.kind';
import { EndPlan } from './end-plan';
import type { FileState, ImportRun } from './import-run';
import { SeenRowsRepository } from './seen-rows.repository';

/** Of no row: files are shorter. */
const LAST_LINE = 2 ** 31 - 1;
const NOTHING_KNOWN = { hasRepeats: false, hasEnds: false, unidentifiedRows: 0, absent: 0 };

/**
 * Reads a whole bundle before anything of it is written, so that one that is damaged changes nothing; notes what its
 * files hold, and reckons what they would end.
 */
@Injectable()
export class BundleCheck {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly endPlan: EndPlan,
    private readonly seen: SeenRowsRepository,
    private readonly transactions: Transactions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Whether more would end than may without somebody's word; for a dry run, what would be asked stands in the task.
   *
   * @throws BundleError for a bundle that cannot be read.
   */
  async run(bundle: Bundle, run: ImportRun): Promise<'fine' | 'needs_confirmation'> {
    await this.addNotices(bundle, run);
    const ending = await this.verify(bundle, run);
    return (await this.mustBeConfirmed(ending, run)) && !run.isDryRun ? 'needs_confirmation' : 'fine';
  }

  /** What is noted belongs to one run at a time; each transaction makes sure that it is still this one. */
  async forgetSeen(phase: string, run: ImportRun): Promise<void> {
    for (let isMore = true; isMore;) {
      isMore = await this.transactions.run(async () => {
        await run.report(phase);
        return this.seen.forgetSome();
      });
    }
  }

  private async addNotices({ notices }: Bundle, { task }: ImportRun): Promise<void> {
    const issues = notices.map(({ code, file, message }): NewIssue => ({
      ...{ severity: 'warning', file, line: null, column: null, code, message, value: null },
    }));
    await this.transactions.run(() => task.addIssues(issues));
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
    const [first, ...others] = report.files.flatMap((file) => file.faults);
    if (first) throw new BundleError([first, ...others]);
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
}
