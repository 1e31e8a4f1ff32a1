import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, UuidColumn } from '../database/columns';

/** A piece of what an operation works on. Its operation may not be there yet, while the rest is still arriving. */
@Entity('operation_inputs')
export class OperationInput {
  @UuidColumn({ primary: true })
  operationId: string;

  /** From 0. */
  @PrimaryColumn({ type: 'int' })
  seq: number;

  /** One megabyte at the most. */
  @Column({ type: 'mediumblob' })
  bytes: Buffer;

  /** By the clock of the database server, which alone it is compared with. */
  @InstantColumn()
  storedAt: Date;
}
