import { Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn } from '../../shared/database/columns';

/**
 * A key in the storage for which no content speaks: an upload that is arriving, or bytes that are to be removed. It is
 * written before the first byte and removed with the last, so whatever a process leaves behind when it is killed is known.
 */
@Entity('file_leftovers')
@Index('ix_file_leftovers_remove_at', ['removeAt'])
export class FileLeftover {
  @IdColumn()
  id: string;

  /** From then on nobody can be sending it any more. */
  @InstantColumn()
  removeAt: Date;

  /** It is being removed: an upload that comes in after all must not use it. */
  @BooleanColumn({ default: false })
  isRemoving: boolean;
}
