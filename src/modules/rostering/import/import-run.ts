import type { Confirmation, PartCounts } from '../../../shared/operations/operation';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { inEnglish } from '../../../shared/sentences/say';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { dayIn } from '../../../shared/time/zoned-time';
import type { EntityKind, FileMode } from '../bundle/columns';
import type { RowRemark, RunFacts } from '../kinds/roster-kind';
import type { ReadRow } from './read-row';

export type Outcome = 'added' | 'changed' | 'ended' | 'unchanged' | 'refused';
/** What is added to the counts of a file. */
export type MoreCounts = Partial<Record<Outcome | 'read', number>>;

/** What the check has found out about a file. */
export interface FileState {
  mode: Exclude<FileMode, 'absent'>;
  /** The table had imported rows when this import started. */
  hadRows: boolean;
  /** Rows of the file, good and bad; 0 where nobody has read them, since the table had no imported rows. */
  rows: number;
  /** `roster_seen` lists every sourcedId of the file. */
  isSeen: boolean;
  /** The result of the comparison for a file that was compared during the check; otherwise null. */
  compared: ComparedFile | null;
  /** At least one sourcedId is in the file more than once. */
  hasRepeats: boolean;
  /** `roster_ends` has rows of this kind. */
  hasEnds: boolean;
  /** Rows whose sourcedId cannot be read. */
  unidentifiedRows: number;
  /** Active imported rows that are missing from the file; always 0 for a delta file. */
  absent: number;
}

/**
 * The result of comparing a complete file with the stored rows. If `roster_seen` does not list the whole file, then the
 * file contains every active stored row, and `roster_seen` lists at least the rows of changed batches and the rows whose
 * stored row is not active.
 */
export interface ComparedFile {
  rows: number;
  /** For each batch that may change something, how many rows of the file come before it. Null if any batch may. */
  changedAt: number[] | null;
}

/** The place that an import has reached. The files before this one are finished. */
export interface ImportPlace {
  kind: EntityKind;
  /** Rows of the file that are imported or waiting. */
  rows: number;
  /** Rows whose parent is neither stored nor earlier in the file. */
  waiting: ReadRow[];
  /** All rows are imported; the absent rows are being ended. */
  isRead: boolean;
}

/** Everything that another process needs to continue an import. Plain JSON. */
interface ImportCheckpoint {
  now: string;
  done: number;
  total: number | null;
  files: [EntityKind, FileState][];
  confirmation: Confirmation | null;
  place: ImportPlace;
}

/** One run of an import: its fixed facts, its progress and its counts. */
export class ImportRun implements RunFacts {
  readonly files = new Map<EntityKind, FileState>();
  readonly operationId: string;
  readonly isDryRun: boolean;
  /** The place at which the previous attempt stopped; undefined for the first attempt. */
  readonly resumed: ImportPlace | undefined;
  readonly now: Date;
  isOfStoa = false;
  private readonly days = new Map<string, string>();
  private done = 0;
  private total: number | null = null;

  /** @param now the instant of all changes. A later attempt keeps the instant of the first one. */
  constructor(
    readonly task: OperationTask,
    now: Date,
  ) {
    const { id, isDryRun, checkpoint, summary } = task.operation;
    this.operationId = id;
    this.isDryRun = isDryRun;
    const saved = checkpoint as ImportCheckpoint | null;
    this.now = saved ? new Date(saved.now) : now;
    task.summary = saved ? (summary ?? []) : [];
    task.confirmation = saved?.confirmation ?? null;
    if (!saved) return;
    this.resumed = saved.place;
    this.files = new Map(saved.files);
    this.done = saved.done;
    this.total = saved.total;
  }

  readonly today = (timeZone: string): string => {
    const known = this.days.get(timeZone) ?? dayIn(this.now, timeZone);
    this.days.set(timeZone, known);
    return known;
  };

  phaseOf(kind: EntityKind): Sentence {
    const file = fileOf(kind);
    return this.isDryRun ? sentences.comparingFile({ file }) : sentences.importingFile({ file });
  }

  /** Starts a stage of the work. @param total how many rows it has at most; null if that is not known. */
  begin(total: number | null): void {
    this.done = 0;
    this.total = total;
  }

  /** Sets the progress to complete. The total may have counted empty lines as rows. */
  complete(): void {
    this.total = this.done;
  }

  async report(phase: Sentence, done = this.done, total = this.total): Promise<void> {
    await this.task.report({ phase: inEnglish(phase), done, total });
  }

  /**
   * Saves the counts and the place to continue from. Call it in the transaction that wrote the rows.
   *
   * @param counted the kind of the rows that are counted, if it is not that of the file.
   * @returns a function to call after the commit. The transaction may run more than once, and must not count twice.
   */
  async save(place: ImportPlace, more: MoreCounts = {}, counted = place.kind): Promise<() => void> {
    const summary = withCounts(this.task.summary, fileOf(counted), more);
    const done = this.done + (more.read ?? 0);
    const { total } = this;
    const { confirmation } = this.task;
    const checkpoint: ImportCheckpoint = {
      ...{ now: this.now.toISOString(), done, total, files: [...this.files], confirmation },
      place: { ...place, waiting: place.waiting.map(({ line, record }) => ({ line, record })) },
    };
    await this.task.save({ done, total, summary, checkpoint });
    return () => {
      this.task.summary = summary;
      this.done = done;
    };
  }
}

export function fileOf(kind: EntityKind): string {
  return `${kind}.csv`;
}

/** The issue for a remark about a row or a file. */
export function issueOf(
  kind: EntityKind,
  line: number | null,
  severity: NewIssue['severity'],
  { column, code, message, value }: RowRemark,
): NewIssue {
  return { severity, file: fileOf(kind), line, column, code, message, value };
}

/** The counts with more added to those of one part. A new part comes last. */
function withCounts(summary: readonly PartCounts[], part: string, more: MoreCounts): PartCounts[] {
  const before = summary.find((counts) => counts.part === part) ?? { part, ...NOTHING_COUNTED };
  const after = { ...before };
  for (const [name, count] of Object.entries(more)) after[name as keyof MoreCounts] += count;
  const others = summary.filter((counts) => counts.part !== part);
  return [...others, after];
}

const NOTHING_COUNTED = { read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 };
