import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  addColumn,
  addForeignKey,
  addIndex,
  allowWrites,
  changeColumn,
  changeForeignKey,
  changeInBatches,
  createTable,
  dropColumn,
  dropForeignKey,
  dropIndex,
  dropTable,
  refuseOldWrites,
} from '../shared/database/schema-steps';

/**
 * Questions become identities in the bank of a course. What they ask stands in versions that never change, what is right in
 * key revisions of a version, and where they are asked in the slots of quizzes. The build before goes on reading
 * `questions`, which repeats the latest version; its authors get 503. Rows that a question is split into have its id.
 */
export class AssessmentsQuestionVersions1790000043000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'question_banks',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       course_id BINARY(16) NOT NULL,
       created_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_question_banks_course (course_id),
       CONSTRAINT fk_question_banks_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'question_versions',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       question_id BINARY(16) NOT NULL,
       number INT NOT NULL,
       type VARCHAR(20) NOT NULL,
       prompt MEDIUMTEXT NOT NULL,
       prompt_html MEDIUMTEXT NOT NULL,
       content MEDIUMTEXT NOT NULL,
       key_revision_id BINARY(16) NOT NULL,
       created_by BINARY(16) NULL,
       created_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_question_versions_number (question_id, number),
       INDEX ix_question_versions_creator (created_by),
       CONSTRAINT fk_question_versions_question FOREIGN KEY (question_id) REFERENCES questions (id) ON DELETE CASCADE,
       CONSTRAINT fk_question_versions_creator FOREIGN KEY (created_by) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'key_revisions',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       version_id BINARY(16) NOT NULL,
       number INT NOT NULL,
       answer_key MEDIUMTEXT NOT NULL,
       points DECIMAL(9,4) NOT NULL,
       feedback MEDIUMTEXT NULL,
       feedback_html MEDIUMTEXT NULL,
       voided VARCHAR(20) NULL,
       created_by BINARY(16) NULL,
       created_at DATETIME(3) NOT NULL,
       UNIQUE INDEX uq_key_revisions_number (version_id, number),
       INDEX ix_key_revisions_creator (created_by),
       CONSTRAINT fk_key_revisions_version FOREIGN KEY (version_id) REFERENCES question_versions (id) ON DELETE CASCADE,
       CONSTRAINT fk_key_revisions_creator FOREIGN KEY (created_by) REFERENCES users (id)`,
    );
    await createTable(
      runner,
      'quiz_slots',
      `id BINARY(16) NOT NULL PRIMARY KEY,
       activity_id BINARY(16) NOT NULL,
       position INT NOT NULL,
       kind VARCHAR(20) NOT NULL,
       question_id BINARY(16) NULL,
       version_id BINARY(16) NULL,
       settings MEDIUMTEXT NULL,
       INDEX ix_quiz_slots_position (activity_id, position),
       UNIQUE INDEX uq_quiz_slots_question (activity_id, question_id),
       INDEX ix_quiz_slots_question (question_id),
       INDEX ix_quiz_slots_version (version_id),
       CONSTRAINT fk_quiz_slots_quiz FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id) ON DELETE CASCADE,
       CONSTRAINT fk_quiz_slots_question FOREIGN KEY (question_id) REFERENCES questions (id) ON DELETE CASCADE,
       CONSTRAINT fk_quiz_slots_version FOREIGN KEY (version_id) REFERENCES question_versions (id) ON DELETE CASCADE`,
    );
    await changeColumn(runner, 'questions', 'activity_id', 'BINARY(16) NULL');
    await changeForeignKey(
      runner,
      'questions',
      'fk_questions_quiz',
      'FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id) ON DELETE SET NULL',
    );
    await addColumn(runner, 'questions', 'bank_id', 'BINARY(16) NULL');
    await addColumn(runner, 'questions', 'latest_version_id', 'BINARY(16) NULL');
    await addColumn(runner, 'questions', 'archived_at', 'DATETIME(3) NULL');
    await addColumn(runner, 'questions', 'edits', 'INT NOT NULL DEFAULT 0');
    await addIndex(runner, 'questions', 'ix_questions_bank', 'bank_id, archived_at, id');
    await addForeignKey(
      runner,
      'questions',
      'fk_questions_bank',
      'FOREIGN KEY (bank_id) REFERENCES question_banks (id) ON DELETE CASCADE',
    );
    await refuseOldWrites(runner, 'questions', 'edits');
    await copy(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await allowWrites(runner, 'questions');
    await dropTable(runner, 'quiz_slots');
    await dropTable(runner, 'key_revisions');
    await dropTable(runner, 'question_versions');
    await dropForeignKey(runner, 'questions', 'fk_questions_bank');
    await dropIndex(runner, 'questions', 'ix_questions_bank');
    for (const column of ['edits', 'archived_at', 'latest_version_id', 'bank_id'])
      await dropColumn(runner, 'questions', column);
    await dropTable(runner, 'question_banks');
    await runner.query('DELETE FROM questions WHERE activity_id IS NULL');
    await dropForeignKey(runner, 'questions', 'fk_questions_quiz');
    await changeColumn(runner, 'questions', 'activity_id', 'BINARY(16) NOT NULL');
    await addForeignKey(
      runner,
      'questions',
      'fk_questions_quiz',
      'FOREIGN KEY (activity_id) REFERENCES quizzes (activity_id) ON DELETE CASCADE',
    );
  }
}

/** What the five types of question of that time have besides their key, and in it. */
const CONTENT = "JSON_REMOVE(q.definition, '$.key', '$.tolerance', '$.accepted')";
const KEY = "JSON_REMOVE(q.definition, '$.type', '$.options', '$.scoring', '$.caseSensitive')";

async function copy(runner: QueryRunner): Promise<void> {
  await changeInBatches(
    runner,
    'courses',
    'id',
    `INSERT INTO question_banks (id, course_id, created_at)
     SELECT c.id, c.id, c.created_at FROM courses c WHERE c.id > ? AND c.id <= ? AND c.id IN (
       SELECT z.course_id FROM quizzes z JOIN questions q ON q.activity_id = z.activity_id)
     ON DUPLICATE KEY UPDATE course_id = VALUES(course_id)`,
  );
  const batch = 'FROM questions q WHERE q.id > ? AND q.id <= ?';
  await changeInBatches(
    runner,
    'questions',
    'id',
    `INSERT INTO question_versions (id, question_id, number, type, prompt, prompt_html, content, key_revision_id, created_at)
     SELECT q.id, q.id, 1, q.type, q.prompt, q.prompt_html, ${CONTENT}, q.id, q.updated_at ${batch}
     ON DUPLICATE KEY UPDATE number = VALUES(number)`,
  );
  await changeInBatches(
    runner,
    'questions',
    'id',
    `INSERT INTO key_revisions (id, version_id, number, answer_key, points, feedback, feedback_html, created_at)
     SELECT q.id, q.id, 1, ${KEY}, q.points, q.feedback, q.feedback_html, q.updated_at ${batch}
     ON DUPLICATE KEY UPDATE number = VALUES(number)`,
  );
  await changeInBatches(
    runner,
    'questions',
    'id',
    `INSERT INTO quiz_slots (id, activity_id, position, kind, question_id)
     SELECT q.id, q.activity_id, q.position, 'question', q.id ${batch} AND q.activity_id IS NOT NULL
     ON DUPLICATE KEY UPDATE kind = VALUES(kind)`,
  );
  await changeInBatches(
    runner,
    'questions',
    'id',
    `UPDATE questions q SET q.latest_version_id = q.id, q.edits = q.edits + 1,
       q.bank_id = (SELECT z.course_id FROM quizzes z WHERE z.activity_id = q.activity_id)
     WHERE q.id > ? AND q.id <= ? AND q.bank_id IS NULL`,
  );
}
