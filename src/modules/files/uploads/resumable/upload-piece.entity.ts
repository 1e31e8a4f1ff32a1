import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, LargeIntegerColumn, UuidColumn } from '../../../../shared/database/columns';
import { ResumableUpload } from './resumable-upload.entity';

/**
 * A piece of an upload, which is stored as a content of its own: the id is its key in the storage, and a leftover speaks for it
 * (`file_leftovers`) until a file is made of the upload.
 */
@Entity('file_upload_pieces')
@Index('uq_file_upload_pieces_position', ['uploadId', 'position'], { unique: true })
export class UploadPiece {
  @IdColumn()
  id: string;

  @UuidColumn()
  uploadId: string;

  @ManyToOne(() => ResumableUpload, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'upload_id', foreignKeyConstraintName: 'fk_file_upload_pieces_upload' })
  upload?: unknown;

  /** Its first byte is this one of the file, counted from 0. */
  @LargeIntegerColumn()
  position: number;

  @LargeIntegerColumn()
  bytes: number;
}
