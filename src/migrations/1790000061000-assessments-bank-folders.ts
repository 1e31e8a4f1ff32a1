import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addForeignKey,
  addIndex,
  createTable,
  dropColumn,
  dropForeignKey,
  dropIndex,
  dropTable,
} from '../shared/database/schema-steps';
import { createSearchTables, dropSearchTables, fillSearchTables } from '../shared/database/search-steps';

/** Folders and tags of the questions in a bank, and the words by which questions are found. */
export class AssessmentsBankFolders1790000061000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'question_folders',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       bank_id BINARY(16) NOT NULL,
       parent_id BINARY(16) NULL,
       title VARCHAR(100) NOT NULL,
       version INT NOT NULL DEFAULT 1,
       created_at DATETIME(3) NOT NULL,
       updated_at DATETIME(3) NOT NULL,
       INDEX ix_question_folders_bank (bank_id),
       INDEX ix_question_folders_parent (parent_id),
       CONSTRAINT fk_question_folders_bank FOREIGN KEY (bank_id) REFERENCES question_banks (id) ON DELETE CASCADE,
       CONSTRAINT fk_question_folders_parent FOREIGN KEY (parent_id) REFERENCES question_folders (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'question_tags',
      `question_id BINARY(16) NOT NULL,
       form VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
       bank_id BINARY(16) NOT NULL,
       label VARCHAR(60) NOT NULL,
       PRIMARY KEY (question_id, form),
       INDEX ix_question_tags_form (bank_id, form, question_id),
       CONSTRAINT fk_question_tags_question FOREIGN KEY (question_id) REFERENCES questions (id) ON DELETE CASCADE,
       CONSTRAINT fk_question_tags_bank FOREIGN KEY (bank_id) REFERENCES question_banks (id) ON DELETE CASCADE`,
    );
    await addColumn(runner, 'questions', 'folder_id', 'BINARY(16) NULL');
    await addColumn(runner, 'questions', 'tags', 'MEDIUMTEXT NULL');
    await addIndex(runner, 'questions', 'ix_questions_folder', 'folder_id, archived_at, id');
    await addForeignKey(
      runner,
      'questions',
      'fk_questions_folder',
      'FOREIGN KEY (folder_id) REFERENCES question_folders (id) ON DELETE SET NULL',
    );
    await createSearchTables(runner, 'questions', 'question');
    await fillSearchTables(runner, 'question', {
      of: 'questions',
      columns: ['prompt', 'definition', 'tags'],
      textsOf,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearchTables(runner, 'question');
    await dropForeignKey(runner, 'questions', 'fk_questions_folder');
    await dropIndex(runner, 'questions', 'ix_questions_folder');
    for (const column of ['tags', 'folder_id']) await dropColumn(runner, 'questions', column);
    await dropTable(runner, 'question_tags');
    await dropTable(runner, 'question_folders');
  }
}

/** Fields of definitions that hold no words of the author. */
const WITHOUT_WORDS = ['id', 'type', 'key', 'scoring', 'language', 'tolerance'];

function textsOf([prompt, definition]: (string | null)[]): string[] {
  return [prompt ?? '', ...wordsIn(JSON.parse(definition ?? 'null'))];
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (WITHOUT_WORDS.includes(name) ? [] : wordsIn(part)));
}
