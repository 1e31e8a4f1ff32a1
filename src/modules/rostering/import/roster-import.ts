import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { NewChange } from '../../../shared/operations/operation-changes';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationOutcome } from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { type Bundle, openBundle } from '../bundle/bundle';
import { STOA } from '../bundle/manifest';
import { BundleError, type BundleFault } from '../bundle/bundle-error';
import type { EntityKind } from '../bundle/columns';
import { type AnyKind, RosterKinds } from '../kinds/roster-kinds';
import type { Sentence } from '../../../shared/sentences/sentence';
import { BundleRefusedError } from '../rostering.errors';
import { sentences } from '../rostering.sentences';
import { AbsenceRepository } from './absence.repository';
import { BundleCheck } from './bundle-check';
import { FileImport } from './file-import';
import { type FileState, fileOf, type ImportPlace, ImportRun, issueOf } from './import-run';
import { References } from './references';
import { RoleChanges } from './role-changes';
import { RosterEndsRepository } from './roster-ends.repository';
import { sameRow } from './row-differences';
import { changeOf, type EndedRow } from './row-states';
import { SeenRowsRepository } from './seen-rows.repository';

const ABSENT_AT_ONCE = 1000;

/**
 * Imports a OneRoster bundle in three steps: it reads the whole bundle without changing anything; it counts what the import
 * would end, which may need a confirmation; then it imports the files, each one before the files that refer to it. Each
 * transaction saves the place that the import has reached, so that another attempt in any process can continue there.
 *
 * Memory does not grow with the bundle. docs/decisions/0007-roster-import.md describes what the rows become in Stoa.
 */
@Injectable()
export class RosterImport {
  constructor(
    private readonly kinds: RosterKinds,
    private readonly check: BundleCheck,
    private readonly absences: AbsenceRepository,
    private readonly seen: SeenRowsRepository,
    private readonly ends: RosterEndsRepository,
    private readonly changes: OperationChanges,
    private readonly roleChanges: RoleChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @throws BundleRefusedError if the bundle cannot be read; the issues of the operation give the reasons. */
  async run(task: OperationTask, path: string): Promise<OperationOutcome> {
    try {
      return await this.runBundle(new ImportRun(task, this.clock.now()), path);
    } catch (error) {
      if (error instanceof BundleError) return this.refuse(task, error.faults);
      throw error;
    }
  }

  private async runBundle(run: ImportRun, path: string): Promise<OperationOutcome> {
    await run.report(sentences.openingFile());
    const bundle = await openBundle(path);
    run.isOfStoa = bundle.manifest.sourceSystemName === STOA;
    try {
      if (!run.resumed) {
        const outcome = await this.check.run(bundle, run);
        if (outcome === 'needs_confirmation') return outcome;
      }
      await this.importFiles(bundle, run);
      run.complete();
      await this.check.deleteSeen(sentences.removingTemporaryData(), run);
      return run.task.summary.some(({ refused }) => refused > 0) ? 'partly_done' : 'done';
    } finally {
      bundle.close();
    }
  }

  private async importFiles(bundle: Bundle, run: ImportRun): Promise<void> {
    const references = new References(this.kinds.byName, run.isDryRun ? this.seen : undefined);
    const { transactions, seen, ends, changes } = this;
    const names = [...run.files.keys()];
    const first = run.resumed ? names.indexOf(run.resumed.kind) : 0;
    for (const name of names.slice(first)) {
      const state = stateOf(name, run);
      const kind = this.kinds.of(name);
      const isResumed = run.resumed?.kind === name;
      const place = isResumed && run.resumed ? run.resumed : beginningOf(name);
      if (!place.isRead) {
        if (!isResumed) await this.begin(place, run);
        const file = new FileImport(kind, state, run, { references, transactions, seen, ends, changes });
        await file.import(bundle.rows(name), place);
        await this.finishRows(kind, state, run);
      }
      await this.endAbsent(kind, state, run);
      await this.afterFile(kind, run);
      if (name === 'roles') await this.roleChanges.follow(run);
    }
    await this.roleChanges.tellOfNobody(run);
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
      return run.save(endOf(kind.kind), run.isDryRun && kind.endPolicy ? { ended: state.absent } : {});
    });
    apply();
  }

  /** Ends the active imported rows that are missing from a complete file. */
  private async endAbsent(kind: AnyKind, state: FileState, run: ImportRun): Promise<void> {
    const { endPolicy } = kind;
    if (state.absent === 0 || !endPolicy || run.isDryRun) return;
    for (let after: string | undefined; ;) {
      const rows = await this.absences.page(kind.kind, run, after, ABSENT_AT_ONCE);
      after = rows.at(-1)?.id;
      if (after === undefined) return;
      const apply = await this.transactions.run(async () => {
        await run.report(sentences.endingAbsent({ file: fileOf(kind.kind) }));
        const ids = rows.map(({ id }) => id);
        const before = await this.statesOf(kind, ids);
        await this.ends.write(
          kind.kind,
          rows.map((row) => ({ rowId: row.id, ended: endPolicy.endNow(row, run) })),
        );
        const ended = await endPolicy.endAbsent(rows, run);
        await this.changes.add(
          run.operationId,
          changesBetween(kind, before, await this.statesOf(kind, ids), run),
        );
        return run.save(endOf(kind.kind), { ended });
      });
      apply();
    }
  }

  /** The rows, locked, with the ends that imports have asked for. */
  private async statesOf(kind: AnyKind, ids: readonly string[]): Promise<EndedRow[]> {
    const ends = await this.ends.find(kind.kind, ids);
    return (await kind.rows.lock(ids)).map((row) => ({ row, end: ends.get(row.id) ?? null }));
  }

  private async afterFile(kind: AnyKind, run: ImportRun): Promise<void> {
    const counts = run.task.summary.find(({ part }) => part === fileOf(kind.kind));
    const isUnchanged = !counts || counts.added + counts.changed + counts.ended === 0;
    if (!kind.afterFile || run.isDryRun || isUnchanged) return;
    for (let after: string | undefined, isMore = true; isMore;) {
      after = await this.transactions.run(async () => {
        await run.report(run.phaseOf(kind.kind));
        return kind.afterFile?.(after, run);
      });
      isMore = after !== undefined;
    }
  }

  /** Saves the reasons as issues and fails the operation. */
  private async refuse(task: OperationTask, faults: readonly BundleFault[]): Promise<never> {
    await this.transactions.run(() =>
      task.addIssues(faults.map((fault) => ({ ...fault, severity: 'error', value: null }))),
    );
    throw new BundleRefusedError(faults);
  }
}

function changesBetween(
  kind: AnyKind,
  before: readonly EndedRow[],
  after: readonly EndedRow[],
  run: ImportRun,
): NewChange[] {
  const stateBefore = new Map(before.map((state) => [state.row.id, state]));
  return after.flatMap((state) => {
    const earlier = stateBefore.get(state.row.id);
    return earlier && !sameRow(earlier.row, state.row) ? [changeOf(kind, earlier, state, run)] : [];
  });
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
  const remark = (code: string, message: Sentence): NewIssue =>
    issueOf(kind.kind, null, 'warning', { column: null, code, message, value: null });
  if (state.mode === 'bulk' && state.hadRows && state.unidentifiedRows > 0) {
    return remark('absence_not_judged', sentences.absenceNotJudged({ rows: state.unidentifiedRows }));
  }
  if (state.absent === 0 || kind.endPolicy) return undefined;
  return remark('left_alone', sentences.absentLeftAlone({ rows: state.absent }));
}
