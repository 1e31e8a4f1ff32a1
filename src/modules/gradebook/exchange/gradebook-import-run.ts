import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import type { PartCounts } from '../../../shared/operations/operation';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationOutcome } from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { inEnglish } from '../../../shared/sentences/say';
import { decodeText } from '../../../shared/text/encodings';
import { CellRecorder } from '../batches/cell-recorder';
import type { GoodCell } from '../batches/judged-cells';
import { SheetUnreadableError } from './exchange.errors';
import { sentences } from './exchange.sentences';
import type { GradebookImportInput } from './gradebook-import-input';
import { judgedSheetCells, resultChange } from './judged-sheet-cells';
import { SheetFault, type SheetRemark } from './sheet-faults';
import { type OpenSheet, type SheetCounts, type SheetPortion, SheetWalk } from './sheet-walk';

/** How many cells one transaction records, about. A test of processes that crash makes it fewer. */
export const PORTION = { cells: 500 };
/** How many changes a dry run tells one by one. */
const MOST_PREVIEWED = 10_000;
type Counts = SheetCounts & { columns: number; refusedColumns: number; added: number; changed: number };

/** What a run saves with each transaction. */
interface Checkpoint {
  /** Lines that are done. */
  done: number;
  counts: Counts;
}

/** Something of a sheet cannot be recorded any more that could be when it was looked at. Undoes the transaction. */
class RefusedLate extends Error {
  constructor(
    readonly remarks: SheetRemark[],
    readonly counts: Counts,
  ) {
    super('Refused late');
  }
}

/** What is read of a file, with what is to be said of it as a whole. */
interface ReadSheet {
  sheet: OpenSheet;
  remarks: NewIssue[];
}

/**
 * Records the scores of a sheet. First it looks at all of it; then, if nothing is wrong or somebody confirms, it records some hundred cells in a
 * transaction.
 */
@Injectable()
export class GradebookImportRun {
  constructor(
    private readonly walk: SheetWalk,
    private readonly cells: CellRecorder,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
  ) {}

  async run(task: OperationTask, input: GradebookImportInput, bytes: Buffer): Promise<OperationOutcome> {
    const { isDryRun, isConfirmed, checkpoint } = task.operation;
    const read = await this.read(task, input, bytes);
    const saved = checkpoint as Checkpoint | null;
    if (saved) task.summary = summaryOf(saved.counts);
    else if (isDryRun || !isConfirmed) {
      const looked = await this.look(task, input, read);
      if (isDryRun) return looked.refused > 0 ? 'partly_done' : 'done';
      if (looked.refused > 0) return 'needs_confirmation';
    } else await this.begin(task, read);
    try {
      const { counts } = await this.record(task, input, read, saved);
      return counts.refused + counts.refusedLines + counts.refusedColumns > 0 ? 'partly_done' : 'done';
    } catch (error) {
      if (!(error instanceof RefusedLate)) throw error;
      task.summary = summaryOf(error.counts);
      await this.transactions.run(() => task.addIssues(issuesOf(task, error.remarks)));
      this.askToConfirm(task, error.remarks.length);
      return 'needs_confirmation';
    }
  }

  /** Throws SheetUnreadableError. */
  private async read(
    { operation: { subject: file } }: OperationTask,
    { courseId, encoding: declared }: GradebookImportInput,
    bytes: Buffer,
  ): Promise<ReadSheet> {
    const decoded = decodeText(bytes, declared);
    if ('fault' in decoded) {
      const isText = decoded.fault !== 'not_text';
      const why = isText ? sentences.notInEncoding({ encoding: declared ?? 'utf-8' }) : sentences.notText();
      throw new SheetUnreadableError(new SheetFault('gradebook.sheet_unreadable', why));
    }
    const { text, encoding, isGuess } = decoded;
    const sheet = await this.walk.open(courseId, text);
    if (sheet instanceof SheetFault) throw new SheetUnreadableError(sheet);
    const guessed: NewIssue = {
      ...{ severity: 'warning', file, line: null, column: null, code: 'encoding_guessed' },
      ...{ message: sentences.readAs({ encoding }), value: encoding },
    };
    return { sheet, remarks: isGuess ? [guessed] : [] };
  }

  /** Says what a run would do, and stores all that is wrong. */
  private async look(
    task: OperationTask,
    input: GradebookImportInput,
    { sheet, remarks }: ReadSheet,
  ): Promise<{ refused: number }> {
    const { id, isDryRun } = task.operation;
    const phase = inEnglish(sentences.reading());
    await this.begin(task, { sheet, remarks });
    let counts = noCounts(sheet);
    let refused = errorsIn(sheet.columns.remarks);
    let previewed = 0;
    for await (const portion of this.walk.portions(input.courseId, sheet, 0, PORTION.cells)) {
      const facts = await this.cells.facing(input.courseId, portion.cells);
      const judged = judgedSheetCells(portion.cells, { ...facts, input, operationId: id });
      counts = added(counts, portion.counts, judged);
      const found = inOrder(portion.remarks, judged.remarks);
      refused += errorsIn(found);
      const told = isDryRun ? judged.good.slice(0, MOST_PREVIEWED - previewed).map(resultChange) : [];
      previewed += told.length;
      task.summary = summaryOf(counts);
      await this.transactions.run(async () => {
        await task.report({ phase, done: portion.done, total: sheet.lines });
        await task.addIssues(issuesOf(task, found));
        await this.changes.add(id, told);
      });
    }
    if (refused > 0) this.askToConfirm(task, refused);
    return { refused };
  }

  /** Forgets what an earlier attempt has said. */
  private async begin(task: OperationTask, { sheet, remarks }: ReadSheet): Promise<void> {
    await this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.reading()), done: 0, total: sheet.lines });
      await task.startAfresh();
      await task.addIssues([...remarks, ...issuesOf(task, sheet.columns.remarks)]);
    });
  }

  private async record(
    task: OperationTask,
    input: GradebookImportInput,
    { sheet }: ReadSheet,
    from: Checkpoint | null,
  ): Promise<Checkpoint> {
    const { id, isConfirmed } = task.operation;
    let place: Checkpoint = from ?? { done: 0, counts: noCounts(sheet) };
    for await (const portion of this.walk.portions(input.courseId, sheet, place.done, PORTION.cells)) {
      const isWhole = place.done === 0 && portion.done === sheet.lines;
      const present = place;
      place = await this.transactions.run(async () => {
        const phase = inEnglish(sentences.recording());
        await task.report({ phase, done: present.done, total: sheet.lines });
        const judged = await this.recordSome(input, portion, id);
        const counts = added(present.counts, portion.counts, judged);
        // Of a sheet that nobody had to confirm the warnings have been told, and it had no errors: these are new, as when a learner's number has
        // become that of two.
        const told = isConfirmed ? portion.remarks : portion.remarks.filter(isError);
        const remarks = inOrder(told, judged.remarks);
        if (isWhole && !isConfirmed && errorsIn(remarks) > 0) throw new RefusedLate(remarks, counts);
        await task.addIssues(issuesOf(task, remarks));
        await this.changes.add(id, judged.good.map(resultChange));
        const next: Checkpoint = { done: portion.done, counts };
        await task.save({
          done: next.done,
          total: sheet.lines,
          summary: summaryOf(counts),
          checkpoint: next,
        });
        return next;
      });
      task.summary = summaryOf(place.counts);
    }
    return place;
  }

  private recordSome(
    input: GradebookImportInput,
    { cells }: SheetPortion,
    operationId: string,
  ): Promise<JudgedPortion> {
    return this.cells.record(input.courseId, cells, input.requestedBy, (held) =>
      judgedSheetCells(cells, { ...held, input, operationId }),
    );
  }

  private askToConfirm(task: OperationTask, refused: number): void {
    task.confirmation = { detail: inEnglish(sentences.somethingRefused({ refused })), items: [] };
  }
}

type JudgedPortion = ReturnType<typeof judgedSheetCells>;

function inOrder(...remarks: readonly SheetRemark[][]): SheetRemark[] {
  return remarks.flat().sort((one, other) => one.line - other.line);
}

function errorsIn(remarks: readonly SheetRemark[]): number {
  return remarks.filter(isError).length;
}

function isError({ severity }: SheetRemark): boolean {
  return severity === 'error';
}

function noCounts({ columns: { items, remarks } }: OpenSheet): Counts {
  const refusedColumns = errorsIn(remarks);
  const none = { lines: 0, refusedLines: 0, cells: 0, unchanged: 0, refused: 0, added: 0, changed: 0 };
  return { ...none, columns: items.length + refusedColumns, refusedColumns };
}

function added(
  counts: Counts,
  read: SheetCounts,
  {
    good,
    remarks,
    unchanged,
  }: { good: readonly GoodCell[]; remarks: readonly SheetRemark[]; unchanged: number },
): Counts {
  const isNew = good.filter(({ stored }) => !stored?.value).length;
  return {
    ...counts,
    lines: counts.lines + read.lines,
    refusedLines: counts.refusedLines + read.refusedLines,
    cells: counts.cells + read.cells,
    unchanged: counts.unchanged + read.unchanged + unchanged,
    refused: counts.refused + read.refused + remarks.length,
    added: counts.added + isNew,
    changed: counts.changed + good.length - isNew,
  };
}

function issuesOf(
  { operation: { subject: file } }: OperationTask,
  remarks: readonly SheetRemark[],
): NewIssue[] {
  return remarks.map((remark) => ({ ...remark, file }));
}

function summaryOf(counts: Counts): PartCounts[] {
  const none = { added: 0, changed: 0, ended: 0 };
  const { columns, refusedColumns, lines, refusedLines, cells, unchanged, refused } = counts;
  return [
    { ...none, part: 'columns', read: columns, unchanged: columns - refusedColumns, refused: refusedColumns },
    { ...none, part: 'lines', read: lines, unchanged: lines - refusedLines, refused: refusedLines },
    {
      ...none,
      part: 'results',
      read: cells,
      added: counts.added,
      changed: counts.changed,
      unchanged,
      refused,
    },
  ];
}
