import { QuestionExportsController } from './exports/question-exports.controller';
import { QuestionExportsService } from './exports/question-exports.service';
import { QuestionsFilesRead } from './exports/questions-files';
import { WrittenQuestionsRepository } from './exports/written-questions.repository';
import { EmbeddedUploads } from './imports/embedded-uploads';
import { ImportedQuestionsRepository } from './imports/imported-questions.repository';
import { QuestionImport } from './imports/question-import';
import { QuestionImportReversal } from './imports/question-import-reversal';
import { QuestionImportsController } from './imports/question-imports.controller';
import { QuestionImportsService } from './imports/question-imports.service';
import { QuestionUploads } from './imports/question-uploads';

/** What the module of assessments has for files of questions. */
export const FORMAT_CONTROLLERS = [QuestionImportsController, QuestionExportsController];
export const FORMAT_PROVIDERS = [
  ImportedQuestionsRepository,
  QuestionUploads,
  EmbeddedUploads,
  QuestionImport,
  QuestionImportsService,
  QuestionImportReversal,
  WrittenQuestionsRepository,
  QuestionsFilesRead,
  QuestionExportsService,
];
