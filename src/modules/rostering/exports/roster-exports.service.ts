import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { OperationInputs } from '../../../shared/operations/operation-inputs';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { Operation } from '../../../shared/operations/operation.entity';
import { OperationNotFoundError, ReplicaUnableError } from '../../../shared/operations/operations.errors';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import { inEnglish } from '../../../shared/sentences/say';
import {
  ExportGoneError,
  ExportNotReadyError,
  NoSuchCourseError,
  NoSuchTermError,
  SpoolUnavailableError,
  TwoScopesError,
} from '../rostering.errors';
import { sentences } from '../rostering.sentences';
import type { BundleMode } from './bundle-rows';
import { BundleSpool } from './bundle-spool';
import type { RosterExportDto } from './dto/roster-export.dto';
import { type ExportScope, ExportRowsRepository } from './export-rows.repository';
import { filesFor, RosterExport, type Untold } from './roster-export';

const ROSTER_EXPORT = 'roster_export';
const COURSES_AT_ONCE = 500;
const KEPT_MILLISECONDS = 7 * 86_400_000;

interface ExportInput extends ExportScope {
  mode: BundleMode;
}

/** Exports of many courses: operations, one at a time, whose bundle can be fetched for a week. */
@Injectable()
export class RosterExportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = true;

  constructor(
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly rosterExport: RosterExport,
    private readonly rows: ExportRowsRepository,
    private readonly inputs: OperationInputs,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.runner.register(ROSTER_EXPORT, this);
  }

  /** @throws TwoScopesError, NoSuchTermError, NoSuchCourseError, OperationRunningError */
  async start(caller: Caller, { courseIds, termId, mode = 'delta' }: RosterExportDto): Promise<Operation> {
    if (courseIds && termId !== undefined) throw new TwoScopesError();
    if (termId !== undefined && !(await this.rows.hasTerm(termId))) throw new NoSuchTermError();
    const scope: ExportScope = { courseIds: courseIds ?? null, termId: termId ?? null };
    if (courseIds && (await this.rows.countCourses(scope)) < courseIds.length) throw new NoSuchCourseError();
    const input: ExportInput = { ...scope, mode };
    return this.runner.start({
      ...{ kind: ROSTER_EXPORT, subject: 'oneroster.zip', requestedBy: caller.userId, input },
      ...{ isDryRun: false, isConfirmed: false },
    });
  }

  /** An attempt after a crash writes the bundle anew: nothing in the store changes until it is complete. */
  async run(task: OperationTask): Promise<OperationOutcome> {
    // The one before has noted the bundle, and was stopped before it could end.
    if (task.operation.checkpoint) {
      task.summary = task.operation.summary ?? [];
      return 'done';
    }
    const { mode, ...scope } = task.operation.input as ExportInput;
    try {
      await this.make(task, mode, scope);
    } catch (error) {
      // The disk of another machine may take it.
      if (error instanceof SpoolUnavailableError)
        throw new ReplicaUnableError(error.message, { cause: error });
      throw error;
    }
    return 'done';
  }

  private async make(task: OperationTask, mode: BundleMode, scope: ExportScope): Promise<void> {
    const files = filesFor({ withPeople: true });
    const spool = await BundleSpool.open(this.settings.dataDirectory, files, mode, this.clock.now());
    try {
      const untold = await this.write(task, spool, scope);
      await this.keep(task, spool, untold);
    } finally {
      await spool.close();
    }
  }

  /**
   * The bundle that the operation has made. For whoever may export.
   *
   * @throws OperationNotFoundError, ExportNotReadyError, ExportGoneError
   */
  async open(operationId: string): Promise<AsyncIterable<Buffer>> {
    const operation = await this.operations.find(operationId);
    if (operation?.kind !== ROSTER_EXPORT) throw new OperationNotFoundError();
    if (operation.status !== 'succeeded') throw new ExportNotReadyError();
    const resultId = await this.inputs.resultOf(operationId);
    if (resultId === undefined) throw new ExportGoneError();
    const pieces = this.inputs.read(resultId)[Symbol.asyncIterator]();
    // Before the answer begins, so that what is gone can be said.
    const first = await pieces.next();
    if (first.done) throw new ExportGoneError();
    return continued(first.value, pieces);
  }

  private async write(task: OperationTask, spool: BundleSpool, scope: ExportScope): Promise<Untold> {
    const total = await this.rows.countCourses(scope);
    const report = (done: number): Promise<void> =>
      task.report({ phase: inEnglish(sentences.writingCourses()), done, total });
    await report(0);
    const ofAll = scope.courseIds === null && scope.termId === null;
    return this.rosterExport.write(spool, this.courseIds(scope), { ofAll, written: report });
  }

  private async *courseIds(scope: ExportScope): AsyncGenerator<string> {
    for await (const page of this.rows.courses(scope, COURSES_AT_ONCE)) yield* page;
  }

  private async keep(task: OperationTask, spool: BundleSpool, untold: Untold): Promise<void> {
    const resultId = newId();
    const stored = await this.inputs.store(resultId, spool.zipped());
    try {
      await this.transactions.run(async () => {
        task.summary = [...spool.rows].map(([name, rows]) => ({
          ...{ part: `${name}.csv`, read: rows, unchanged: rows },
          ...{ added: 0, changed: 0, ended: 0, refused: 0 },
        }));
        const { done, total } = {
          done: spool.rows.get('classes') ?? 0,
          total: spool.rows.get('classes') ?? 0,
        };
        await task.save({
          done,
          total,
          summary: task.summary,
          checkpoint: {},
        });
        await task.addIssues(issuesOf(untold));
        const until = new Date(this.clock.now().getTime() + KEPT_MILLISECONDS);
        await this.inputs.keep(task.operation.id, { resultId, ...stored }, until);
      });
    } catch (error) {
      await this.inputs.remove(resultId);
      throw error;
    }
  }
}

function issuesOf({ overrides, drafts, undated }: Untold): NewIssue[] {
  const about = (file: string, code: string, count: number, message: NewIssue['message']): NewIssue[] =>
    count === 0 ? [] : [{ severity: 'warning', file, line: null, column: null, code, message, value: null }];
  return [
    ...about('results.csv', 'overrides_untold', overrides, sentences.overridesUntold({ count: overrides })),
    ...about('classes.csv', 'drafts_untold', drafts, sentences.draftsUntold({ count: drafts })),
    ...about('lineItems.csv', 'due_dates_missing', undated, sentences.dueDatesMissing({ count: undated })),
  ];
}

async function* continued(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value;
}
