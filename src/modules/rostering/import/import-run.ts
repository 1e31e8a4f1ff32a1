import type { Confirmation, PartCounts } from '../../../shared/operations/operation';
import type { NewIssue } from '../../../shared/operations/operation-issue.entity';
import type { OperationTask } from '../../../shared/operations/operation-task';
import { dayIn } from '../../../shared/time/zoned-time';
import type { EntityKind, FileMode } from '../bundle/entities';
import type { RowRemark, RunFacts } from '../kinds/roster-kind';
import type { ReadRow } from './read-row';

export type Outcome = 'added' | 'changed' | 'ended' | 'unchanged' | 'refused';
/** What is added to the counts of a file. */
export type MoreCounts = Partial<Record<Outcome | 'read', number>>;

/** What is known of a file before its rows are imported. */
export interface FileState {
  mode: Exclude<FileMode, 'absent'>;
  /** The table held rows from a roster when the run began. */
  hadRows: boolean;
  /** `roster_seen` lists every sourcedId of the file. */
  isSeen: boolean;
  /** For a file that was compared with the store before anything was written; else null. */
  compared: ComparedFile | null;
  /** A sourcedId comes twice. */
  hasRepeats: boolean;
  /** A roster has spoken of ends of rows of this kind. */
  hasEnds: boolean;
  /** Rows of which not even the sourcedId can be read. */
  unidentifiedRows: number;
  /** Rows from a roster that the file does not hold; reckoned for complete files only. */
  absent: number;
}

/**
 * What the comparison of a complete file with the store has found. Every stored row that lasts is in the file; of its
 * other rows, `roster_seen` lists those in batches that change something, and those that have ended.
 */
export interface ComparedFile {
  rows: number;
  /** How many rows of the file come before each batch that may change something. Null where any batch may. */
  changedAt: number[] | null;
}

/** How far the import of the files is. The files before this one are done. */
export interface ImportPlace {
  kind: EntityKind;
  /** Rows of the file that are done, those that wait aside. */
  rows: number;
  /** Rows whose parent has not come yet. */
  waiting: ReadRow[];
  /** All rows are done: what the file does not hold is being ended. */
  isRead: boolean;
}

/** Everything that another process needs to go on from where an import was. Survives JSON. */
interface ImportCheckpoint {
  now: string;
  done: number;
  total: number | null;
  files: [EntityKind, FileState][];
  confirmation: Confirmation | null;
  place: ImportPlace;
}

/** One run of an import: what stays the same, and what adds up. */
export class ImportRun implements RunFacts {
  readonly files = new Map<EntityKind, FileState>();
  readonly operationId: string;
  readonly isDryRun: boolean;
  /** Where an attempt before this one was; undefined when the import begins. */
  readonly resumed: ImportPlace | undefined;
  readonly now: Date;
  private readonly days = new Map<string, string>();
  private done = 0;
  private total: number | null = null;

  /** @param now the instant as of which everything happens; that of the first attempt, where there was one. */
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

  phaseOf(kind: EntityKind): string {
    return `${this.isDryRun ? 'Comparing' : 'Importing'} ${fileOf(kind)}`;
  }

  /** Begins a stage of the work; at most `total` rows lie before it. */
  begin(total: number | null): void {
    this.done = 0;
    this.total = total;
  }

  /** All rows lie behind, however many lines they took. */
  complete(): void {
    this.total = this.done;
  }

  async report(phase: string, done = this.done, total = this.total): Promise<void> {
    await this.task.report({ phase, done, total });
  }

  /**
   * Saves, in the transaction that wrote them, what rows of a file have come to and where to go on.
   *
   * @returns what to call once the transaction has committed: it may be run again, and would count twice.
   */
  async save(place: ImportPlace, more: MoreCounts = {}): Promise<() => void> {
    const summary = withCounts(this.task.summary, fileOf(place.kind), more);
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

/** A remark as an issue of its file. */
export function issueOf(
  kind: EntityKind,
  line: number | null,
  severity: NewIssue['severity'],
  { column, code, message, value }: RowRemark,
): NewIssue {
  return { severity, file: fileOf(kind), line, column, code, message, value };
}

/** The counts with those of one part raised, which comes last if it is new. */
function withCounts(summary: readonly PartCounts[], part: string, more: MoreCounts): PartCounts[] {
  const before = summary.find((counts) => counts.part === part) ?? { part, ...NOTHING_COUNTED };
  const after = { ...before };
  for (const [name, count] of Object.entries(more)) after[name as keyof MoreCounts] += count;
  const others = summary.filter((counts) => counts.part !== part);
  return [...others, after];
}

const NOTHING_COUNTED = { read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 };
