import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { type Bundle, openBundle } from '../bundle/bundle';
import { BundleError, type BundleFault } from '../bundle/bundle-error';
import type { EntityKind } from '../bundle/entities';
import { ENDED } from '../kinds/instant-ending';
import type { RosterKind } from '../kinds/roster-kind';
import { RosterKinds } from '../kinds/roster-kinds';
import { BundleRefusedError } from '../rostering.errors';
import { AbsenceRepository } from './absence.repository';
import { BundleCheck } from './bundle-check';
import { FileImport } from './file-import';
import { type FileState, fileOf, type ImportPlace, ImportRun, issueOf } from './import-run';
import { References } from './references';
import { RosterEndsRepository } from './roster-ends.repository';
import { SeenRowsRepository } from './seen-rows.repository';

const ABSENT_AT_ONCE = 1000;

type AnyKind = RosterKind<EntityKind, object>;

/**
 * Brings a OneRoster bundle into the store, in three steps: the whole bundle is read once and written nowhere; what it
 * would end is reckoned, and may have to be confirmed; then its files are imported, each before those that refer to it.
 * Each transaction saves where the import is, so that another attempt, in whichever process, goes on from there.
 *
 * Memory does not grow with the bundle. docs/decisions/0007-roster-import.md says what its rows mean here.
 */
@Injectable()
export class RosterImport {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly check: BundleCheck,
    private readonly absences: AbsenceRepository,
    private readonly seen: SeenRowsRepository,
    private readonly ends: RosterEndsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
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
      if (!run.resumed) {
        const outcome = await this.check.run(bundle, run);
        if (outcome === 'needs_confirmation') return outcome;
      }
      await this.importFiles(bundle, run);
      run.complete();
      await this.check.forgetSeen('Tidying up', run);
      return 'done';
    } finally {
      bundle.close();
    }
  }

  private async importFiles(bundle: Bundle, run: ImportRun): Promise<void> {
    const references = new References(this.kinds.byName, run.isDryRun ? this.seen : undefined);
    const { transactions, seen, ends } = this;
    const names = [...run.files.keys()];
    const first = run.resumed ? names.indexOf(run.resumed.kind) : 0;
    for (const name of names.slice(first)) {
      const state = stateOf(name, run);
      const kind = this.kinds.of(name);
      const isResumed = run.resumed?.kind === name;
      const place = isResumed && run.resumed ? run.resumed : beginningOf(name);
      if (!place.isRead) {
        if (!isResumed) await this.begin(place, run);
        const file = new FileImport(kind, state, run, { references, transactions, seen, ends });
        await file.import(bundle.rows(name), place);
        await this.finishRows(kind, state, run);
      }
      await this.endAbsent(kind, state, run);
    }
  }

  private async begin(place: ImportPlace, run: ImportRun): Promise<void> {
    const apply = await this.transactions.run(async () => {
      await run.report(run.phaseOf(place.kind));
      return run.save(place);
    });
    apply();
  }

  private async finishRows(kind: AnyKind, state: FileState, run: ImportRun): Promise<void> {
    const issue = absenceIssue(kind, state);
    const apply = await this.transactions.run(async () => {
      await run.report(run.phaseOf(kind.kind));
      if (issue) await run.task.addIssues([issue]);
      return run.save(endOf(kind.kind), run.isDryRun && kind.ending ? { ended: state.absent } : {});
    });
    apply();
  }

  /** What came by roster and is missing from a file that is to hold all there is. */
  private async endAbsent(kind: AnyKind, state: FileState, run: ImportRun): Promise<void> {
    const { ending } = kind;
    if (state.absent === 0 || !ending || run.isDryRun) return;
    for (let after: string | undefined; ;) {
      const rows = await this.absences.page(kind.kind, run, after, ABSENT_AT_ONCE);
      after = rows.at(-1)?.id;
      if (after === undefined) return;
      const apply = await this.transactions.run(async () => {
        await run.report(`Ending what ${fileOf(kind.kind)} no longer holds`);
        const word = (timeZone: string): string =>
          kind.kind === 'enrollments' ? run.today(timeZone) : ENDED;
        await this.ends.write(
          kind.kind,
          rows.map(({ id, timeZone }) => ({ rowId: id, ended: word(timeZone) })),
        );
        return run.save(endOf(kind.kind), { ended: await ending.endAbsent(rows, run) });
      });
      apply();
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

function beginningOf(kind: EntityKind): ImportPlace {
  return { kind, rows: 0, waiting: [], isRead: false };
}

function endOf(kind: EntityKind): ImportPlace {
  return { kind, rows: 0, waiting: [], isRead: true };
}

function stateOf(kind: EntityKind, { files }: ImportRun): FileState {
  const state = files.get(kind);
  if (!state) throw new Error(`The file of ${kind} was not checked`);
  return state;
}

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
