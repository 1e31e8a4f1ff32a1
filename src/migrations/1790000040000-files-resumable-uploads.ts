import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from '../shared/database/schema-steps';

/** Uploads that can be resumed, and the pieces in which they arrive. */
export class FilesResumableUploads1790000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'file_uploads',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        uploaded_by BINARY(16) NOT NULL,
        bytes BIGINT NOT NULL,
        arrived BIGINT NOT NULL,
        pieces INT NOT NULL,
        metadata VARCHAR(4000) NOT NULL,
        writer BINARY(16) NULL,
        finishing_until DATETIME(3) NOT NULL,
        file_id BINARY(16) NULL,
        created_at DATETIME(3) NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        INDEX ix_file_uploads_uploaded_by (uploaded_by),
        INDEX ix_file_uploads_expires_at (expires_at),
        INDEX ix_file_uploads_file (file_id),
        CONSTRAINT fk_file_uploads_uploaded_by FOREIGN KEY (uploaded_by) REFERENCES users (id),
        CONSTRAINT fk_file_uploads_file FOREIGN KEY (file_id) REFERENCES files (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'file_upload_pieces',
      `
        id BINARY(16) NOT NULL PRIMARY KEY,
        upload_id BINARY(16) NOT NULL,
        position BIGINT NOT NULL,
        bytes BIGINT NOT NULL,
        UNIQUE INDEX uq_file_upload_pieces_position (upload_id, position),
        CONSTRAINT fk_file_upload_pieces_upload FOREIGN KEY (upload_id) REFERENCES file_uploads (id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'file_upload_pieces');
    await dropTable(runner, 'file_uploads');
  }
}
