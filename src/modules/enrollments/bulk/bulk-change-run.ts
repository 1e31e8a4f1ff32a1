import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../shared/database/transactions';
import type { PartCounts } from '../../../shared/operations/operation';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationOutcome } from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { inEnglish } from '../../../shared/sentences/say';
import { BulkChunk, Outdated } from './bulk-chunk';
import type { BulkInput } from './bulk-input';
import { changesOf, noCounts, withRows } from './bulk-log';
import type { BulkPlan } from './bulk-plan';
import type { JudgedRow, ReadRow } from './bulk-rows';
import { BulkRowsRepository } from './bulk-rows.repository';
import { type BulkSheet, openSheet, rowLines } from './bulk-sheet';
import { sentences } from './bulk.sentences';
import { rowsOf } from './row-cells';

/** How many rows one transaction changes, about: all of a line are changed together. A test of processes that crash makes it fewer. */
export const PORTION = { rows: 500 };
const MOST_TRIES = 5;

/** What a run saves with each transaction. */
interface Checkpoint {
  /** Lines that are done. */
  lines: number;
  /** Rows that are done. */
  rows: number;
  counts: PartCounts[];
  /** Of a dry run: seats that would be taken by now, less those that would be freed. */
  seatsTaken: number;
}

interface Portion {
  rows: ReadRow[];
  /** Lines that are done with it. */
  lines: number;
}

/** Carries out the rows of a bulk change, some hundred in a transaction, or says what it would do. */
@Injectable()
export class BulkChangeRun {
  constructor(
    private readonly chunk: BulkChunk,
    private readonly rows: BulkRowsRepository,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
  ) {}

  /** @param path of a file on this machine, with the rows */
  async run(task: OperationTask, input: BulkInput, path: string): Promise<OperationOutcome> {
    const sheet = await openSheet(path, input);
    const saved = task.operation.checkpoint as Checkpoint | null;
    let place = saved ?? (await this.begin(task, sheet));
    task.summary = place.counts;
    for await (const portion of portionsOf(sheet, place)) {
      const present = place;
      place = await this.done(task, portion, { input, sheet, present });
      task.summary = place.counts;
    }
    return place.counts.some(({ refused }) => refused > 0) ? 'partly_done' : 'done';
  }

  private async begin(task: OperationTask, sheet: BulkSheet): Promise<Checkpoint> {
    await this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.reading()), done: 0, total: sheet.lines });
      await task.startAfresh();
      await task.addIssues(
        sheet.unknown.map((column) => ({
          ...{ severity: 'warning', file: task.operation.subject, line: 1, column },
          ...{ code: 'unknown_column', message: sentences.unknownColumn(), value: column.slice(0, 60) },
        })),
      );
    });
    return { lines: 0, rows: 0, counts: noCounts(), seatsTaken: 0 };
  }

  private async done(
    task: OperationTask,
    { rows, lines }: Portion,
    { input, sheet, present }: { input: BulkInput; sheet: BulkSheet; present: Checkpoint },
  ): Promise<Checkpoint> {
    const { id, isDryRun } = task.operation;
    const phase = inEnglish(isDryRun ? sentences.comparing() : sentences.changing());
    const of = { operationId: id, input, seatsTaken: present.seatsTaken };
    return this.again(() =>
      this.transactions.run(async () => {
        await task.report({ phase, done: present.lines, total: sheet.lines });
        const plan: BulkPlan & { seatsTaken?: number } = isDryRun
          ? await this.chunk.preview(rows, of)
          : await this.chunk.apply(rows, of);
        await this.rows.add(id, plan.rows);
        if (!isDryRun) await this.changes.add(id, changesOf(plan));
        await task.addIssues(plan.rows.flatMap((row) => issueOf(task, row)));
        const next: Checkpoint = {
          ...{ lines, rows: present.rows + rows.length, counts: withRows(present.counts, plan.rows) },
          seatsTaken: plan.seatsTaken ?? 0,
        };
        await task.save({ done: lines, total: sheet.lines, summary: next.counts, checkpoint: next });
        return next;
      }),
    );
  }

  private async again<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Outdated) || tries === MOST_TRIES) throw error;
      }
    }
  }
}

async function* portionsOf(sheet: BulkSheet, from: Checkpoint): AsyncGenerator<Portion> {
  let rows: ReadRow[] = [];
  let { lines, rows: number } = from;
  for await (const { line, row } of rowLines(sheet, from.lines)) {
    const read = rowsOf(row, sheet.format === 'rows' ? null : line, number + 1);
    rows.push(...read);
    number += read.length;
    lines += 1;
    if (rows.length < PORTION.rows) continue;
    yield { rows, lines };
    rows = [];
  }
  if (rows.length > 0) yield { rows, lines };
}

/** Rows of a request have no lines: their number is told. */
function issueOf(
  { operation: { subject } }: OperationTask,
  { number, line, fault, outcome }: JudgedRow,
): NewIssue[] {
  if (outcome !== 'refused' || !fault) return [];
  return [{ severity: 'error', file: line === null ? null : subject, line: line ?? number, ...fault }];
}
