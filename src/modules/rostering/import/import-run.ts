import type { NewIssue, PartCounts } from '../../../shared/operations/operation';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { dayIn } from '../../../shared/time/zoned-time';
import type { EntityKind, FileMode } from '../bundle/entities';
import type { RowRemark, RunFacts } from '../kinds/roster-kind';

export type Outcome = 'added' | 'changed' | 'ended' | 'unchanged' | 'refused';

/** What is known of a file before its rows are imported. */
export interface FileState {
  mode: Exclude<FileMode, 'absent'>;
  /** The table held rows from a roster when the run began. */
  hadRows: boolean;
  /** It is noted which sourcedIds the file holds. */
  isSeen: boolean;
  /** A sourcedId comes twice. */
  hasRepeats: boolean;
  /** A roster has spoken of ends of rows of this kind. */
  hasEnds: boolean;
  /** Rows of which not even the sourcedId can be read. */
  unidentifiedRows: number;
  /** Rows from a roster that the file does not hold; reckoned for complete files only. */
  absent: number;
}

/** One run of an import: what stays the same, and what adds up. */
export class ImportRun implements RunFacts {
  readonly files = new Map<EntityKind, FileState>();
  readonly operationId: string;
  readonly isDryRun: boolean;
  private readonly days = new Map<string, string>();
  private done = 0;
  private total: number | null = null;

  constructor(
    readonly task: OperationTask,
    readonly now: Date,
  ) {
    this.operationId = task.operation.id;
    this.isDryRun = task.operation.isDryRun;
    task.summary = [];
    task.confirmation = null;
  }

  readonly today = (timeZone: string): string => {
    const known = this.days.get(timeZone) ?? dayIn(this.now, timeZone);
    this.days.set(timeZone, known);
    return known;
  };

  counts(kind: EntityKind): PartCounts {
    const part = fileOf(kind);
    const known = this.task.summary.find((counts) => counts.part === part);
    if (known) return known;
    const counts = { part, read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 };
    this.task.summary.push(counts);
    return counts;
  }

  /** Begins a stage of the work; at most `total` rows lie before it. */
  begin(total: number | null): void {
    this.done = 0;
    this.total = total;
  }

  advance(rows: number): void {
    this.done += rows;
  }

  /** All rows lie behind, however many lines they took. */
  complete(): void {
    this.total = this.done;
  }

  async report(phase: string, done = this.done, total = this.total): Promise<void> {
    await this.task.report({ phase, done, total });
  }
}

export function fileOf(kind: EntityKind): string {
  return `${kind}.csv`;
}

/** A remark as an issue of its file. */
export function issueOf(
  kind: EntityKind,
  line: number | null,
  severity: NewIssue['severity'],
  { column, code, message, value }: RowRemark,
): NewIssue {
  return { severity, file: fileOf(kind), line, column, code, message, value };
}
