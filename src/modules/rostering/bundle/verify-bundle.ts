import type { Bundle } from './bundle';
import { BundleError, type BundleFault } from './bundle-error';
import { ENTITY_KINDS, type EntityKind, type EntityRecords, type FileMode } from './entities';
import type { RowBatch, RowIssue } from './row-reader';

export interface FileReport {
  kind: EntityKind;
  /** For example `users.csv`. */
  file: string;
  mode: Exclude<FileMode, 'absent'>;
  /** Data rows, good and bad. */
  rows: number;
  badRows: number;
  /** What ended the reading of this file early; its counts are those up to there. */
  faults: readonly BundleFault[];
}

/** Sent after every batch of at most 1,000 rows, and awaited. */
export type VerificationProgress = { [K in EntityKind]: KindProgress<K> }[EntityKind];

interface KindProgress<K extends EntityKind> {
  kind: K;
  file: string;
  batch: RowBatch<EntityRecords[K]>;
  /** Rows of this file so far, good and bad. */
  fileRows: number;
  /** Rows of all files so far. */
  rows: number;
  badRows: number;
  /** Uncompressed bytes of all files read so far, and to be read. */
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
  /** No bad row and no fault. References between files are for the store to check. */
  clean: boolean;
}

/**
 * Reads every row of every file once and keeps none: counts in the report, issues through `onProgress`. A file that
 * cannot be read to its end is reported, and the others are read all the same.
 *
 * @throws whatever `onProgress` throws, and errors of the file system.
 */
export async function verifyBundle(
  bundle: Bundle,
  onProgress: (progress: VerificationProgress) => void | Promise<void> = () => undefined,
): Promise<VerificationReport> {
  const report: VerificationReport = { files: [], rows: 0, badRows: 0, clean: true };
  const bytesTotal = ENTITY_KINDS.reduce((total, kind) => total + bundle.declaredBytes(kind), 0);
  let bytesBefore = 0;
  for (const kind of ENTITY_KINDS) {
    const mode = bundle.entityMode(kind);
    if (mode === 'absent') continue;
    const file: FileReport = { kind, file: `${kind}.csv`, mode, rows: 0, badRows: 0, faults: [] };
    report.files.push(file);
    try {
      for await (const batch of bundle.rows(kind)) {
        file.rows += batch.rowsRead;
        file.badRows += batch.badRows;
        report.rows += batch.rowsRead;
        report.badRows += batch.badRows;
        const bytesRead = bytesBefore + batch.bytesRead;
        const { rows, badRows } = report;
        await onProgress({
          ...{ kind, file: file.file, batch, fileRows: file.rows, rows, badRows },
          ...{ bytesRead, bytesTotal, issues: batch.issues },
          // The kind and its batch belong together, which the loop over all kinds cannot show.
        } as VerificationProgress);
      }
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
      file.faults = error.faults;
    }
    bytesBefore += bundle.declaredBytes(kind);
    report.clean &&= file.badRows === 0 && file.faults.length === 0;
  }
  return report;
}
