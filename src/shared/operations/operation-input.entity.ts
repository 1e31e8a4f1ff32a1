import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, UuidColumn } from '../database/columns';

/** A piece of an operation's input. While an upload is arriving, its operation does not exist yet. */
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

  /** By the clock of the database server, which also computes how old it is. */
  @InstantColumn()
  storedAt: Date;
}
