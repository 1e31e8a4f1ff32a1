import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, LargeIntegerColumn } from '../../shared/database/columns';

/**
 * Bytes in the storage, which are there once however many files have them. The id is their key there. Files refer to it;
 * one without files is removed.
 */
@Entity('file_contents')
@Index('uq_file_contents_sha256', ['sha256'], { unique: true })
export class FileContent {
  @IdColumn()
  id: string;

  @Column({ type: 'binary', length: 32 })
  sha256: Buffer;

  @LargeIntegerColumn()
  bytes: number;

  /** What the bytes are, by themselves. */
  @Column({ type: 'varchar', length: 100 })
  mediaType: string;

  /** Of a picture as it is shown, in pixels; null where it is not known. */
  @Column({ type: 'int', nullable: true })
  width: number | null;

  @Column({ type: 'int', nullable: true })
  height: number | null;

  @InstantColumn()
  storedAt: Date;
}
