import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, LargeIntegerColumn, UuidColumn } from '../../../../shared/database/columns';
import { StoredFile } from '../../stored-file.entity';

/** A file that arrives in several requests, and from its completion until it expires the address of what became of it. */
@Entity('file_uploads')
@Index('ix_file_uploads_uploaded_by', ['uploadedBy'])
@Index('ix_file_uploads_expires_at', ['expiresAt'])
@Index('ix_file_uploads_file', ['fileId'])
export class ResumableUpload {
  @IdColumn()
  id: string;

  @UuidColumn()
  uploadedBy: string;

  /** How many the file will have. */
  @LargeIntegerColumn()
  bytes: number;

  /** How many of them are there. They come in order. */
  @LargeIntegerColumn()
  arrived: number;

  /** In how many pieces they came. */
  @Column({ type: 'int' })
  pieces: number;

  /** The header `Upload-Metadata`, as it was sent. */
  @Column({ type: 'varchar', length: 4000 })
  metadata: string;

  /** The request that began last to send a piece. Pieces of others are refused. */
  @UuidColumn({ nullable: true })
  writer: string | null;

  /** Until then one request is making a file of it, which moves this on while it is at it. In the past where none is. */
  @InstantColumn()
  finishingUntil: Date;

  /** What became of it. */
  @UuidColumn({ nullable: true })
  fileId: string | null;

  @ManyToOne(() => StoredFile, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'file_id', foreignKeyConstraintName: 'fk_file_uploads_file' })
  file?: unknown;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  expiresAt: Date;
}
