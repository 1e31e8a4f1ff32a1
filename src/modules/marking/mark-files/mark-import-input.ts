import type { TextEncoding } from '../../../shared/text/encodings';

/** The kind of operation. */
export const MARK_IMPORT = 'mark_import';

/** What an import of marks needs to start, and to start again. Plain data. */
export interface MarkImportInput {
  courseId: string;
  activityId: string;
  bytes: number;
  sha256: string;
  encoding?: TextEncoding;
  /** Replaces marks that were given since the sheet was made. */
  overwrite: boolean;
  /** Whose marks they are. */
  requestedBy: string;
}
