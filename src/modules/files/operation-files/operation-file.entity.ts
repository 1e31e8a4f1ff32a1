import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn, LargeIntegerColumn } from '../../../shared/database/columns';

/**
 * What an operation works on, such as the bundle of an import. It is no file: nobody reads it, and it is not shared with equal content,
 * so that it is gone when the operation ends.
 */
@Entity('operation_files')
export class OperationFile {
  /** Of the operation, and the key in the storage. No foreign key: operations are deleted in bulk, and this row must outlast its bytes. */
  @IdColumn()
  id: string;

  @LargeIntegerColumn()
  bytes: number;

  @Column({ type: 'binary', length: 32 })
  sha256: Buffer;

  @InstantColumn()
  heldAt: Date;
}
