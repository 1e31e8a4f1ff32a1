import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, LargeIntegerColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * What an operation works on, such as the bundle of an import, or has made, such as that of an export. It is no file: it is not shared with
 * equal content, so that it is gone when the operation ends, or when nobody needs it any more.
 */
@Entity('operation_files')
@Index('ix_operation_files_made_by', ['madeBy'])
export class OperationFile {
  /** Of the operation, or of what it has made, and the key in the storage. No foreign key: operations are deleted in bulk, and this row must outlast its bytes. */
  @IdColumn()
  id: string;

  @LargeIntegerColumn()
  bytes: number;

  @Column({ type: 'binary', length: 32 })
  sha256: Buffer;

  @InstantColumn()
  heldAt: Date;

  /** The operation that has made it. Null for what one works on. */
  @UuidColumn({ nullable: true })
  madeBy: string | null;

  /** Of what an operation has made: until when people can fetch it. Null for what it works on. */
  @InstantColumn({ nullable: true })
  keptUntil: Date | null;
}
