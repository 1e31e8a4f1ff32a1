import type { Bundle } from './bundle';
import { BundleError, type BundleFault } from './bundle-error';
import type { EntityKind, EntityRecords, FileMode } from './columns';
import { ENTITY_KINDS } from '../kinds/roster-kinds';
import { readAhead } from './read-ahead';
import type { RowBatch, RowIssue } from './row-reader';

/** Batches that are read while `onProgress` is busy, since the queries that `onRead` sends for them take a while. */
const BATCHES_AHEAD = 3;

export interface FileReport {
  kind: EntityKind;
  /** For example `users.csv`. */
  file: string;
  mode: Exclude<FileMode, 'absent'>;
  /** Data rows, good and bad. */
  rows: number;
  badRows: number;
  /** Why the rest of the file could not be read. The counts are those up to there. */
  faults: readonly BundleFault[];
}

/** The progress after a batch of at most 1,000 rows. */
export type VerificationProgress = { [K in EntityKind]: KindProgress<K> }[EntityKind];

interface KindProgress<K extends EntityKind> {
  kind: K;
  file: string;
  batch: RowBatch<EntityRecords[K]>;
  /** Good and bad rows of this file so far. */
  fileRows: number;
  /** Rows of all files so far. */
  rows: number;
  badRows: number;
  /** Uncompressed bytes of all files that were read so far, and in total. */
  bytesRead: number;
  bytesTotal: number;
  /** Issues of this batch. */
  issues: readonly RowIssue[];
}

export interface VerificationReport {
  /** The files that are not absent, in the order of `ENTITY_KINDS`. */
  files: FileReport[];
  rows: number;
  badRows: number;
  /** True without bad rows and faults. References between files are checked later, against the database. */
  clean: boolean;
}

export interface VerificationOptions {
  /** Called after every batch, and awaited. */
  onProgress?: (progress: VerificationProgress) => void | Promise<void>;
  /** Called as soon as a batch is read, while `onProgress` may be busy with the one before. */
  onRead?: (kind: EntityKind, batch: RowBatch<EntityRecords[EntityKind]>) => void;
  /** True if the rows of a kind are read; otherwise only its lines are counted, and no row is bad. By default all are read. */
  readsRows?: (kind: EntityKind) => boolean;
}

/**
 * Reads every row of every file once and keeps none. The report has the counts, and `onProgress` gets the issues. If a file
 * cannot be read to its end, the report says why, and the other files are still read.
 *
 * @throws the errors of `onProgress` and of the file system.
 */
export async function verifyBundle(
  bundle: Bundle,
  { onProgress, onRead, readsRows = () => true }: VerificationOptions = {},
): Promise<VerificationReport> {
  const report: VerificationReport = { files: [], rows: 0, badRows: 0, clean: true };
  const bytesTotal = ENTITY_KINDS.reduce((total, kind) => total + bundle.declaredBytes(kind), 0);
  let bytesBefore = 0;
  const readAll = async (kind: EntityKind, file: FileReport): Promise<void> => {
    for await (const batch of readAhead(
      told(bundle.rows(kind), (read) => onRead?.(kind, read)),
      BATCHES_AHEAD,
    )) {
      file.rows += batch.rowsRead;
      file.badRows += batch.badRows;
      await onProgress?.({
        ...{ kind, file: file.file, batch, issues: batch.issues, fileRows: file.rows },
        ...{ rows: report.rows + file.rows, badRows: report.badRows + file.badRows },
        ...{ bytesRead: bytesBefore + batch.bytesRead, bytesTotal },
        // The types cannot express that the kind and the batch belong together.
      } as VerificationProgress);
    }
  };
  for (const kind of ENTITY_KINDS) {
    const mode = bundle.entityMode(kind);
    if (mode === 'absent') continue;
    const file: FileReport = { kind, file: `${kind}.csv`, mode, rows: 0, badRows: 0, faults: [] };
    report.files.push(file);
    try {
      if (readsRows(kind)) await readAll(kind, file);
      else file.rows = await bundle.check(kind);
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
      file.faults = error.faults;
    }
    report.rows += file.rows;
    report.badRows += file.badRows;
    report.clean &&= file.badRows === 0 && file.faults.length === 0;
    bytesBefore += bundle.declaredBytes(kind);
  }
  return report;
}

/** The same items. Calls back with each one as soon as it is read. */
async function* told<T>(
  items: AsyncIterable<T>,
  tell: (item: T) => void,
): AsyncGenerator<T, void, undefined> {
  for await (const item of items) {
    tell(item);
    yield item;
  }
}
