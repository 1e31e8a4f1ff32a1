import type { TextEncoding } from '../../../shared/text/encodings';

/** The kind of operation. */
export const GRADEBOOK_IMPORT = 'gradebook_import';

/** What an import of scores needs to start, and to start again. Plain data. */
export interface GradebookImportInput {
  courseId: string;
  bytes: number;
  sha256: string;
  encoding?: TextEncoding;
  /** Replaces what was recorded since the sheet was made. */
  overwrite: boolean;
  /** Gives scores in the place of what was earned in quizzes. */
  overrideQuizzes: boolean;
  /** Who gives the scores. */
  requestedBy: string;
  /** Of the request, in the course's time zone. */
  today: string;
}
