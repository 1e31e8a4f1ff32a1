import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import type { PartCounts } from '../../../shared/operations/operation';
import type { NewChange } from '../../../shared/operations/operation-changes';
import { OperationChanges } from '../../../shared/operations/operation-changes.repository';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationOutcome } from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { inEnglish } from '../../../shared/sentences/say';
import { decodeText } from '../../../shared/text/encodings';
import { MarkGiving } from '../marks/mark-giving';
import { markChange } from '../marks/mark-reversal';
import { ScriptHolds } from '../scripts/script-holds';
import { MarkFileUnreadableError } from './mark-files.errors';
import { sentences } from './mark-files.sentences';
import { type MarkFile, MarkFileFault, type MarkRow, readMarkFile, type RowFault } from './mark-file';
import type { MarkImportInput } from './mark-import-input';
import { RowJudge } from './row-judge';

/** How many scripts one transaction marks. A test of processes that crash makes it fewer. */
export const PORTION = { scripts: 20 };
const JUDGED_AT_ONCE = 500;
/** Lines of a file. */
export const MOST_ROWS = 20_000;

/** What a run saves with each transaction. */
interface Checkpoint {
  /** The instant of all marks. */
  now: string;
  /** Lines that were found to be wrong at first: their marks are not given. */
  refused: number[];
  /** Rows that are done. */
  done: number;
  changed: number;
  unchanged: number;
  /** Lines that have become wrong meanwhile. */
  late: number;
}

/** Gives the marks of a file: first it says all that is wrong with it, then, if nothing is or somebody confirms, it marks some scripts in a transaction. */
@Injectable()
export class MarkImportRun {
  constructor(
    private readonly judge: RowJudge,
    private readonly holds: ScriptHolds,
    private readonly giving: MarkGiving,
    private readonly changes: OperationChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async run(task: OperationTask, input: MarkImportInput, bytes: Buffer): Promise<OperationOutcome> {
    const { isDryRun, isConfirmed, checkpoint } = task.operation;
    const { file, remarks } = readFile(task.operation.subject, bytes, input);
    const saved = checkpoint as Checkpoint | null;
    const place = saved ?? (await this.look(task, input, { file, remarks }));
    if (saved) task.summary = [summaryOf(file, saved)];
    const refused = file.faults.length + place.refused.length;
    if (!saved && refused > 0 && !isConfirmed) {
      const detail = inEnglish(sentences.somethingRefused({ refused, read: file.read }));
      task.confirmation = { detail, items: [] };
      if (!isDryRun) return 'needs_confirmation';
    }
    if (isDryRun) return refused > 0 ? 'partly_done' : 'done';
    const { late } = await this.give(task, input, { file, from: place });
    return refused + late > 0 ? 'partly_done' : 'done';
  }

  /** Stores what is wrong with the file. */
  private async look(
    task: OperationTask,
    input: MarkImportInput,
    { file, remarks }: { file: MarkFile; remarks: NewIssue[] },
  ): Promise<Checkpoint> {
    const now = this.clock.now();
    const faults: RowFault[] = [];
    let changed = 0;
    for (let from = 0; from < file.rows.length; from += JUDGED_AT_ONCE) {
      const rows = file.rows.slice(from, from + JUDGED_AT_ONCE);
      const scripts = await this.holds.read(rows.map(({ scriptId }) => scriptId));
      const judged = await this.judge.judge(rows, scripts, { input, now });
      for (const { fault } of judged)
        if (fault) faults.push(fault);
        else changed += 1;
    }
    const issues = [...file.faults, ...faults].sort((one, other) => one.line - other.line);
    const refused = faults.map(({ line }) => line);
    const place = { now: now.toISOString(), refused, done: 0, changed: 0, unchanged: 0, late: 0 };
    task.summary = [summaryOf(file, { ...place, changed })];
    await this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.reading()), done: 0, total: file.rows.length });
      await task.startAfresh();
      await task.addIssues([...remarks, ...issues.map((fault) => issueOf(task, fault))]);
    });
    return place;
  }

  private async give(
    task: OperationTask,
    input: MarkImportInput,
    { file, from }: { file: MarkFile; from: Checkpoint },
  ): Promise<Checkpoint> {
    const refused = new Set(from.refused);
    const total = file.rows.length;
    let place = from;
    while (place.done < total) {
      const rows = file.rows.slice(place.done, place.done + PORTION.scripts);
      const good = rows.filter(({ line }) => !refused.has(line));
      const present = place;
      place = await this.transactions.run(async () => {
        await task.report({ phase: inEnglish(sentences.giving()), done: present.done, total });
        const given = await this.giveSome(task, input, good, new Date(present.now));
        const next: Checkpoint = {
          ...{ ...present, done: present.done + rows.length },
          ...{ changed: present.changed + given.changed, late: present.late + given.late },
          unchanged: present.unchanged + good.length - given.changed - given.late,
        };
        const summary = [summaryOf(file, next)];
        await task.save({ done: next.done, total, summary, checkpoint: next });
        return next;
      });
      task.summary = [summaryOf(file, place)];
    }
    return place;
  }

  private async giveSome(
    task: OperationTask,
    input: MarkImportInput,
    rows: readonly MarkRow[],
    now: Date,
  ): Promise<{ changed: number; late: number }> {
    const { requestedBy: markedBy } = input;
    const scripts = await this.holds.hold(rows.map(({ scriptId }) => scriptId));
    const judged = await this.judge.judge(rows, scripts, { input, now });
    const changes: NewChange[] = [];
    const faults: RowFault[] = [];
    for (const { row, script, fault } of judged) {
      if (fault) faults.push(fault);
      if (fault || !script) continue;
      const { points, comment } = row;
      const mark = { kind: 'given', points, comment, cause: 'file', rubric: null } as const;
      const after = await this.giving.save(script, { ...mark, markedBy, markedAt: now });
      if (after !== script) changes.push(markChange(script, after));
    }
    await task.addIssues(faults.map((fault) => issueOf(task, fault)));
    if (changes.length > 0) await this.changes.add(task.operation.id, changes);
    return { changed: changes.length, late: faults.length };
  }
}

/** Throws MarkFileUnreadableError. */
function readFile(
  name: string,
  bytes: Buffer,
  { encoding: declared }: MarkImportInput,
): { file: MarkFile; remarks: NewIssue[] } {
  const decoded = decodeText(bytes, declared);
  if ('fault' in decoded)
    throw new MarkFileUnreadableError(
      decoded.fault === 'not_text'
        ? sentences.notText()
        : sentences.notInEncoding({ encoding: declared ?? 'utf-8' }),
    );
  const { text, encoding, isGuess } = decoded;
  const file = readMarkFile(text);
  if (file instanceof MarkFileFault) throw new MarkFileUnreadableError(file.why);
  if (file.rows.length + file.faults.length === 0) throw new MarkFileUnreadableError(sentences.noRows());
  if (file.read > MOST_ROWS) throw new MarkFileUnreadableError(sentences.tooManyRows({ most: MOST_ROWS }));
  const guessed: NewIssue = {
    ...{ severity: 'warning', file: name, line: null, column: null, code: 'encoding_guessed' },
    ...{ message: sentences.readAs({ encoding }), value: encoding },
  };
  return { file, remarks: isGuess ? [guessed] : [] };
}

function issueOf({ operation: { subject: file } }: OperationTask, fault: RowFault): NewIssue {
  return { severity: 'error', file, ...fault };
}

function summaryOf(
  { read, empty, faults }: MarkFile,
  { refused, changed, unchanged, late }: Pick<Checkpoint, 'refused' | 'changed' | 'unchanged' | 'late'>,
): PartCounts {
  return {
    ...{ part: 'marks', read, changed, unchanged: unchanged + empty, added: 0, ended: 0 },
    refused: faults.length + refused.length + late,
  };
}
