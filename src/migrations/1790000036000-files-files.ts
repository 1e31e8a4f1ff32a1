import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

export class FilesFiles1790000036000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'file_contents',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        sha256 BINARY(32) NOT NULL,
        bytes BIGINT NOT NULL,
        media_type VARCHAR(100) NOT NULL,
        stored_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_file_contents_sha256 (sha256)`,
    );
    await createTable(
      runner,
      'file_leftovers',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        remove_at DATETIME(3) NOT NULL,
        is_removing TINYINT NOT NULL DEFAULT 0,
        INDEX ix_file_leftovers_remove_at (remove_at)`,
    );
    await createTable(
      runner,
      'files',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        content_id BINARY(16) NOT NULL,
        name VARCHAR(255) NOT NULL,
        purpose VARCHAR(20) NOT NULL,
        bytes BIGINT NOT NULL,
        uploaded_by BINARY(16) NOT NULL,
        uploaded_at DATETIME(3) NOT NULL,
        look_at DATETIME(3) NOT NULL,
        INDEX ix_files_content (content_id),
        INDEX ix_files_uploaded_by (uploaded_by, bytes),
        INDEX ix_files_look_at (look_at),
        CONSTRAINT fk_files_content FOREIGN KEY (content_id) REFERENCES file_contents (id),
        CONSTRAINT fk_files_uploaded_by FOREIGN KEY (uploaded_by) REFERENCES users (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'files');
    await dropTable(runner, 'file_leftovers');
    await dropTable(runner, 'file_contents');
  }
}
