import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/** How large pictures are, and smaller pictures that were made of them. */
export class FilesImageVariants1790000042000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'file_contents', 'width', 'INT NULL');
    await addColumn(runner, 'file_contents', 'height', 'INT NULL');
    await createTable(
      runner,
      'file_variants',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        content_id BINARY(16) NOT NULL,
        width SMALLINT NOT NULL,
        media_type VARCHAR(20) NOT NULL,
        sha256 BINARY(32) NOT NULL,
        bytes INT NOT NULL,
        made_at DATETIME(3) NOT NULL,
        UNIQUE INDEX uq_file_variants_content (content_id, width, media_type),
        CONSTRAINT fk_file_variants_content FOREIGN KEY (content_id) REFERENCES file_contents (id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'file_variants');
    await dropColumn(runner, 'file_contents', 'height');
    await dropColumn(runner, 'file_contents', 'width');
  }
}
