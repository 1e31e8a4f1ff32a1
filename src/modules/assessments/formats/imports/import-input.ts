import type { StoredInput } from '../../../../shared/operations/operation-inputs';
import type { TextEncoding } from '../../../../shared/text/encodings';

/** The kind of operation. */
export const QUESTION_IMPORT = 'question_import';

/** What an import needs to start, and to start again after a confirmation. */
export interface QuestionImportInput extends StoredInput {
  courseId: string;
  format: string;
  encoding?: TextEncoding;
}
