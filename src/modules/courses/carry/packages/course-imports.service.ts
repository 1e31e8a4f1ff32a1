import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS } from '../../../../config/config.module';
import type { Settings } from '../../../../config/settings';
import { fromBinary } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import { InputSpool } from '../../../../shared/operations/input-spool';
import { OperationChanges } from '../../../../shared/operations/operation-changes.repository';
import type { StoredInput } from '../../../../shared/operations/operation-inputs';
import type { NewIssue } from '../../../../shared/operations/operation-issue.entity';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { Operation } from '../../../../shared/operations/operation.entity';
import { inEnglish } from '../../../../shared/sentences/say';
import { FilesFacade } from '../../../files';
import { PackageRefusedError } from '../carry.errors';
import { sentences } from '../carry.sentences';
import { CopyRun, toSummary } from '../copies/copy-run';
import { CourseCarrier } from '../course-carrier';
import { CourseImporters, type ReadCourse } from './course-importer';
import { titleOf } from './course-exports.service';
import type { CourseUpload } from './course-uploads';
import { ARCHIVE_LIMITS, PackageArchive } from './package-archive';

export const COURSE_IMPORT = 'course_import';
const MEGABYTE = 1024 * 1024;
/** Of documents, beside the files of a course. */
const DOCUMENTS_MEGABYTES = 256;

/** Faults of one file. */
const MOST_TOLD = 1000;

interface ImportInput extends StoredInput {
  title: string | null;
}

/** Makes courses of files: operations, each of which makes one course in one transaction, or nothing. */
@Injectable()
export class CourseImportsService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;
  private before: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly importers: CourseImporters,
    private readonly copies: CopyRun,
    private readonly carrier: CourseCarrier,
    private readonly files: FilesFacade,
    private readonly runner: OperationRunner,
    private readonly changes: OperationChanges,
    private readonly spool: InputSpool,
    private readonly transactions: Transactions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.runner.register(COURSE_IMPORT, this);
  }

  /** Starts the import of an upload. If that fails, the caller removes the upload. */
  async start({
    operationId,
    bytes,
    sha256,
    ...upload
  }: CourseUpload & { requestedBy: string }): Promise<Operation> {
    const { name: subject, requestedBy, dryRun: isDryRun, title } = upload;
    const input: ImportInput = { bytes, sha256, title };
    const what = { kind: COURSE_IMPORT, subject, requestedBy, input };
    return this.runner.start({ ...what, isDryRun, isConfirmed: false }, { operationId, bytes, sha256 });
  }

  /** One after another, since each keeps its documents in memory. */
  async run(task: OperationTask): Promise<OperationOutcome> {
    if (task.operation.checkpoint) {
      task.summary = task.operation.summary ?? [];
      return 'done';
    }
    const turn = this.before.then(() => this.runAlone(task));
    this.before = turn.catch(() => undefined);
    return turn;
  }

  private async runAlone(task: OperationTask): Promise<OperationOutcome> {
    await task.report({ phase: inEnglish(sentences.reading()), done: 0, total: 1 });
    const file = await this.spool.open(task.operation.id, task.operation.input as ImportInput);
    try {
      await this.withArchive(file.path, async (archive) =>
        this.restore(task, await this.importers.read(archive)),
      );
    } catch (error) {
      if (error instanceof PackageRefusedError)
        await this.transactions.run(() => task.addIssues(toIssues(error)));
      throw error;
    } finally {
      await file.close();
    }
    return 'done';
  }

  private async withArchive(path: string, work: (archive: PackageArchive) => Promise<void>): Promise<void> {
    const maxTotalBytes = (this.settings.filesPerCourseMegabytes + DOCUMENTS_MEGABYTES) * MEGABYTE;
    const archive = await PackageArchive.open(path, { ...ARCHIVE_LIMITS, maxTotalBytes });
    try {
      await work(archive);
    } finally {
      archive.close();
    }
  }

  private async restore(task: OperationTask, read: ReadCourse): Promise<void> {
    const { id, isDryRun, requestedBy } = task.operation;
    const { title } = task.operation.input as ImportInput;
    const copy = this.copies.changed(read.course, {
      title: title ?? titleOf(read.course),
      change: { kind: 'keep' },
    });
    const by = requestedBy ?? '';
    const files = isDryRun ? undefined : await this.receive(task, read, by);
    if (files) await this.carrier.inspect(copy.course, files);
    else await this.look(read);
    await this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.restoring()), done: 0, total: 1 });
      const made = files
        ? await this.copies.make(copy, { by, files })
        : { courseId: null, changes: [], issues: [] };
      await this.changes.add(id, made.changes);
      await task.addIssues([...read.warnings.map(toWarning), ...made.issues]);
      task.summary = toSummary(copy.counts);
      const { courseId } = made;
      await task.save({ done: 1, total: 1, summary: task.summary, checkpoint: { courseId } });
    });
  }

  /** Makes the files of the course, in the name of whoever imports it. Those that an earlier attempt has made are there. */
  private async receive(
    task: OperationTask,
    { course, open }: ReadCourse,
    userId: string,
  ): Promise<Map<string, string>> {
    const ids = new Map(course.files.map(({ id }) => [id, fileIdFor(task.operation.id, id)]));
    const present = new Set((await this.files.carriable([...ids.values()])).map(({ id }) => id));
    for (const [index, file] of course.files.entries()) {
      await task.report({ phase: inEnglish(sentences.reading()), done: index, total: course.files.length });
      const id = ids.get(file.id) ?? '';
      const { name, purpose, bytes } = file;
      this.files.requireSize(purpose, bytes);
      if (!present.has(id)) await this.files.receive({ userId }, { name, purpose, content: open(file) }, id);
    }
    return ids;
  }

  /** Reads every file, so that a dry run finds what is wrong with it. */
  private async look({ course, open }: ReadCourse): Promise<void> {
    for (const file of course.files) {
      this.files.requireSize(file.purpose, file.bytes);
      const pieces = open(file)[Symbol.asyncIterator]();
      while (!(await pieces.next()).done);
    }
  }
}

/** The same for each attempt of an operation (a UUID of version 8). */
function fileIdFor(operationId: string, localId: string): string {
  const bytes = createHash('sha256').update(`${operationId} ${localId}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return fromBinary(bytes);
}

function toWarning({ code, message, value }: ReadCourse['warnings'][number]): NewIssue {
  return { severity: 'warning', file: null, line: null, column: null, code, message, value };
}

/** What kept the file from being read: the entry or the part, and the place in it. */
function toIssues({ fields }: PackageRefusedError): NewIssue[] {
  return fields.slice(0, MOST_TOLD).map(({ field, rule: code, message }) => ({
    ...{ severity: 'error', file: field.split(/[.[]/)[0] ?? field, line: null, column: field },
    ...{ code: code.slice(0, 60), message, value: null },
  }));
}
